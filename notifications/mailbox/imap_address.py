"""Where the mailbox is: `imaps://user:password@host:993/INBOX`, read without ever repeating the password."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from domain.errors import RuleBroken

PORTS = {"imaps": 993, "imap": 143}
HOW = "cần dạng imaps://tài-khoản:mật-khẩu@máy-chủ:993/INBOX"


@dataclass(frozen=True, slots=True)
class ImapAddress:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_encrypted: bool = True


def imap_address(url: str, *, setting: str = "DONDOC_INTAKE_URL") -> ImapAddress:
    """`setting` is where the URL was read, for people.

    Raises RuleBroken for what is no address of a mailbox, and for a password that would cross a network in the open. The
    parser's own error is left behind: it quotes what it could not read, and that may be a part of the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise RuleBroken(f"{setting} không đọc được; {HOW}.") from None
    if not (parts.hostname and parts.username and parts.password):
        raise RuleBroken(f"{setting} thiếu máy chủ, tài khoản hoặc mật khẩu; {HOW}.")
    if parts.scheme == "imap" and not _is_this_machine(parts.hostname):
        raise RuleBroken(
            f"{setting} dùng imap:// nên mật khẩu sẽ đi qua mạng không được mã hóa; {HOW}. imap:// chỉ dùng cho "
            "hộp thư trên chính máy này."
        )
    return ImapAddress(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=parts.scheme == "imaps",
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
