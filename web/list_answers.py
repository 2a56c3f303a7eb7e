"""A page's list as an .xlsx to take along, written into the audit log like every file that is taken."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from config.clock import in_viet_nam
from domain.audit_log import Action
from services.list_files import Column, list_file
from web.answers import XLSX, file_answer
from web.rendering import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastapi import Response

    from web.desks import Desk
    from web.unit_desks import UnitDesk

__all__ = ["Column", "list_answer"]


def list_answer(
    desk: Desk | UnitDesk,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    name: str,
    about: str,
    as_of: datetime,
    note: str = "",
) -> Response:
    """The file is made first: nobody who writes to the database waits for it. Moments become local hours."""
    cells = [[in_viet_nam(one) if isinstance(one, datetime) else one for one in row] for row in rows]
    notes = [f"Tính đến {moment_text(as_of)}: {len(cells)} dòng.", *([note] if note else [])]
    content = list_file(title, notes, columns, cells)
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about=about, file=name, rows=len(cells))
    return file_answer(content, name, XLSX)
