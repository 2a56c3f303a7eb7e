"""Subscriptions: the addresses of other servers that hear of changes of state."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from domain.errors import UsageError

LONGEST = 500
_EXAMPLE = "https://may-chu.example/dondoc"


def checked_address(text: str) -> str:
    """The address as it is kept. Refuses one that would carry the calls in clear over a network."""
    address = text.strip()
    parts = _split(address)
    if parts is None or parts.scheme not in {"https", "http"} or not parts.hostname or len(address) > LONGEST:
        raise UsageError(f"“{address[:80]}” không phải địa chỉ web; cần dạng {_EXAMPLE}.")
    if any(letter.isspace() or not letter.isprintable() for letter in address):
        raise UsageError("Địa chỉ có dấu cách hoặc ký tự không nhìn thấy; hãy chép lại cho đúng.")
    if parts.username or parts.password:
        raise UsageError(
            "Không ghi tài khoản và mật khẩu vào địa chỉ; máy nhận kiểm tra chữ ký của lời gọi thay cho chúng."
        )
    if is_nobodys(parts.hostname):
        raise UsageError(
            "Địa chỉ này không thuộc về máy nhận nào (địa chỉ nội bộ của thiết bị mạng); hãy ghi địa chỉ khác."
        )
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise UsageError(
            "Địa chỉ phải bắt đầu bằng https:// (http:// chỉ dùng được cho chính máy này, như http://127.0.0.1:9000)."
        )
    return address


def shown_address(address: str) -> str:
    """The address without path and query, which may be what lets a caller in."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" + ("/…" if parts.path.strip("/") or parts.query else "")


def is_nobodys(host: str) -> bool:
    """Whether the number names no server that could subscribe: every machine of a cloud answers there about itself."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return plain.is_unspecified or plain.is_link_local or plain.is_multicast


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port  # only here a port that is none is noticed
    except ValueError:
        return None
    return parts


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
