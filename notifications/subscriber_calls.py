"""Calls to the servers of subscribers: one attempt each, signed, and what came of it in a word and a sentence."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from domain.changes import signature
from domain.subscriptions import is_nobodys
from notifications.channels.http_session import Answered, HttpSession

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 10.0  # a receiver keeps the call and answers; what follows from it is done later
GONE = 410
_SIGNATURE, _EVENT, _KIND = "Dondoc-Signature", "Dondoc-Event-Id", "Dondoc-Event"
_OK = range(200, 300)
_REDIRECT = range(300, 400)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told to whom."""

    url: str
    secret: str
    key: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a call. `code` is the HTTP status or the kind of fault, `note` says it to staff.

    `wants_no_more` is an answer 410: the server asks not to be told of this again.
    """

    code: str
    note: str
    has_arrived: bool = False
    wants_no_more: bool = False


def call_subscriber(session: HttpSession, letter: Letter, *, now: datetime) -> Heard:
    """One attempt. Redirects are not followed: the body is meant for the address that staff entered."""
    if leads_nowhere(letter.url):
        return Heard("address", "Tên của máy nhận dẫn đến địa chỉ không thuộc về máy nào; hãy kiểm tra tên ấy.")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "dondoc",
        _EVENT: letter.key,
        _KIND: letter.kind,
        _SIGNATURE: signature(letter.body, secret=letter.secret, at=now),
    }
    answer = session.post(letter.url, body=letter.body, headers=headers)
    return _heard(answer) if isinstance(answer, Answered) else Heard(answer.code, answer.detail)


def leads_nowhere(url: str) -> bool:
    """Whether the name now stands for an address that no subscriber has, whatever it stood for when it was entered."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False  # whoever calls it finds that out, and says so
    return any(is_nobodys(str(address[0]).partition("%")[0]) for *_, address in found)


def _heard(answer: Answered) -> Heard:
    code = str(answer.status)
    if answer.status in _OK:
        return Heard(code, "", has_arrived=True)
    if answer.status == GONE:
        return Heard(code, "Máy nhận báo không nhận nữa (HTTP 410); hãy ngừng đăng ký này.", wants_no_more=True)
    if answer.status in _REDIRECT:
        return Heard(code, f"Máy nhận chuyển sang địa chỉ khác (HTTP {code}); hãy đăng ký đúng địa chỉ cuối cùng.")
    return Heard(code, f"Máy nhận không nhận lời gọi (HTTP {code}); hãy xem nhật ký của máy nhận.")
