#!/bin/sh
# Builds .venv from requirements.lock. Needs Python 3.11 or newer; brings everything else itself.
set -eu

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    echo "Không tìm thấy Python 3.11 trở lên. Hãy cài đặt Python rồi chạy lại." >&2
    exit 1
fi

# Debian and Ubuntu ship Python without ensurepip; virtualenv, fetched by pip into a folder of its own, needs none.
make_environment() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    rm -rf .venv
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip install -q --root-user-action=ignore --target .venv-tool virtualenv
        PYTHONPATH=.venv-tool "$python" -m virtualenv -q .venv
        rm -rf .venv-tool
        return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv >/dev/null
        "$python" -m venv --clear .venv
        return
    fi
    echo "Python trên máy này thiếu cả pip lẫn venv. Hãy chạy: sudo apt-get install python3-venv rồi chạy lại." >&2
    exit 1
}

make_environment
# --no-deps belongs to the lock: it already names every package, and pip need not work that out again.
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
# Newer pips pass on what the locked setuptools says to those who maintain it; it is nothing to whoever installs.
PYTHONWARNINGS=ignore .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation \
    --config-settings editable_mode=compat -e .
# Compiled once here, so that the first command is as quick as the next (some machines switch this off for pip).
PYTHONDONTWRITEBYTECODE='' .venv/bin/python -m compileall -q -j 0 .venv/lib cli config database demo documents domain \
    flows notifications operation rehearsal services tasks web >/dev/null 2>&1 || true
# What the machine has beside Python: older Word files and scans are read by it, everything else without.
PYTHONUTF8=1 .venv/bin/python -m documents.programs
