"""Vietnamese in header lines, folded so that every mail program puts it together again.

Python 3.11 leaves out a space of a long Vietnamese header where a fold falls between two words, folds a long ASCII id
as if it were prose, and reads an encoded word that is only quoted in a text. The older `email.header` does none of it.
"""

from __future__ import annotations

import re
from email.charset import BASE64, Charset
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.policy import Policy

LINE_LENGTH = 78
TOKEN_HEADERS = ("Message-ID", "In-Reply-To", "References", "X-Dondoc-Key", "X-Dondoc-Message-ID")

# Spelled out, because Apprise changes what "utf-8" alone means for the whole process, and with it the bytes.
_UTF_8 = Charset("utf-8")
_UTF_8.header_encoding = BASE64
_ASCII = Charset("us-ascii")

_PLAIN_TEXT = re.compile(r"(?!.*=\?)[ -~]*")
_TOKEN = re.compile(r"(?!.*=\?)[!-~]{1,900}")  # no line may be longer than 998
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 '_-]*")


class _TextHeader(UnstructuredHeader, BaseHeader):
    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Takes the text as it is: what looks like an encoded word in it was typed by somebody."""
        kwds |= {"decoded": str(value), "parse_tree": None}

    def fold(self, *, policy: Policy) -> str:
        charset = _ASCII if _PLAIN_TEXT.fullmatch(self) else _UTF_8
        return f"{self.name}: {_folded(self, header=self.name, charset=charset)}{policy.linesep}"


class _TokenHeader(_TextHeader):
    """An id, which is one word: folded right after its colon it is legal, but some mail programs find it empty."""

    def fold(self, *, policy: Policy) -> str:
        if not _TOKEN.fullmatch(self):
            return super().fold(policy=policy)
        return f"{self.name}: {self}{policy.linesep}"


class _MailboxHeader(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # the stubs make them strangers
    """One mailbox, with or without a name."""

    def fold(self, *, policy: Policy) -> str:
        (mailbox,) = self.addresses
        if not mailbox.display_name:
            return f"{self.name}: {mailbox.addr_spec}{policy.linesep}"
        charset = _ASCII if _PLAIN_NAME.fullmatch(mailbox.display_name) else _UTF_8
        line = f"{self.name}: {_folded(mailbox.display_name, header=self.name, charset=charset)}"
        address = f" <{mailbox.addr_spec}>"
        fits = len(line.rpartition(policy.linesep)[2]) + len(address) <= LINE_LENGTH
        return f"{line}{'' if fits else policy.linesep}{address}{policy.linesep}"


def _folded(text: str, *, header: str, charset: Charset) -> str:
    return Header(str(text), charset, header_name=header).encode(linesep=SMTP.linesep)


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry(default_class=_TextHeader)
    registry.map_to_type("subject", _TextHeader)
    for name in TOKEN_HEADERS:
        registry.map_to_type(name, _TokenHeader)
    registry.map_to_type("from", _MailboxHeader)
    registry.map_to_type("to", _MailboxHeader)
    return registry


POLICY = SMTP.clone(header_factory=_registry())
