"""Header lines as text: decoded, composed, on one line, whatever the program that wrote them thought of the rules."""

from __future__ import annotations

import unicodedata
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

from domain.spelling import nfc

if TYPE_CHECKING:
    from email.message import Message

LONGEST = 2_000  # letters of a header that anybody reads
MOST_LINES = 50  # of one header
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_GUESSES = ("utf-8", "cp1258", "latin-1")


def one_text(message: Message, name: str) -> str:
    return next(iter(all_texts(message, name)), "")


def all_texts(message: Message, name: str) -> list[str]:
    """Every header line of this name. The raw text is decoded here: the parsed form of the library can fail when asked."""
    wanted = name.lower()
    raw = [value for key, value in message.raw_items() if key.lower() == wanted]
    return [clean(decoded(str(value))) for value in raw[:MOST_LINES]]


def decoded(text: str) -> str:
    """Encoded words (RFC 2047) as letters; and bytes that were sent as they are, in the likeliest encoding."""
    unwrapped = with_letters(text.replace("\r", "").replace("\n", ""))
    if "=?" not in unwrapped:
        return unwrapped
    try:
        return str(make_header(decode_header(unwrapped)))
    except (MessageError, ValueError, LookupError, AssertionError):
        return unwrapped


def with_letters(text: str) -> str:
    """Python hides bytes beyond ASCII in lone surrogates; they become letters again."""
    if text.isascii():
        return text
    try:
        raw = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text
    for encoding in _GUESSES:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return text


def clean(text: str) -> str:
    """Composed letters on one line, without anything that cannot be seen."""
    visible = "".join(" " if unicodedata.category(letter) in _UNSEEN else letter for letter in nfc(text[:LONGEST]))
    return " ".join(visible.split())
