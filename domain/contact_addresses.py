"""Addresses of people on each channel: what is right for the channel, written in one way, and what may be shown of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.channels import CHANNEL_NAMES
from domain.errors import RuleBroken
from domain.phones import international, is_mobile, national
from domain.spelling import fold

if TYPE_CHECKING:
    from domain.units import Contact

APPRISE = "apprise"
SEALED = "sealed:"  # how what was sealed begins (database/cipher.py)
HIDDEN = "(địa chỉ đã mã hóa)"

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SEVERAL = re.compile(r"@[^@]*[,; ][^@]*@")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(\S+)")
_CHAT = re.compile(r"[A-Za-z0-9_-]{4,64}")
_PART = re.compile(r"[A-Za-z0-9_@.+-]{1,100}")
_USER = re.compile(r"[0-9]{6,30}")
_NUMBERS = re.compile(r"\s*[;,]\s*")
# Without an account of its own in it, such a URL names only the person: the channel is ours.
_OUR_SCHEMES = {"mailto": "email", "mailtos": "email", "zbs": "zbs"}
_PLAIN_MAILTO = re.compile(r"[^:/?@]+@[^:/?@]+")


def channel_named(name: str) -> str:
    """The channel by its code or its Vietnamese name. Raises RuleBroken for what is none, or may be several."""
    key = fold(name).replace("-", " ")
    found = _NAMES.get(key)
    if found is None:
        raise RuleBroken(f"không có kênh nào tên “{name}”; hãy ghi một trong các kênh: {_choices()}.")
    return found


def checked_address(channel: str, address: str) -> tuple[str, str]:
    """The channel and the address as they are kept. A whole URL settles the channel itself.

    Raises RuleBroken, which says what to do; it does not repeat a URL, for there may be a secret in it.
    """
    if "://" in address:
        return _from_url(channel, address)
    if not channel:
        raise RuleBroken(f"thiếu kênh; hãy ghi một trong các kênh: {_choices()}.")
    if not address:
        raise RuleBroken(
            "thiếu địa chỉ; người chưa có địa chỉ nào thì bỏ dòng này, hoặc ghi số điện thoại ở một đầu mối khác."
        )
    return channel, _CHECKS[channel](address)


def checked_phone(phone: str) -> str:
    """The number, or the numbers, as people read them; a zero that a spreadsheet dropped is there again."""
    return "; ".join(_phone(one) for one in _NUMBERS.split(phone) if one)


def is_secret(channel: str) -> bool:
    """Whether the addresses of this channel hold an account with its password or token, and must be sealed."""
    return channel == APPRISE


def shown_address(address: str) -> str:
    """What people may see of it: of a URL its service, of a sealed one nothing."""
    if address.startswith(SEALED):
        return HIDDEN
    scheme, mark, _ = address.partition("://")
    return f"{scheme}://… {HIDDEN}" if mark else address


def masked(contact: Contact) -> Contact:
    """The contact as it may be shown."""
    return replace(contact, address=shown_address(contact.address))


def _from_url(channel: str, url: str) -> tuple[str, str]:
    found = _URL.fullmatch(url)
    if found is None:
        raise RuleBroken("địa chỉ dạng tên://… viết sai: không được có dấu cách, và phải có phần sau dấu “://”.")
    scheme, rest = found[1].lower(), found[2]
    ours = _OUR_SCHEMES.get(scheme)
    named = _named_only(ours, rest)
    kept = (ours, named) if ours and named else (APPRISE, url)
    if channel and channel not in (kept[0], scheme, ours):
        raise RuleBroken(
            f"địa chỉ dạng {scheme}://… thuộc kênh “{kept[0]}”, không phải “{channel}”; hãy sửa cột kênh hoặc bỏ trống."
        )
    return kept


def _named_only(channel: str | None, rest: str) -> str:
    """The person that a URL of our own channel names, when it names nothing else."""
    if channel == "email" and _PLAIN_MAILTO.fullmatch(rest):
        return _email(rest)
    if channel == "zbs" and "@" not in rest and "?" not in rest and "/" not in rest.rstrip("/"):
        return _mobile(rest.rstrip("/"))
    return ""


def _email(address: str) -> str:
    if _SEVERAL.search(address):
        raise RuleBroken("ô này có nhiều địa chỉ thư; mỗi dòng chỉ ghi một địa chỉ.")
    if not _EMAIL.fullmatch(address):
        raise RuleBroken(f"địa chỉ thư điện tử “{address}” không đúng dạng ten@coquan.vn.")
    return address


def _mobile(address: str) -> str:
    if not is_mobile(address):
        raise RuleBroken(f"“{address}” là số máy cố định; kênh này cần số di động, ví dụ 0912 345 678.")
    return international(address)


def _chat(address: str) -> str:
    if not _CHAT.fullmatch(address):
        raise RuleBroken(
            f"mã trò chuyện Zalo Bot “{address}” không đúng: chỉ gồm chữ cái không dấu và chữ số. "
            "Mã này có được khi đầu mối nhắn cho Bot; số điện thoại không dùng được."
        )
    return address


def _user(address: str) -> str:
    if not _USER.fullmatch(address):
        raise RuleBroken(f"mã người dùng Zalo OA “{address}” không đúng: chỉ gồm chữ số, lấy từ trang quản trị OA.")
    return address


def _part_of_url(address: str) -> str:
    """What stands for the person in the address of a service that the settings name."""
    if not _PART.fullmatch(address):
        raise RuleBroken(
            f"kênh này cần địa chỉ Apprise đầy đủ dạng tên://…, hoặc mã của người nhận ở dịch vụ đã cấu hình; “{address}” không phải."
        )
    return address


def _phone(number: str) -> str:
    plain = national(number)
    return number if number.startswith(("0", "+", "(")) else plain


_CHECKS = {
    "email": _email,
    "zalobot": _chat,
    "zbs": _mobile,
    "zalooa": _user,
    "esms": _mobile,
    APPRISE: _part_of_url,
}
# The channels on which people can be written to; who has nothing but a telephone is called.
CHANNELS = tuple(_CHECKS)


def _choices() -> str:
    return ", ".join(f"{code} ({CHANNEL_NAMES[code]})" for code in CHANNELS)


_NAMES = {
    **{fold(name): code for code, name in CHANNEL_NAMES.items() if code in CHANNELS},
    **{code: code for code in CHANNELS},
    "e mail": "email",
    "thu": "email",
    "mail": "email",
    "sms": "esms",
    "tin nhan": "esms",
    "zalo zbs": "zbs",
    "zns": "zbs",
    "zalo so dien thoai": "zbs",
    "oa": "zalooa",
    "kenh khac": APPRISE,
}
