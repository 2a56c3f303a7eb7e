"""Settings that would be a danger, or that a service which runs for months should not be without."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from operation.results import not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.settings import Settings
    from config.wiring import Workplace
    from operation.results import Result

SHORTEST = 16  # letters of a key that nobody guesses
KEYS = ("secret", "metrics_token", "zalobot_hook_secret", "esms_hook_secret")


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    settings = place.settings
    if not place.may_send:
        return [not_applicable("Bản diễn tập (DONDOC_CLOCK): không gửi gì ra ngoài, không báo động.")]
    found = [*_short_keys(settings), *_web(settings), *_missing(settings)]
    return found or [ok("Không thấy điều gì yếu.")]


def _short_keys(settings: Settings) -> list[Result]:
    given = {name: getattr(settings, name).get_secret_value() for name in KEYS}
    return [
        warning(
            f"DONDOC_{name.upper()} ngắn hơn {SHORTEST} ký tự nên dễ đoán.",
            'Hãy đặt khóa ngẫu nhiên: python3 -c "import secrets; print(secrets.token_hex(32))"',
        )
        for name, value in given.items()
        if 0 < len(value) < SHORTEST
    ]


def _web(settings: Settings) -> list[Result]:
    url = urlsplit(settings.web_url.strip())
    found = []
    if url.scheme == "http" and not is_this_machine(url.hostname or ""):
        found.append(
            warning(
                "DONDOC_WEB_URL dùng http://: mật khẩu và liên kết của đơn vị đi qua mạng không được mã hóa.",
                "Hãy đặt một proxy HTTPS phía trước và ghi https:// vào DONDOC_WEB_URL.",
            )
        )
    if not is_this_machine(settings.host) and url.scheme != "https":
        found.append(
            warning(
                f"Trang web nghe ở {settings.host} mà không có HTTPS phía trước.",
                "Hãy để DONDOC_HOST là 127.0.0.1 và đặt một proxy HTTPS phía trước.",
            )
        )
    return found


def _missing(settings: Settings) -> list[Result]:
    wanted = (
        ("mail_url", "không gửi được thư", "mailtos://tài-khoản:mật-khẩu@máy-chủ?from=địa-chỉ"),
        ("web_url", "thư không có liên kết cho đơn vị", "https://dondoc.tinh.example"),
    )
    return [
        warning(f"Chưa đặt DONDOC_{name.upper()}: {effect}.", f"Hãy đặt DONDOC_{name.upper()}, ví dụ {example}.")
        for name, effect, example in wanted
        if not _value(settings, name)
    ]


def _value(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value).strip()


def is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
