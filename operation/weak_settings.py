"""Settings with which no service should go live: each with what to do about it."""

from __future__ import annotations

import stat
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.settings import Settings

SHORTEST_SECRET, SHORTEST_TOKEN = 32, 16  # characters
OTHERS = stat.S_IRWXG | stat.S_IRWXO
TOKENS = ("metrics_token", "zalobot_hook_secret", "esms_hook_secret")
FEWEST_LETTERS = 8  # different ones in a secret


def weaknesses(settings: Settings, *, folder: Path) -> list[str]:
    """One sentence for each; none is how it should be. `folder` is where the file .env would lie."""
    return [
        *_short(settings),
        *_in_clear(settings),
        *_readable(folder / ".env"),
        *_readable(settings.data / "secret"),
    ]


def _short(settings: Settings) -> Iterator[str]:
    secret = settings.secret.get_secret_value()
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS):
        yield (
            f"DONDOC_SECRET quá ngắn hoặc quá dễ đoán; cần ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên. Hãy bỏ trống để chương "
            "trình tự tạo, hoặc lấy: openssl rand -hex 32"
        )
    for name in TOKENS:
        token = getattr(settings, name).get_secret_value()
        if token and len(token) < SHORTEST_TOKEN:
            yield f"DONDOC_{name.upper()} quá ngắn; cần ít nhất {SHORTEST_TOKEN} ký tự ngẫu nhiên: openssl rand -hex 16"


def _in_clear(settings: Settings) -> Iterator[str]:
    """Passwords and the links of units must not travel where others on the way can read them."""
    site = urlsplit(settings.web_url.strip())
    if site.scheme == "http" and not _is_this_machine(site.hostname or ""):
        yield f"DONDOC_WEB_URL “{settings.web_url}” không mã hóa; hãy đặt một proxy HTTPS phía trước và ghi địa chỉ https://…"
    if not _is_this_machine(settings.host) and site.scheme != "https":
        yield (
            f"DONDOC_HOST “{settings.host}” mở trang web cho máy khác mà chưa có HTTPS. Hãy để 127.0.0.1 phía sau một proxy HTTPS, "
            "hoặc ghi DONDOC_WEB_URL=https://… của proxy ấy."
        )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _readable(path: Path) -> Iterator[str]:
    try:
        mode = path.stat().st_mode
    except OSError:
        return
    if mode & OTHERS:
        yield f"Tệp {path} có mật khẩu hoặc khóa mà người khác trên máy đọc được. Hãy chạy: chmod 600 {path}"
