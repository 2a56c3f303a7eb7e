#!/bin/sh
# Asks the advisory service of PyPI what is known of every version in requirements.lock. Exit code 1 names the packages.
# pip-audit runs in a place of its own: the program never needs it, and what judges the lock should not be in it.
set -u

found=$(.venv/bin/uv tool run --quiet pip-audit==2.10.1 --requirement requirements.lock --disable-pip --no-deps \
    --progress-spinner off 2>&1)
code=$?
skipped=$(printf '%s\n' "$found" | grep -c "could not be audited")
case "$found" in
    *"Found "*"known vulnerabilit"*)
        printf '%s\n' "$found"
        echo "Hãy nâng các thư viện trên (sửa pyproject.toml, chạy make lock), chạy lại make test, rồi nâng cấp máy chủ."
        exit 1 ;;
    *"No known vulnerabilities found"*)
        if [ "$skipped" = 0 ] && [ "$code" = 0 ]; then
            echo "Không có lỗ hổng nào đã công bố trong các thư viện của requirements.lock."
            exit 0
        fi ;;
esac
# A service that knows nothing of a package has not said that it is well.
echo "Chưa kiểm tra được: không hỏi được dịch vụ công bố lỗ hổng của các thư viện; hãy chạy lại ở máy có Internet." >&2
printf '%s\n' "$found" | tail -n 1 >&2
exit 1
