"""What the writer of a mail wrote: the text of the mail without the letter that it answers."""

from __future__ import annotations

import re
from email.errors import MessageError
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING

from domain.spelling import nfc

if TYPE_CHECKING:
    from email.message import Message

MOST_PARTS = 50
LONGEST_SOURCE = 200_000  # bytes of a text that anybody looks at
LONGEST_WORDS = 2_000  # letters that are kept
_GUESSES = ("utf-8", "cp1258", "latin-1")
# Where the earlier letter begins, as Gmail, Outlook, Zimbra and Apple announce it in Vietnamese and in English.
_EARLIER = re.compile(
    r"\s*(?:>|-{2,}\s*(?:original|forwarded|thư gốc|tin nhắn gốc|thư chuyển)|_{10,}|(?:on|vào)\b.*(?:wrote|viết)\s*:"
    r"|(?:from|từ|người gửi)\s*:\s)",
    re.IGNORECASE,
)


def own_words(message: Message) -> str:
    """Plain text, line by line; empty where there is none. Never raises for what a mail may contain."""
    parts = [part for part in islice(message.walk(), MOST_PARTS) if _is_text(part)]
    for wanted in ("text/plain", "text/html"):
        found = next((part for part in parts if part.get_content_type() == wanted), None)
        words = _before_the_earlier(_text(found)) if found is not None else ""
        if words:
            return words
    return ""


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"


def _text(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError):
        return ""
    if not isinstance(content, bytes):
        return ""
    text = _decoded(content[:LONGEST_SOURCE], str(part.get_param("charset", "") or ""))
    return _without_marks(text) if part.get_content_type() == "text/html" else text


def _decoded(content: bytes, charset: str) -> str:
    for encoding in (charset, *_GUESSES):
        try:
            return content.decode(encoding or "ascii")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return ""


def _before_the_earlier(text: str) -> str:
    kept: list[str] = []
    for line in nfc(text).splitlines():
        if _EARLIER.match(line):
            break
        kept.append(line.strip())
    return "\n".join(kept).strip()[:LONGEST_WORDS]


def _without_marks(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.pieces)


class _Words(HTMLParser):
    """The text of a page, a line for each block; what is quoted begins like a quotation in plain text."""

    _UNREAD = frozenset({"style", "script", "head", "title"})
    _BLOCKS = frozenset({"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the signature
        if tag == "blockquote":
            self.pieces.append("\n> ")
        elif tag in self._BLOCKS:
            self.pieces.append("\n")
        self._unread += tag in self._UNREAD

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in self._UNREAD))
        if tag in self._BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(" ".join(data.split()) + " ")
