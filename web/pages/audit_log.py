"""The audit log, searched, and its chain checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from database.queries.audit_log import find_entries
from domain.audit_log import Action
from domain.spelling import nfc
from services.audit_log import verify
from services.list_files import Column, list_file
from services.wording_of_actions import ACTIONS
from services.wording_of_roles import ROLES
from web.answers import XLSX, file_answer
from web.desks import Desk
from web.permits import Administering
from web.rendering import moment_text

if TYPE_CHECKING:
    from domain.audit_log import Break

router = APIRouter(prefix="/admin/audit-log")
PER_PAGE = 50
MOST = 20_000  # rows of an export
COLUMNS = (
    Column("Mục", 8),
    Column("Thời điểm", 18),
    Column("Người làm", 26),
    Column("Vai trò", 18),
    Column("Việc", 34),
    Column("Về", 26),
    Column("Chi tiết", 60),
)


@router.get("")
def show(desk: Administering, q: str = "", action: str = "", page: int = 1) -> HTMLResponse:
    return _page(desk, words=q, action=action, at_page=max(1, page))


@router.get("/check")
def check(desk: Administering) -> HTMLResponse:
    with desk.read() as session:
        return _page(desk, verified=verify(session))


@router.get(".xlsx")
def export(desk: Administering, q: str = "", action: str = "") -> Response:
    with desk.begin() as session:
        rows, total = find_entries(session, words=nfc(q.strip()), action=action, limit=MOST)
        desk.record(session, Action.FILE_TAKEN, about="audit-log", rows=len(rows))
    cells: list[list[object]] = [
        [
            row.id,
            moment_text(row.at),
            row.who,
            row.role,
            ACTIONS.get(Action(row.action), row.action) if row.action in set(Action) else row.action,
            row.about,
            row.detail,
        ]
        for row in rows
    ]
    return file_answer(_file(desk, total, cells), "nhat-ky.xlsx", XLSX)


def _page(
    desk: Desk, *, words: str = "", action: str = "", at_page: int = 1, verified: tuple[int, Break | None] | None = None
) -> HTMLResponse:
    with desk.read() as session:
        rows, total = find_entries(
            session, words=nfc(words.strip()), action=action, limit=PER_PAGE, offset=(at_page - 1) * PER_PAGE
        )
    return desk.page(
        "admin/audit_log.html",
        entries=rows,
        total=total,
        words=words,
        action=action,
        at_page=at_page,
        pages=max(1, -(-total // PER_PAGE)),
        actions=ACTIONS,
        roles=ROLES,
        verified=verified,
    )


def _file(desk: Desk, total: int, cells: list[list[object]]) -> bytes:
    notes = [f"In lúc {moment_text(desk.now)}; {len(cells)} trong {total} mục, mới nhất trước."]
    return list_file("Nhật ký hệ thống", notes, COLUMNS, cells)
