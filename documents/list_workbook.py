"""Any list of a page as an Excel file: what the page shows, row by row, with what it was filtered by above."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from documents.workbooks import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Column(NamedTuple):
    """A heading and its width in characters; some 165 in all fill a page turned sideways."""

    heading: str
    width: int


def write_list(title: str, notes: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """`notes` say what the list was filtered by and of which moment it is. Days and numbers go in as what they are."""
    book = Book(title)
    sheet = book.sheet("Danh sách", columns, caption=" ".join(notes))
    for row in rows:
        sheet.append(row)
    sheet.filter()
    return book.to_bytes()
