"""One report on one page: read, accepted, returned, withdrawn, and its headings put where they belong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.outline_checks import corrections_of, last_check
from database.queries.submissions import last_submission
from database.queries.units import units_of
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.lifecycle import Move
from domain.spelling import nfc
from services.outline_checks import correct_match
from services.reviews import accept, return_submission, told, withdraw
from services.turns import Deed, Turn, take_turn
from services.wording import FATES, MOVES, NAMED_DAYS, SECTION_STATES, SENDING_WAYS, STAGES, check_line, standing_text
from web.desks import Desk
from web.pages.report_files import check_owed
from web.permits import Reviewing, Watching
from web.rendering import moment_text
from web.reviewed import Typed, readable, reviewed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

router = APIRouter(prefix="/reports/{obligation_id:int}")
NONE = "none"
LONGEST = 4_000
_NUMBER = re.compile(r"[0-9]{1,9}")
Text = Annotated[str, Form(max_length=LONGEST)]
Seen = Annotated[str, Form(max_length=20)]

DONE_BEFORE = "Đã ghi nhận từ lần bấm trước; không làm lại."
NO_REASON = "Hãy ghi lý do trả lại: chung cho cả bài, hoặc riêng cho từng mục đã chọn."
WHY_WITHDRAWN = "Hãy ghi lý do rút bản nộp; bản nộp vẫn được lưu."
WHY_MATCHED = "Hãy ghi lý do sửa, ví dụ “đơn vị viết gộp hai mục”."
NO_FILE = "Báo cáo này không kèm tệp nên không có đề mục nào để sửa."
CHECKED_ANEW = "Trong khi trang này mở, người khác đã sửa đề mục của báo cáo. Hãy xem lại bảng đối chiếu rồi sửa tiếp."
WORDING = {
    "stages": STAGES,
    "fates": FATES,
    "moves": MOVES,
    "named_days": NAMED_DAYS,
    "section_states": SECTION_STATES,
    "ways": SENDING_WAYS,
    "check_line": check_line,
    "standing_text": standing_text,
}


@router.get("")
def show(desk: Watching, obligation_id: int, version: int = 0, fix: int = 0) -> HTMLResponse:
    return _page(desk, obligation_id, Typed("match" if fix else "", values={"heading": str(fix)}), number=version)


@router.post("/accept")
def take(desk: Reviewing, obligation_id: int, *, seen: Seen = "", reason: Text = "") -> Response:
    note = clean_text(reason)

    def act(session: Session) -> None:
        accept(session, desk.campaign, obligation_id, by=desk.by, reason=note, now=desk.now)
        desk.record(session, Action.REPORT_ACCEPTED, about=f"report:{obligation_id}", note=note)

    deed = Deed(Move.ACCEPT, desk.by, note)
    return _move(desk, obligation_id, deed, act, seen=seen, typed=Typed("accept", values={"reason": reason}))


@router.post("/withdraw")
def take_off(desk: Reviewing, obligation_id: int, *, seen: Seen = "", reason: Text = "") -> Response:
    why, typed = clean_text(reason), Typed("withdraw", values={"reason": reason})

    def act(session: Session) -> None:
        if not why:
            raise RuleBroken(WHY_WITHDRAWN)
        withdraw(session, desk.campaign, obligation_id, reason=why, by=desk.by, now=desk.now)
        desk.record(session, Action.REPORT_WITHDRAWN, about=f"report:{obligation_id}", why=why)

    return _move(desk, obligation_id, Deed(Move.WITHDRAW, desk.by, why), act, seen=seen, typed=typed)


async def _sections(request: Request) -> dict[str, str]:
    """The sections that were ticked, each with its own reason."""
    form = await request.form()
    ticked = [one for one in form.getlist("section") if isinstance(one, str)]
    reasons = {name: value for name, value in form.items() if isinstance(value, str)}
    return {one: reasons.get(f"reason-{one}", "")[:LONGEST] for one in ticked}


Sections = Annotated[dict[str, str], Depends(_sections)]


@router.post("/return")
def give_back(
    desk: Reviewing, obligation_id: int, sections: Sections, *, seen: Seen = "", reason: Text = "", new_day: Seen = ""
) -> Response:
    why = clean_text(reason)
    named = {nfc(section).strip(): clean_text(text) for section, text in sections.items()}
    typed = Typed("return", values={"reason": reason, "new_day": new_day}, sections=sections)

    def act(session: Session) -> None:
        if not why and not any(named.values()):
            raise RuleBroken(NO_REASON)
        return_submission(
            session,
            desk.campaign,
            obligation_id,
            reason=why,
            new_day=clock.day_of(new_day),
            sections=named,
            by=desk.by,
            now=desk.now,
        )
        desk.record(
            session, Action.REPORT_RETURNED, about=f"report:{obligation_id}", why=told(why, named), by_day=new_day
        )

    return _move(desk, obligation_id, Deed(Move.RETURN, desk.by, told(why, named)), act, seen=seen, typed=typed)


@router.post("/match")
def match(
    desk: Reviewing,
    obligation_id: int,
    *,
    checked: Seen = "",
    heading: Seen = "",
    section: Seen = "",
    reason: Text = "",
) -> Response:
    typed = {"heading": heading, "section": section, "reason": reason}
    try:
        sentence = _correct(desk, obligation_id, typed, checked=checked)
    except RuleBroken as refused:
        return _page(desk, obligation_id, Typed("match", str(refused), typed), status=409)
    return desk.back(f"/reports/{obligation_id}", sentence)


def _correct(desk: Desk, obligation_id: int, typed: dict[str, str], *, checked: str) -> str:
    """Reading the file takes a while, so it is done before the transaction; nobody may correct the same meanwhile."""
    position, why = number_sent(typed["heading"]), clean_text(typed["reason"])
    section = _leaf(desk, typed["section"])
    if not why:
        raise RuleBroken(WHY_MATCHED)
    with desk.read() as session:
        owed = check_owed(session, desk, obligation_id)
        row = last_submission(session, obligation_id)
        if row is None or not row.sha256:
            raise RuleBroken(NO_FILE)
        corrections = corrections_of(session, row.id)
        is_known = position in corrections and corrections[position] == section
        units = units_of(session, desk.campaign.id)
        if last_check(session, row.id) != number_sent(checked):
            if is_known:
                return DONE_BEFORE
            raise RuleBroken(CHECKED_ANEW)
    check = desk.place.reader.check(
        row.sha256,
        name=row.file_name,
        plan=desk.campaign.plan,
        unit=next(unit for unit in units if unit.code == owed.unit),
        duty=desk.campaign.plan.duty(owed.duty),
        corrections={**corrections, position: section},
        units=units,
        received=desk.campaign.local_day(row.received_at),
    )
    if not check.has_heading(position, of=section):
        raise RuleBroken("Ở chỗ đó của tệp không có đề mục nào để xếp; hãy chọn một đề mục trong danh sách.")
    with desk.begin() as session:
        if last_check(session, row.id) != number_sent(checked):
            raise RuleBroken(CHECKED_ANEW)
        correct_match(
            session,
            row.id,
            position=position,
            section=section,
            check=check,
            by=desk.by,
            reason=why,
            now=desk.now,
        )
        about = f"report:{obligation_id}"
        desk.record(session, Action.MATCH_CORRECTED, about=about, heading=position, section=section or NONE, why=why)
    return f"Đã ghi nhận: đề mục ở đoạn {position} {f'thuộc mục {section}' if section else 'không thuộc mục nào'}."


def _move(
    desk: Desk, obligation_id: int, deed: Deed, act: Callable[[Session], None], *, seen: str, typed: Typed
) -> Response:
    """Do it unless somebody was quicker: then nothing is done, and the page says who did what."""
    known = number_sent(seen)
    try:
        with desk.begin() as session:
            check_owed(session, desk, obligation_id)
            turn = take_turn(session, desk.campaign, obligation_id, deed, seen=known)
            if turn is Turn.FREE:
                act(session)
    except RuleBroken as refused:
        again = Typed(typed.form, str(refused), typed.values, typed.sections)
        return _page(desk, obligation_id, again, status=409)
    if turn is Turn.TAKEN:
        return _page(desk, obligation_id, typed, status=409, seen=known)
    return desk.back(f"/reports/{obligation_id}", DONE_BEFORE if turn is Turn.DONE else _sentence(desk, deed))


def _sentence(desk: Desk, deed: Deed) -> str:
    letter = " Thư báo cho đơn vị đang chờ trong hộp thư đi." if deed.move is Move.RETURN else ""
    return f"Đã ghi nhận: {MOVES[deed.move]}, lúc {moment_text(desk.now)}.{letter}"


def _page(
    desk: Desk, obligation_id: int, typed: Typed, *, number: int = 0, status: int = 200, seen: int | None = None
) -> HTMLResponse:
    with desk.read() as session:
        found = reviewed(session, desk, obligation_id, number=number, seen=seen)
    return desk.page(
        "reports/review.html",
        status=status,
        obligation_id=obligation_id,
        found=found,
        case=found.case,
        version=found.version,
        pages=readable(desk, found.version),
        typed=typed,
        leaves=desk.campaign.plan.outline.leaves(),
        no_section=NONE,
        **WORDING,
    )


def _leaf(desk: Desk, text: str) -> str | None:
    """The section meant; None for none of them."""
    wanted = nfc(text).strip()
    if wanted == NONE:
        return None
    if wanted not in [leaf.id for leaf in desk.campaign.plan.outline.leaves()]:
        raise RuleBroken("Hãy chọn mục của đề cương mà đề mục đó thuộc về.")
    return wanted


def clean_text(text: str) -> str:
    """As it is kept: one spelling of each letter, and no sign that a database refuses."""
    return nfc(text.replace("\0", " ")).strip()


def number_sent(text: str) -> int:
    """0 for whatever is no number that we wrote."""
    return int(text) if _NUMBER.fullmatch(text) else 0
