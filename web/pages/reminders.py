"""Nhắc việc: what will go out, what went, what is held and why; holding messages back and letting them go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, HTTPException
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.message_list import MessageGroup, WantedMessages
from database.queries.notices import messages_by_notice, notices
from database.queries.rehearsals import ledger_stamp, rehearsals_of
from database.queries.units import unit_names
from domain.audit_log import Action
from domain.channels import channel_name
from domain.errors import RuleBroken
from domain.rehearsals import RehearsalKind, RehearsalState
from domain.rung_names import rung_text
from domain.signals import FATE_NAMES
from notifications.messages import MESSAGE_NAMES
from rehearsal.agenda import agenda
from rehearsal.kept_answers import answer_from_bytes
from services import holds
from services.channel_states import channel_states
from services.messages import held_orders, messages_page, waiting_messages
from services.rehearsals import find_rehearsal, request
from services.unit_choice import unit_meant
from services.wording_of_channels import state_name, why_not
from web.desks import Desk
from web.ids import Id
from web.permits import Reminding, Watching

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.holds import HoldOrder
    from domain.rehearsals import AskedRehearsal
    from rehearsal.rehearsing import Message

router = APIRouter(prefix="/reminders")
DAYS_SHOWN = 14
VIEWS = {"coming": "Sắp gửi", "sent": "Đã gửi", "held": "Đang giữ, chờ gửi"}
NO_FORECAST = "Lịch sắp gửi này không còn; hãy mở lại trang Nhắc việc."


@router.get("")
def show(desk: Watching, view: str = "coming") -> HTMLResponse:
    if view == "sent":
        return _sent(desk)
    return _held(desk) if view == "held" else _coming(desk)


@router.get("/coming/{rehearsal_id:int}/{number:int}")
def coming_message(desk: Watching, rehearsal_id: Id, number: int) -> HTMLResponse:
    """One message as it would go out."""
    with desk.read() as session:
        found = find_rehearsal(session, desk.campaign, rehearsal_id)
    messages = messages_kept(desk, found)
    if number >= len(messages):
        raise HTTPException(404, detail=NO_FORECAST)
    one = messages[number]
    with desk.read() as session:
        names = unit_names(session, desk.campaign.id, {one.unit})
    return desk.page(
        "reminders/message.html",
        one=one,
        name=names.get(one.unit, one.unit),
        asked=found,
        kind=MESSAGE_NAMES[one.message],
        channel=channel_name(one.channel),
        step=rung_text(one.rung),
    )


@dataclass(frozen=True, slots=True)
class HoldForm:
    """Of one unit; of all only where that is ticked, lest an empty field silence a whole province."""

    unit: str = ""
    everything: str = ""
    reason: str = ""
    until: str = ""

    @property
    def day(self) -> date | None:
        return clock.day_of(self.until) if self.until.strip() else None

    def check(self) -> None:
        if bool(self.unit.strip()) == bool(self.everything):
            raise RuleBroken("Hãy chọn một đơn vị, hoặc đánh dấu giữ mọi đơn vị; không chọn cả hai.")


def _hold_form(
    unit: Annotated[str, Form(max_length=60)] = "",
    everything: Annotated[str, Form(max_length=10)] = "",
    reason: Annotated[str, Form(max_length=2_000)] = "",
    until: Annotated[str, Form(max_length=20)] = "",
) -> HoldForm:
    return HoldForm(unit, everything, reason, until)


@router.post("/holds")
def hold(desk: Reminding, form: Annotated[HoldForm, Depends(_hold_form)]) -> Response:
    try:
        form.check()
        with desk.begin() as session:
            order = _ordered(session, desk, form)
            about = f"unit:{order.unit}" if order.unit else "campaign"
            desk.record(
                session, Action.MESSAGES_HELD, about=about, hold=order.id, reason=order.reason, until=order.until
            )
    except RuleBroken as refused:
        return _held(desk, form=form, error=str(refused), status=409)
    return desk.back("/reminders", "Đã giữ. Thông báo đến hạn gửi sẽ chờ; phiếu tiếp nhận vẫn được gửi.", view="held")


def _ordered(session: Session, desk: Desk, form: HoldForm) -> HoldOrder:
    day = form.day
    if form.everything:
        return holds.hold_everything(session, desk.campaign, reason=form.reason, by=desk.by, now=desk.now, until=day)
    code = unit_meant(session, desk.campaign, form.unit)
    return holds.hold_unit(session, desk.campaign, code, reason=form.reason, by=desk.by, now=desk.now, until=day)


@router.post("/holds/{hold_id:int}/release")
def release(desk: Reminding, hold_id: Id) -> Response:
    try:
        with desk.begin() as session:
            order, kept = holds.release(session, desk.campaign, hold_id, by=desk.by, now=desk.now)
            about = f"unit:{order.unit}" if order.unit else "campaign"
            desk.record(session, Action.MESSAGES_RELEASED, about=about, hold=order.id, messages=kept)
    except RuleBroken as refused:
        return _held(desk, error=str(refused), status=409)
    sentence = (
        f"{kept} thông báo đang giữ sẽ được gửi một lần, nếu còn đúng." if kept else "Không có thông báo nào chờ."
    )
    return desk.back("/reminders", f"Đã cho gửi tiếp. {sentence}", view="held")


def _page(desk: Desk, template: str, *, view: str, status: int = 200, **facts: object) -> HTMLResponse:
    return desk.page(
        template,
        status=status,
        view=view,
        views=VIEWS,
        troubled=_troubled(desk),
        message_names=MESSAGE_NAMES,
        channel_name=channel_name,
        fate_names=FATE_NAMES,
        **facts,
    )


def _troubled(desk: Desk) -> list[tuple[str, str, str]]:
    """The channels that people may be written to on and that cannot be used as they should, with the reason."""
    try:
        channels = desk.place.channels
    except RuleBroken as refused:
        return [("Các kênh gửi", "chưa dùng được", str(refused))]
    with desk.read() as session:
        found = channel_states(session, desk.campaign, channels, now=desk.as_of)
    return [(channel_name(one.name), state_name(one), why_not(one)) for one in found if state_name(one) != "dùng được"]


def _coming(desk: Desk) -> HTMLResponse:
    """Of an earlier day nothing is foretold: what did go out then is on record."""
    if desk.is_past:
        return _page(desk, "reminders/coming.html", view="coming", shown=None, asked=None, days=[], names={})
    with desk.begin() as session:
        stamp = f"{ledger_stamp(session)}/{desk.campaign.local_day(desk.now)}"
        question = {"days": DAYS_SHOWN}
        request(
            session, desk.campaign, RehearsalKind.FORECAST, question=question, stamp=stamp, now=desk.now, by=desk.by
        )
    with desk.read() as session:
        known = rehearsals_of(session, desk.campaign.id, kind=RehearsalKind.FORECAST, limit=10)
        shown = next((one for one in known if one.state is RehearsalState.FINISHED and _is_kept(desk, one)), None)
        messages = messages_kept(desk, shown) if shown else ()
        names = unit_names(session, desk.campaign.id, {one.unit for one in messages})
    first = desk.campaign.local_day(desk.now)
    numbers = {id(one): number for number, one in enumerate(messages)}
    days = agenda([one for one in messages if first <= one.at.date() < first + timedelta(days=DAYS_SHOWN)])
    return _page(
        desk,
        "reminders/coming.html",
        view="coming",
        asked=known[0],
        shown=shown,
        days=days,
        weeks=_weeks(first, {one.day: one.count for one in days}),
        numbers=numbers,
        number_of=id,
        names=names,
        day_off=desk.campaign.plan.calendar.day_off_name,
        last=first + timedelta(days=DAYS_SHOWN - 1),
    )


def _weeks(first: date, counts: dict[date, int]) -> list[list[tuple[date, int, bool]]]:
    """Whole weeks from Monday on: each day, how many messages go out, and whether it is one of those shown."""
    monday, last = first - timedelta(days=first.weekday()), first + timedelta(days=DAYS_SHOWN - 1)
    number = ((last - monday).days // 7) + 1
    days = [[monday + timedelta(days=7 * week + day) for day in range(7)] for week in range(number)]
    return [[(one, counts.get(one, 0), first <= one <= last) for one in week] for week in days]


def _is_kept(desk: Desk, found: AskedRehearsal) -> bool:
    return desk.place.store.has(found.answer_sha256)


def messages_kept(desk: Desk, found: AskedRehearsal) -> tuple[Message, ...]:
    if found.state is not RehearsalState.FINISHED or not _is_kept(desk, found):
        raise HTTPException(404, detail=NO_FORECAST)
    return answer_from_bytes(desk.place.store.get(found.answer_sha256)).rehearsal.messages


def _sent(desk: Desk) -> HTMLResponse:
    with desk.read() as session:
        found = messages_page(session, desk.campaign, WantedMessages(MessageGroup.SENT), as_of=desk.as_of)
        written = notices(session, desk.campaign.id, as_of=desk.as_of)[:20]
        counts = messages_by_notice(session, desk.campaign.id)
    return _page(desk, "reminders/sent.html", view="sent", found=found, written=written, counts=counts)


def _held(desk: Desk, *, form: HoldForm | None = None, error: str = "", status: int = 200) -> HTMLResponse:
    with desk.read() as session:
        orders = held_orders(session, desk.campaign, as_of=desk.as_of)
        waiting = waiting_messages(session, desk.campaign, as_of=desk.as_of)
    asked = desk.request.query_params.get("unit", "")
    return _page(
        desk,
        "reminders/held.html",
        view="held",
        status=status,
        orders=orders,
        waiting=waiting,
        typed=form or HoldForm(asked),
        error=error,
    )
