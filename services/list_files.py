"""Lists of pages as files, for those who work on in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.list_workbook import Column, write_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Column", "list_file"]


def list_file(title: str, notes: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """An .xlsx with the rows as a page shows them."""
    return write_list(title, notes, columns, rows)
