"""Where each passage came from, said in the draft: as Word comments, as footnotes, or not at all."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from documents.merging.names import DECLARED, value
from documents.merging.pieces import run
from documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AUTHOR, INITIALS = "Đôn đốc", "ĐĐ"
COMMENTS_ID = "rIdComments"
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for kind, number in (("separator", -1), ("continuationSeparator", 0))
)
_SMALL = '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Sources(StrEnum):
    """How the source of a passage is told."""

    COMMENTS = "comments"
    FOOTNOTES = "footnotes"
    NONE = "none"


class PartFile:
    """A part of the package that grows on the disk; `count` is how many entries it has."""

    def __init__(self, path: Path, name: str, begin: str = "") -> None:
        self.path, self._name = path, name
        self._file = path.open("wb")
        self._file.write(_DECLARATION + f"<w:{name}{DECLARED}>{begin}".encode())
        self.count = 0

    def add(self, xml: str) -> None:
        self._file.write(xml.encode("utf-8", "replace"))
        self.count += 1

    def close(self) -> None:
        if not self._file.closed:
            self._file.write(f"</w:{self._name}>".encode())
            self._file.close()


def comment(number: int, text: str) -> str:
    lines = "".join(f"<w:p>{run(line, _SMALL)}</w:p>" for line in _lines(text))
    marks = f'w:id="{number}" w:author="{value(AUTHOR)}" w:initials="{value(INITIALS)}"'
    return f"<w:comment {marks}>{lines}</w:comment>"


def comment_begin(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def comment_end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def footnote(number: int, inner: str, *, mark: str) -> str:
    """`inner` are its paragraphs; `mark` is put at the beginning of the first."""
    if inner.startswith("<w:p>"):
        inner = inner.replace("</w:pPr>", f"</w:pPr>{mark}", 1)
    else:
        inner = f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}</w:p>{inner}'
    return f'<w:footnote w:id="{number}">{inner}</w:footnote>'


def said(text: str) -> str:
    """A source as the text of a footnote."""
    return "".join(f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{run(line)}</w:p>' for line in _lines(text))


def _lines(text: str) -> Iterator[str]:
    yield from printable(text).split("\n")
