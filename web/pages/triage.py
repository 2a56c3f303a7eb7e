"""Mails that wait for a person: whose report each of them brought, or that it brought none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, Response

from database.models import IntakeRow
from database.queries.duties import duties_named
from database.queries.intakes import bounces, files_of, moves_of
from database.queries.units import unit_names, units_of
from documents.package import UnreadableReport
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.intake import MATCH_NAMES, MOVES, STATE_NAMES, IntakeState, MatchedBy
from domain.spelling import nfc
from notifications.mailbox.reading_mail import read_mail
from services import triage as service
from services.case_files import case_file
from services.submissions import Handed
from services.wording import STAGES
from web.answers import file_answer
from web.desks import Desk
from web.list_answers import Column, list_answer
from web.pages.report_files import BYTES, TYPES, check_owed, kept
from web.pages.review import DONE_BEFORE, clean_text, number_sent
from web.permits import Reviewing, Watching
from web.rendering import moment_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import IntakeFileRow, IntakeMoveRow, SubmissionRow

router = APIRouter(prefix="/triage")
SHOWN_BOUNCES = timedelta(days=30)
MAIL = "message/rfc822"
COLUMNS = (
    Column("Số", 7),
    Column("Đến lúc", 17),
    Column("Người gửi", 26),
    Column("Địa chỉ", 28),
    Column("Tiêu đề", 40),
    Column("Tệp", 34),
    Column("Vì sao cần người xem", 40),
    Column("Có thể của", 34),
)
BOUNCE_COLUMNS = (
    Column("Lúc", 17),
    Column("Địa chỉ", 34),
    Column("Mã đơn vị", 11),
    Column("Đơn vị", 36),
    Column("Máy chủ báo", 60),
    Column("Mã lỗi", 12),
)
Typed = Annotated[str, Form(max_length=2_000)]

NO_REASON = "Hãy ghi lý do bỏ qua thư, ví dụ “thư hỏi, đã trả lời qua điện thoại”."
NO_FILE = "Hãy chọn tệp nào trong thư là báo cáo."
SETTLED = "Chưa làm gì: thư này {}, do {} phân loại lúc {}."


@router.get("")
def show(desk: Watching) -> HTMLResponse:
    with desk.read() as session:
        mails = service.waiting_for_triage(session)
        letters = bounces(session, since=desk.as_of - SHOWN_BOUNCES)
        names = unit_names(session, desk.campaign.id, {one.row.unit for one in mails} | {row.unit for row in letters})
    return desk.page("triage/list.html", mails=mails, letters=letters, names=names, matches=_matches())


@router.get(".xlsx")
def export(desk: Watching) -> Response:
    with desk.read() as session:
        mails = service.waiting_for_triage(session)
        names = unit_names(session, desk.campaign.id, {one.row.unit for one in mails})
    rows = [_row(one, names.get(one.row.unit, one.row.unit)) for one in mails]
    title = "Thư đến chờ phân loại"
    return list_answer(desk, COLUMNS, rows, title=title, name="thu-den.xlsx", about="triage", as_of=desk.now)


@router.get("/bounces.xlsx")
def export_bounces(desk: Watching) -> Response:
    with desk.read() as session:
        letters = bounces(session, since=desk.as_of - SHOWN_BOUNCES)
        names = unit_names(session, desk.campaign.id, {row.unit for row in letters})
    rows = [
        [one.arrived_at, one.failed_address, one.unit, names.get(one.unit, one.unit), one.note, one.failed_status]
        for one in letters
    ]
    title = "Thư gửi đi bị trả lại trong 30 ngày"
    return list_answer(
        desk, BOUNCE_COLUMNS, rows, title=title, name="thu-bi-tra-lai.xlsx", about="triage", as_of=desk.now
    )


@router.get("/{intake_id:int}")
def show_one(desk: Watching, intake_id: int, q: str = "", obligation: int = 0) -> HTMLResponse:
    return _page(desk, intake_id, text=nfc(q.replace("\0", " ")).strip(), obligation=obligation)


@router.get("/{intake_id:int}/mail.eml")
def raw(desk: Watching, intake_id: int) -> Response:
    with desk.begin() as session:
        row = _intake(session, intake_id)
        content = kept(desk, row.raw_sha256)
        desk.record(session, Action.FILE_TAKEN, about=f"mail:{row.id}", file="mail.eml")
    return file_answer(content, f"thu-den-{intake_id}.eml", MAIL)


@router.get("/{intake_id:int}/files/{number:int}")
def file(desk: Watching, intake_id: int, number: int) -> Response:
    with desk.begin() as session:
        row = _intake(session, intake_id)
        found = next((one for one in files_of(session, [row.id]).get(row.id, []) if one.number == number), None)
        if found is None:
            raise HTTPException(404)
        content = kept(desk, found.sha256)
        desk.record(session, Action.FILE_TAKEN, about=f"mail:{row.id}", file=found.file_name)
        return file_answer(content, found.file_name, TYPES.get(found.kind, BYTES))


@router.post("/{intake_id:int}/assign")
def assign(desk: Reviewing, intake_id: int, *, obligation: Typed = "", file: Typed = "") -> Response:
    obligation_id = number_sent(obligation)
    with desk.read() as session:
        check_owed(session, desk, obligation_id)
        done = _settled(session, desk, intake_id, IntakeState.ACCEPTED)
    if done:
        return _again(desk, intake_id, done)
    try:
        row = _assign(desk, intake_id, obligation_id, number=number_sent(file))
    except RuleBroken as refused:
        return _page(desk, intake_id, obligation=obligation_id, error=str(refused), status=409)
    return desk.back(f"/reports/{obligation_id}", f"Đã ghi nhận, phiếu tiếp nhận số {row.receipt_number}.")


@router.post("/{intake_id:int}/dismiss")
def dismiss(desk: Reviewing, intake_id: int, *, reason: Typed = "") -> Response:
    why = clean_text(reason)
    with desk.read() as session:
        done = _settled(session, desk, intake_id, IntakeState.DISMISSED)
    if done:
        return _again(desk, intake_id, done)
    if not why:
        return _page(desk, intake_id, error=NO_REASON, status=409)
    try:
        with desk.begin() as session:
            service.dismiss(session, intake_id, why=why, who=desk.by, now=desk.now)
            desk.record(session, Action.MAIL_DISMISSED, about=f"mail:{intake_id}", why=why)
    except RuleBroken as refused:
        return _page(desk, intake_id, error=str(refused), reason=reason, status=409)
    return desk.back("/triage", f"Đã bỏ qua thư đến số {intake_id}; thư vẫn được lưu.")


def _assign(desk: Desk, intake_id: int, obligation_id: int, *, number: int) -> SubmissionRow:
    if not number:
        raise RuleBroken(NO_FILE)
    with desk.read() as session:
        chosen = service.chosen_file(session, intake_id, number=number)
        mail = _intake(session, intake_id)
    handed = replace(_handed(desk, obligation_id, chosen, mail), by=desk.by)
    with desk.begin() as session:
        row = service.assign(session, desk.campaign, intake_id, handed, obligation_id=obligation_id, now=desk.now)
        about = f"report:{obligation_id}"
        desk.record(session, Action.MAIL_ASSIGNED, about=about, mail=intake_id, receipt=row.receipt_number)
        return row


def _handed(desk: Desk, obligation_id: int, chosen: IntakeFileRow, mail: IntakeRow) -> Handed:
    """The file as it was kept. One that does not open is taken on the word of the person who looked at it."""
    content = kept(desk, chosen.sha256)
    with desk.read() as session:
        owed = check_owed(session, desk, obligation_id)
        units = units_of(session, desk.campaign.id)
    try:
        return desk.place.reader.hand(
            content,
            name=chosen.file_name,
            plan=desk.campaign.plan,
            unit=next(unit for unit in units if unit.code == owed.unit),
            duty=desk.campaign.plan.duty(owed.duty),
            units=units,
            received=desk.campaign.local_day(mail.arrived_at),
        )
    except UnreadableReport as unreadable:
        return Handed(file_name=chosen.file_name, size=chosen.size, sha256=chosen.sha256, note=str(unreadable))


def _settled(session: Session, desk: Desk, intake_id: int, wanted: IntakeState) -> str:
    """What was done with the mail while its page was open; empty where it can still be settled so."""
    row = _intake(session, intake_id)
    state = IntakeState(row.state)
    if wanted in MOVES[state]:
        return ""
    last = moves_of(session, row.id)[-1:]
    if last and last[0].who == desk.by and state is wanted:
        return DONE_BEFORE
    return _told(last[0]) if last else f"Thư này {STATE_NAMES[state]}."


def _told(move: IntakeMoveRow) -> str:
    who = move.who or "chương trình"
    return SETTLED.format(STATE_NAMES[IntakeState(move.after)], who, moment_text(move.at))


def _again(desk: Desk, intake_id: int, sentence: str) -> Response:
    if sentence == DONE_BEFORE:
        return desk.back("/triage", sentence)
    return _page(desk, intake_id, error=sentence, status=409)


def _intake(session: Session, intake_id: int) -> IntakeRow:
    row = session.get(IntakeRow, intake_id) if intake_id < 2**31 else None
    if row is None:
        raise HTTPException(404, detail="Không có thư đến này.")
    return row


def _page(
    desk: Desk,
    intake_id: int,
    *,
    text: str = "",
    obligation: int = 0,
    error: str = "",
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    with desk.read() as session:
        row = _intake(session, intake_id)
        files, moves = files_of(session, [row.id]).get(row.id, []), moves_of(session, row.id)
        chosen = _chosen(session, desk, obligation or row.obligation_id or 0)
        duties = duties_named(session, desk.campaign.id, text or ("" if chosen else row.unit))
    return desk.page(
        "triage/mail.html",
        status=status,
        row=row,
        files=files,
        moves=moves,
        words=_words(desk, row),
        chosen=chosen,
        duties=duties,
        text=text,
        plan=desk.campaign.plan,
        possible=MOVES[IntakeState(row.state)],
        states=STATE_NAMES,
        stages=STAGES,
        matches=_matches(),
        error=error,
        reason=reason,
    )


def _chosen(session: Session, desk: Desk, obligation_id: int) -> tuple[int, object] | None:
    """The duty that the mail may be the report of, with its case."""
    if not obligation_id:
        return None
    try:
        check_owed(session, desk, obligation_id)
    except HTTPException:
        return None
    return obligation_id, case_file(session, desk.campaign, obligation_id, as_of=desk.now)


def _words(desk: Desk, row: IntakeRow) -> str:
    """What the sender wrote, without the letter that it answers; empty where the bytes are gone."""
    try:
        return read_mail(desk.place.store.get(row.raw_sha256)).text
    except OSError:
        return ""


def _row(one: service.Waiting, name: str) -> list[object]:
    row, files = one.row, "\n".join(file.file_name for file in one.files)
    return [row.id, row.arrived_at, row.sender_name, row.sender, row.subject, files, row.note, name]


def _matches() -> dict[str, str]:
    return {by.value: MATCH_NAMES[by] for by in MatchedBy}
