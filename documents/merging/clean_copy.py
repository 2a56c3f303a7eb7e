"""The clean copy of a draft: the same file without its comments, as if none had ever been written."""

from __future__ import annotations

import re
import shutil
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from documents.merging.package_writing import entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 20
_END_OF_PARAGRAPH = b"</w:p>"
_MARKS = re.compile(
    rb"<w:commentRange(?:Start|End)\b[^>]*/>"
    rb"|<w:r\b[^>]*>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference\b[^>]*/></w:r>"
)
# Word keeps comments, and what it knows of their authors and answers, in parts of their own.
_COMMENTS = re.compile(r"word/(?:comments\w*|people)\.xml")
_POINTERS = re.compile(rb"<(?:Relationship|Override)\b[^>]*\"/?(?:word/)?(?:comments\w*|people)\.xml\"[^>]*/>")
_WITH_MARKS = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_WITH_POINTERS = re.compile(r"\[Content_Types\]\.xml|word/_rels/document\.xml\.rels")


def clean_copy(source: Path, target: Path) -> None:
    """Nothing stands at the target until all of it does."""
    unfinished = target.with_name(f"{target.name}.part")
    with ZipFile(source) as archive, ZipFile(unfinished, "w") as copy:
        for entry in archive.infolist():
            if not _COMMENTS.fullmatch(entry.filename):
                new = entry_of(entry.filename)
                new.file_size = entry.file_size  # about: it tells how large a file has to be possible
                with archive.open(entry) as given, copy.open(new, "w") as taken:
                    _copy(entry.filename, given, taken)
    unfinished.replace(target)


def _copy(name: str, given: IO[bytes], taken: IO[bytes]) -> None:
    if _WITH_POINTERS.fullmatch(name):
        taken.write(_POINTERS.sub(b"", given.read()))
    elif _WITH_MARKS.fullmatch(name):
        taken.writelines(_MARKS.sub(b"", piece) for piece in _whole_paragraphs(given))
    else:
        shutil.copyfileobj(given, taken, _CHUNK)


def _whole_paragraphs(given: IO[bytes]) -> Iterator[bytes]:
    """Some at a time: a mark never goes over the end of a paragraph."""
    rest = b""
    while chunk := given.read(_CHUNK):
        head, end, rest = (rest + chunk).rpartition(_END_OF_PARAGRAPH)
        yield head + end
    yield rest
