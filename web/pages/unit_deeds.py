"""What staff do about a unit on its own page: a later day, a promise, an exemption, its link."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import segno
from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response
from markupsafe import Markup

from config.unit_links import unit_link
from database.queries.intakes import owed_by
from domain.audit_log import Action
from domain.errors import RuleBroken, UsageError
from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from services.exemptions import exempt, reinstate
from services.extensions import extend
from services.promises import promise
from services.unit_links import revoke
from web.desks import Desk
from web.pages.unit_files import find_unit, unit_page_of
from web.permits import KeepingContacts, Reviewing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

router = APIRouter(prefix="/units/{code}")

Typed = Annotated[str, Form(max_length=2_000)]
NO_ADDRESS = "Chưa khai địa chỉ web của hệ thống (DONDOC_WEB_URL) nên chưa có liên kết để đưa cho đơn vị."


@router.post("/extend")
def give_later_day(  # noqa: PLR0917 -- the fields of a form
    desk: Reviewing,
    code: str,
    obligation: Typed = "",
    day: Typed = "",
    approver: Typed = "",
    document_number: Typed = "",
    reason: Typed = "",
) -> Response:
    typed = {"day": day, "approver": approver, "document_number": document_number, "reason": reason}

    def work(session: Session, owed: int) -> None:
        until = _day(day)
        words: dict[str, Any] = {name: _clean(value) for name, value in typed.items() if name != "day"}
        extend(session, desk.campaign, owed, day=until, by=desk.by, now=desk.now, **words)
        desk.record(session, Action.DEADLINE_EXTENDED, about=f"unit:{code}", day=until.isoformat(), **words)

    return _do(desk, code, obligation, work, form="extend", typed=typed, done=f"Đã gia hạn đến hết ngày {day_of(day)}.")


@router.post("/promise")
def note_promise(
    desk: Reviewing, code: str, *, obligation: Typed = "", day: Typed = "", reason: Typed = ""
) -> Response:
    def work(session: Session, owed: int) -> None:
        until = _day(day)
        promise(session, desk.campaign, owed, day=until, made_by=desk.by, now=desk.now, reason=_clean(reason))
        desk.record(session, Action.PROMISE_NOTED, about=f"unit:{code}", day=until.isoformat(), reason=_clean(reason))

    typed = {"day": day, "reason": reason}
    return _do(desk, code, obligation, work, form="promise", typed=typed, done=f"Đã ghi ngày hẹn nộp {day_of(day)}.")


@router.post("/exempt")
def let_off(
    desk: Reviewing, code: str, *, obligation: Typed = "", reason: Typed = "", document_number: Typed = ""
) -> Response:
    def work(session: Session, owed: int) -> None:
        words = {"reason": _clean(reason), "document_number": _clean(document_number)}
        exempt(session, desk.campaign, owed, by=desk.by, now=desk.now, **words)
        desk.record(session, Action.UNIT_EXEMPTED, about=f"unit:{code}", **words)

    typed = {"reason": reason, "document_number": document_number}
    return _do(desk, code, obligation, work, form="exempt", typed=typed, done="Đã ghi việc miễn báo cáo.")


@router.post("/reinstate")
def ask_again(desk: Reviewing, code: str, *, obligation: Typed = "", reason: Typed = "") -> Response:
    def work(session: Session, owed: int) -> None:
        reinstate(session, desk.campaign, owed, reason=_clean(reason), by=desk.by, now=desk.now)
        desk.record(session, Action.UNIT_REINSTATED, about=f"unit:{code}", reason=_clean(reason))

    done = "Đã bỏ miễn; đơn vị lại phải nộp báo cáo."
    return _do(desk, code, obligation, work, form="exempt", typed={"reason": reason}, done=done)


@router.post("/link")
def show_link(desk: KeepingContacts, code: str) -> Response:
    """Shown once, on a page that is not kept: whoever has the link acts for the unit."""
    with desk.begin() as session:
        unit = find_unit(session, desk, code)
        desk.record(session, Action.UNIT_LINK_SHOWN, about=f"unit:{unit.code}")
    address = unit_link(desk.place, desk.campaign, unit.code, now=desk.now)
    if not address:
        return unit_page_of(desk, code, error=NO_ADDRESS, failed="link")
    return unit_page_of(desk, code, address=address, picture=_picture(address))


@router.post("/revoke")
def take_links_back(desk: KeepingContacts, code: str, *, reason: Typed = "") -> Response:
    try:
        with desk.begin() as session:
            unit = find_unit(session, desk, code)
            revoke(session, desk.campaign, unit.code, by=desk.by, reason=_clean(reason), now=desk.now)
            desk.record(session, Action.UNIT_LINKS_REVOKED, about=f"unit:{unit.code}", reason=_clean(reason))
    except RuleBroken as refusal:
        return unit_page_of(desk, code, error=str(refusal), failed="revoke", typed={"reason": reason})
    return desk.back(f"/units/{code}", "Đã thu hồi mọi liên kết đã gửi; tin sau sẽ mang liên kết mới.")


def _do(
    desk: Desk,
    code: str,
    obligation: str,
    work: Callable[[Session, int], None],
    *,
    form: str,
    typed: dict[str, str],
    done: str,
) -> Response:
    """One deed in one transaction; refused, the form is shown again with what was typed and why."""
    try:
        with desk.begin() as session:
            unit = find_unit(session, desk, code)
            work(session, _owed(session, desk, unit.code, obligation))
    except (RuleBroken, UsageError) as refusal:
        return unit_page_of(desk, code, error=str(refusal), failed=form, typed={**typed, "obligation": obligation})
    return desk.back(f"/units/{code}", done)


def _owed(session: Session, desk: Desk, code: str, obligation: str) -> int:
    """One of the unit's own: a form of one unit does nothing to another."""
    owed = owed_by(session, desk.campaign.id, code)
    found = next((one for one in owed if str(one) == obligation), None)
    if found is None:
        raise HTTPException(404)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError("Hãy chọn ngày, ví dụ 2022-08-25.") from error


def day_of(text: str) -> str:
    """The day as people read it, for the sentence after the deed."""
    try:
        return day_text(date.fromisoformat(text.strip()))
    except ValueError:
        return text


def _clean(text: str) -> str:
    return nfc(text.replace("\x00", "").strip())


def _picture(address: str) -> Markup:
    """The QR of the link, as SVG without a style."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, title="Mã QR"
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 -- drawn by segno from our own address
