"""Registering a report that came on paper, by the document system, or as a file that somebody brought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from config.receiving import received_on, registered_on
from database.queries.duties import duties_named
from database.queries.events import last_event
from database.queries.submissions import last_submission
from database.queries.units import units_of
from documents.sniffing import MAX_FILE_BYTES
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.lifecycle import Move
from domain.spelling import nfc
from domain.submissions import SendingWay
from services.case_files import case_file
from services.submissions import Handed, submit
from services.turns import Deed, Turn, take_turn
from services.wording import NO_FILE, SENDING_WAYS, STAGES
from web.desks import Desk
from web.pages.report_files import check_owed
from web.pages.review import DONE_BEFORE, clean_text, number_sent
from web.permits import Reviewing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

router = APIRouter(prefix="/reports/register")
WAYS = {way: SENDING_WAYS[way] for way in (SendingWay.PAPER, SendingWay.DOCUMENT_SYSTEM, SendingWay.FILE)}
Typed = Annotated[str, Form(max_length=200)]

WHICH_WAY = "Hãy chọn báo cáo đến bằng cách nào."
TOO_LARGE = "Tệp lớn hơn 60 MB nên không nhận được; hãy giảm dung lượng ảnh trong tệp rồi chọn lại."
NEEDS_FILE = "Báo cáo nộp bằng tệp thì phải chọn tệp. Nếu chỉ có bản giấy, hãy chọn cách gửi là văn bản giấy."
NEEDS_NUMBER = "Báo cáo không kèm tệp thì phải ghi số văn bản, ví dụ 123-BC/HU."
MOVED = "Trong khi trang này mở, đã có thay đổi nên chưa ghi nhận gì: {}. Hãy xem lại rồi bấm lần nữa."


@router.get("")
def choose(desk: Reviewing, q: str = "", obligation: int = 0) -> HTMLResponse:
    if obligation:
        return _form(desk, obligation, {})
    text = nfc(q.replace("\0", " ")).strip()
    with desk.read() as session:
        found = duties_named(session, desk.campaign.id, text)
    return desk.page("reports/register.html", text=text, duties=found, plan=desk.campaign.plan)


@router.post("")
def register(
    desk: Reviewing,
    *,
    obligation: Typed = "",
    seen: Typed = "",
    day: Typed = "",
    number: Typed = "",
    way: Typed = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    obligation_id = number_sent(obligation)
    typed = {"day": day, "number": number, "way": way}
    try:
        received_at = received_on(clean_text(day), desk.campaign, desk.now)
        handed = _handed(desk, obligation_id, typed, file, received_at=received_at)
        turn, receipt = _registered(desk, obligation_id, handed, received_at=received_at, seen=number_sent(seen))
    except RuleBroken as refused:
        return _form(desk, obligation_id, typed, error=str(refused), status=409)
    if turn is Turn.TAKEN:
        return _form(desk, obligation_id, typed, error=MOVED.format(_stage(desk, obligation_id)), status=409)
    done = f"Đã ghi nhận, phiếu tiếp nhận số {receipt}."
    return desk.back(f"/reports/{obligation_id}", done if turn is Turn.FREE else f"{DONE_BEFORE} {done}")


def _handed(
    desk: Desk, obligation_id: int, typed: Mapping[str, str], file: UploadFile | None, *, received_at: datetime
) -> Handed:
    """What was handed in, read before the transaction: an older file takes seconds."""
    if typed["way"] not in set(WAYS):
        raise RuleBroken(WHICH_WAY)
    way, number = SendingWay(typed["way"]), clean_text(typed["number"])
    handed = Handed(note=NO_FILE.get(way, ""))
    if file is not None and file.filename:
        handed = _read(desk, obligation_id, file, received_at=received_at)
    elif not way.may_lack_file:
        raise RuleBroken(NEEDS_FILE)
    elif not number:
        raise RuleBroken(NEEDS_NUMBER)
    return replace(handed, document_number=number, sending_way=way, by=desk.by)


def _read(desk: Desk, obligation_id: int, file: UploadFile, *, received_at: datetime) -> Handed:
    content = file.file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise RuleBroken(TOO_LARGE)
    with desk.read() as session:
        owed = check_owed(session, desk, obligation_id)
        units = units_of(session, desk.campaign.id)
    return desk.place.reader.hand(
        content,
        name=clean_text(file.filename or "")[-200:],
        plan=desk.campaign.plan,
        unit=next(unit for unit in units if unit.code == owed.unit),
        duty=desk.campaign.plan.duty(owed.duty),
        units=units,
        received=desk.campaign.local_day(received_at),
    )


def _registered(
    desk: Desk, obligation_id: int, handed: Handed, *, received_at: datetime, seen: int
) -> tuple[Turn, str]:
    """Whether it could be, and the number of the receipt; that of the earlier press where it was the same."""
    now = registered_on(received_at, desk.campaign, desk.now)
    with desk.begin() as session:
        check_owed(session, desk, obligation_id)
        turn = take_turn(session, desk.campaign, obligation_id, Deed(Move.SUBMIT, desk.by), seen=seen)
        if turn is Turn.FREE:
            row = submit(session, desk.campaign, obligation_id, handed, received_at=received_at, now=now)
            about = f"report:{obligation_id}"
            desk.record(session, Action.REPORT_REGISTERED, about=about, receipt=row.receipt_number, file=row.file_name)
            return turn, row.receipt_number
        last = last_submission(session, obligation_id)
        is_same = last is not None and (last.sha256, last.document_number) == (handed.sha256, handed.document_number)
        if turn is Turn.DONE and last is not None and is_same:
            return turn, last.receipt_number
        return Turn.TAKEN, ""


def _stage(desk: Desk, obligation_id: int) -> str:
    with desk.read() as session:
        return STAGES[case_file(session, desk.campaign, obligation_id, as_of=desk.now).stage]


def _form(
    desk: Desk, obligation_id: int, typed: Mapping[str, str], *, error: str = "", status: int = 200
) -> HTMLResponse:
    with desk.read() as session:
        check_owed(session, desk, obligation_id)
        case = case_file(session, desk.campaign, obligation_id, as_of=desk.now)
        seen = last_event(session, obligation_id)
    return desk.page(
        "reports/register_one.html",
        status=status,
        obligation_id=obligation_id,
        case=case,
        seen=seen,
        typed={"day": desk.campaign.local_day(desk.now).isoformat(), "number": "", "way": "paper", **typed},
        today=desk.campaign.local_day(desk.now),
        ways=WAYS,
        stages=STAGES,
        error=error,
    )
