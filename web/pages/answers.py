"""What units wrote back or tapped, and waits for staff: settled by the promised day, or by a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from database.queries.answers import open_answers
from database.queries.unit_links import duties_of
from database.queries.units import unit_names
from domain.answers import ANSWER_NAMES, AnswerKind
from domain.audit_log import Action
from domain.channels import channel_name
from domain.errors import RuleBroken
from services.answers import readable, settle_by_note, settle_by_promise, waiting_answer
from services.standings import obligations_at
from services.strangers import strangers
from web.desks import Desk
from web.ids import Id
from web.list_answers import Column, list_answer
from web.permits import Reminding, Watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

router = APIRouter(prefix="/answers")
MOST_SHOWN = 300
COLUMNS = (
    Column("Lúc", 17),
    Column("Mã đơn vị", 11),
    Column("Đơn vị", 36),
    Column("Kênh", 18),
    Column("Ý chính", 26),
    Column("Ngày hẹn", 12),
    Column("Nguyên văn", 60),
)
UNLINKED = "Người chưa liên kết: {}"
NO_DUTY = "Đơn vị này không còn nhiệm vụ nào phải nộp; hãy xử lý bằng ghi chú."
SEVERAL = "Đơn vị này còn nhiều báo cáo phải nộp; hãy ghi ngày hẹn ở trang của đơn vị, rồi xử lý trả lời bằng ghi chú."


@router.get("")
def show(desk: Watching) -> HTMLResponse:
    return _page(desk)


@router.get(".xlsx")
def export(desk: Watching) -> Response:
    with desk.read() as session:
        rows = [*_answered(session, desk), *_from_strangers(session, desk)]
    return list_answer(
        desk, COLUMNS, rows, title="Trả lời của đơn vị", name="tra-loi.xlsx", about="answers", as_of=desk.as_of
    )


@router.post("/{answer_id:int}/promise")
def promise(desk: Reminding, answer_id: Id) -> Response:
    try:
        with desk.begin() as session:
            unit = waiting_answer(session, desk.campaign, answer_id).unit
            owed = _owed(session, desk, unit)
            row = settle_by_promise(session, desk.campaign, answer_id, obligation_id=owed, who=desk.by, now=desk.now)
            desk.record(session, Action.ANSWER_SETTLED, about=f"answer:{row.id}", unit=row.unit, how=row.settlement)
    except RuleBroken as refused:
        return _page(desk, error=str(refused), status=409)
    return desk.back("/answers", row.settlement)


@router.post("/{answer_id:int}/note")
def note(desk: Reminding, answer_id: Id, note: Annotated[str, Form(max_length=500)] = "") -> Response:
    try:
        with desk.begin() as session:
            row = settle_by_note(session, desk.campaign, answer_id, note=note, who=desk.by, now=desk.now)
            desk.record(session, Action.ANSWER_SETTLED, about=f"answer:{row.id}", unit=row.unit, how=row.settlement)
    except RuleBroken as refused:
        return _page(desk, error=str(refused), status=409)
    return desk.back("/answers", "Đã ghi cách xử lý.")


def _owed(session: Session, desk: Desk, unit: str) -> int:
    """The one duty that the promise can be about."""
    ids = duties_of(session, desk.campaign.id, unit)
    found = obligations_at(session, desk.campaign, as_of=desk.now, only=ids) if ids else []
    owed = [one.id for one in found if one.standing.state.is_owed]
    if len(owed) != 1:
        raise RuleBroken(SEVERAL if owed else NO_DUTY)
    return owed[0]


def _answered(session: Session, desk: Desk) -> Iterator[list[object]]:
    rows = open_answers(session, desk.campaign.id, as_of=desk.as_of)
    names = unit_names(session, desk.campaign.id, {row.unit for row in rows})
    for row in rows:
        meant = ANSWER_NAMES[AnswerKind(row.kind)]
        said = row.text or "(bấm nút)"
        yield [row.at, row.unit, names.get(row.unit, row.unit), channel_name(row.channel), meant, row.day, said]


def _from_strangers(session: Session, desk: Desk) -> Iterator[list[object]]:
    for at, one in strangers(session, as_of=desk.as_of):
        said = readable(one.text)
        yield [at, None, UNLINKED.format(one.address), channel_name(one.channel), None, None, said]


def _page(desk: Desk, *, error: str = "", status: int = 200) -> HTMLResponse:
    with desk.read() as session:
        rows = open_answers(session, desk.campaign.id, as_of=desk.as_of)
        names = unit_names(session, desk.campaign.id, {row.unit for row in rows})
        unknown = [
            (at, one.channel, one.address, readable(one.text)) for at, one in strangers(session, as_of=desk.as_of)
        ]
    return desk.page(
        "answers/list.html",
        status=status,
        total=len(rows),
        rows=rows[:MOST_SHOWN],
        names=names,
        unknown=unknown[:MOST_SHOWN],
        kinds={kind.value: name for kind, name in ANSWER_NAMES.items()},
        promises=AnswerKind.PROMISES.value,
        channel_name=channel_name,
        error=error,
    )
