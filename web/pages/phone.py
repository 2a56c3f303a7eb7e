"""The phone list: whom to call and why, what to say, who has whom in hand, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.calls import call_rows
from database.queries.unit_links import duties_of
from database.queries.units import unit_names
from documents.phone_list import write_phone_pages, write_phone_workbook
from domain.audit_log import Action
from domain.calls import CALL_NAMES, CallResult
from domain.errors import RuleBroken
from services import calls
from services.phone_files import phone_file
from services.phone_list import Desk as PhoneDesk
from services.phone_list import phone_list
from services.phone_numbers import number_meant
from services.phone_wording import call_text
from services.standings import obligations_at
from web.answers import DOCX, XLSX, file_answer
from web.desks import Desk
from web.list_answers import Column, list_answer
from web.permits import Reminding, Watching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from database.models import CallRow
    from services.phone_list import PhoneLine

router = APIRouter(prefix="/phone")
PER_PAGE = 50
MOST_CALLS = 500
LOG_COLUMNS = (
    Column("Lúc", 17),
    Column("Mã đơn vị", 11),
    Column("Đơn vị", 36),
    Column("Kết quả", 24),
    Column("Ngày hẹn", 12),
    Column("Nhận gọi đến", 17),
    Column("Số", 16),
    Column("Người gọi", 26),
    Column("Ghi chú", 50),
)
RESULTS = {one: name for one, name in CALL_NAMES.items() if one.is_call}


@router.get("")
def show(desk: Watching, page: str = "1", tier: str = "") -> HTMLResponse:
    return _page(desk, page=page, tier=tier)


@router.get(".xlsx")
def workbook(desk: Watching) -> Response:
    return file_answer(_file(desk, "xlsx"), "danh-sach-goi.xlsx", XLSX)


@router.get(".docx")
def pages(desk: Watching) -> Response:
    return file_answer(_file(desk, "docx"), "danh-sach-goi.docx", DOCX)


@router.get("/log")
def log(desk: Watching) -> HTMLResponse:
    with desk.read() as session:
        rows = [row for row in call_rows(session, desk.campaign.id) if row.at <= desk.as_of][-MOST_CALLS:]
        names = unit_names(session, desk.campaign.id, {row.unit for row in rows})
    return desk.page("phone/log.html", rows=rows[::-1], names=names, results=CALL_NAMES)


@router.get("/log.xlsx")
def log_file(desk: Watching) -> Response:
    with desk.read() as session:
        rows = [row for row in call_rows(session, desk.campaign.id) if row.at <= desk.as_of][::-1]
        names = unit_names(session, desk.campaign.id, {row.unit for row in rows})
    cells = [_log_row(row, names.get(row.unit, row.unit)) for row in rows]
    return list_answer(
        desk, LOG_COLUMNS, cells, title="Sổ cuộc gọi", name="so-cuoc-goi.xlsx", about="calls", as_of=desk.as_of
    )


@router.post("/{unit}/take")
def take(desk: Reminding, unit: str) -> Response:
    def deed(session: Session) -> None:
        calls.take(session, desk.campaign, unit, who=desk.by, now=desk.now)
        desk.record(session, Action.CALL_TAKEN, about=f"unit:{unit}")

    return _do(desk, unit, deed, "Đã nhận gọi; trong lúc đó người khác không gọi đơn vị này.")


@router.post("/{unit}/want")
def want(desk: Reminding, unit: str, note: Annotated[str, Form(max_length=500)] = "") -> Response:
    def deed(session: Session) -> None:
        calls.put_on_list(session, desk.campaign, unit, who=desk.by, now=desk.now, note=note.strip())
        desk.record(session, Action.CALL_WANTED, about=f"unit:{unit}", note=note.strip())

    return _do(desk, unit, deed, "Đã đưa đơn vị vào danh sách gọi.")


@router.post("/{unit}/record")
def record(  # noqa: PLR0917 -- the fields of the form
    desk: Reminding,
    unit: str,
    result: Annotated[str, Form(max_length=20)] = "",
    day: Annotated[str, Form(max_length=20)] = "",
    number: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=500)] = "",
    duty: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    def deed(session: Session) -> None:
        found = _result(result)
        promised = clock.day_of(day) if day.strip() else None
        numbers = PhoneDesk(session, desk.campaign, as_of=desk.now).numbers(unit)
        owed = _owed(session, desk, unit, duty) if promised else None
        dialled = number_meant(numbers, number=number.strip())
        made = calls.Made(unit, found, *dialled, day=promised, note=note.strip(), obligation_id=owed)
        calls.record_call(session, desk.campaign, made, who=desk.by, now=desk.now)
        desk.record(session, Action.CALL_RECORDED, about=f"unit:{unit}", result=found, day=promised, note=note.strip())

    typed = {"unit": unit, "result": result, "day": day, "number": number, "note": note}
    return _do(desk, unit, deed, "Đã ghi kết quả cuộc gọi.", typed=typed)


def _do(
    desk: Desk, unit: str, deed: Callable[[Session], None], done: str, *, typed: Mapping[str, str] | None = None
) -> Response:
    try:
        with desk.begin() as session:
            _check_known(session, desk, unit)
            deed(session)
    except RuleBroken as refused:
        return _page(desk, error=str(refused), typed=typed, status=409)
    return desk.back("/phone", done)


def _check_known(session: Session, desk: Desk, unit: str) -> None:
    if not unit_names(session, desk.campaign.id, [unit]):
        raise RuleBroken(f"Đợt này không có đơn vị nào mang mã “{unit}”.")


def _result(text: str) -> CallResult:
    if text not in set(RESULTS):
        raise RuleBroken("Hãy chọn kết quả cuộc gọi.")
    return CallResult(text)


def _owed(session: Session, desk: Desk, unit: str, duty: str) -> int:
    """The duty that the promise is about: the one named, or the only one that is still owed."""
    found = obligations_at(session, desk.campaign, as_of=desk.now, only=duties_of(session, desk.campaign.id, unit))
    owed = [one.id for one in found if one.standing.state.is_owed and duty in ("", one.duty.id)]
    if len(owed) != 1:
        raise RuleBroken("Chưa rõ đơn vị hẹn ngày nộp báo cáo nào; hãy ghi ngày hẹn ở trang của đơn vị.")
    return owed[0]


def _lines(session: Session, desk: Desk) -> list[PhoneLine]:
    return phone_list(session, desk.campaign, as_of=desk.as_of, caller=desk.by, intake=desk.place.intake_address)


def _file(desk: Desk, kind: str) -> bytes:
    """Without those whom somebody else has in hand, so that nobody is called twice."""
    with desk.begin() as session:
        free = [line for line in _lines(session, desk) if line.taken_by in ("", desk.by)]
        found = phone_file(session, desk.campaign, free, as_of=desk.as_of)
        desk.record(session, Action.FILE_TAKEN, about="phone", rows=len(free), kind=kind)
    return write_phone_workbook(found) if kind == "xlsx" else write_phone_pages(found)


def _page(
    desk: Desk,
    *,
    page: str = "1",
    tier: str = "",
    error: str = "",
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    with desk.read() as session:
        lines = [one for one in _lines(session, desk) if tier in ("", one.tier)]
    number = int(page) if page.isdecimal() and len(page) < 7 else 1  # noqa: PLR2004 -- no list has a million pages
    count = max(1, -(-len(lines) // PER_PAGE))
    number = min(max(1, number), count)
    return desk.page(
        "phone/list.html",
        status=status,
        total=len(lines),
        lines=lines[(number - 1) * PER_PAGE : number * PER_PAGE],
        number_shown=number,
        pages=count,
        tier=tier,
        tiers=desk.campaign.plan.tiers,
        results=RESULTS,
        call_text=call_text,
        error=error,
        typed={"unit": "", "result": "", "day": "", "number": "", "note": "", **(typed or {})},
    )


def _log_row(row: CallRow, name: str) -> list[object]:
    result = CALL_NAMES[CallResult(row.result)]
    return [row.at, row.unit, name, result, row.day, row.until, row.number, row.who, row.note]
