#!/bin/sh
# Brings what the tests need beside Python: LibreOffice (Writer and Calc), Tesseract with Vietnamese, PostgreSQL, Chromium
# and what drives it, a font for the pages, and what checks a systemd unit and a proxy. Does nothing where everything is
# there. The program itself runs without any of them.
set -eu

has_postgresql() {
    command -v initdb >/dev/null 2>&1 && return
    for initdb in /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$initdb" ] && return
    done
    return 1
}

has_chromium() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}

# Playwright brings a Node.js of its own, which wants this of the system; desktops have it, small servers do not.
drives_browser() {
    for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
        [ ! -x "$node" ] || "$node" --version >/dev/null 2>&1 || return 1
    done
}

has_font() {
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name 'Tinos-Regular.ttf' 2>/dev/null | head -n 1)" ]
}

has_nginx() {
    command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]
}

office() {
    command -v soffice 2>/dev/null || command -v libreoffice 2>/dev/null
}

# Whether it also opens workbooks: its parts come in packages of their own, and Writer alone prints none.
opens_workbooks() {
    program=$(office) || return 1
    folder=$(dirname "$(readlink -f "$program")")
    [ -e "$folder/libsclo.so" ] || [ -e "$folder/libscfiltlo.so" ]
}

reads_vietnamese() {
    tesseract --list-langs 2>/dev/null | grep -qx vie
}

wanted() {
    office >/dev/null || echo libreoffice-writer-nogui
    opens_workbooks || echo libreoffice-calc-nogui
    reads_vietnamese || echo tesseract-ocr tesseract-ocr-vie
    has_postgresql || echo postgresql
    has_chromium || echo chromium
    drives_browser || echo libatomic1
    has_font || echo fonts-croscore
    has_nginx || echo nginx
    command -v systemd-analyze >/dev/null 2>&1 || echo systemd
}

packages=$(wanted | tr '\n' ' ')
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    as_root=""
fi

if [ -n "$as_root" ] && command -v apt-get >/dev/null 2>&1; then
    echo "Cài đặt các chương trình mà kiểm thử cần: $packages(một đến hai phút)"
    $as_root DEBIAN_FRONTEND=noninteractive apt-get update -qq || true
    # The names of packages are words of their own.
    # shellcheck disable=SC2086
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages >/dev/null || true
fi

packages=$(wanted | tr '\n' ' ')
if [ -n "$packages" ]; then
    echo "Kiểm thử cần thêm các chương trình chưa có trên máy. Hãy chạy lệnh sau rồi chạy lại make test:" >&2
    echo "  sudo apt-get install --no-install-recommends $packages" >&2
    exit 1
fi
