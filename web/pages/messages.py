"""The messages one by one: the list with its filters in the address, what became of each, and the word of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, HTTPException
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.message_histories import message_called, related
from database.queries.message_list import MessageGroup, WantedMessages, units_alike
from domain.audit_log import Action
from domain.channels import CHANNEL_NAMES, channel_name
from domain.errors import RuleBroken
from domain.outbox import MessageState
from domain.rung_names import rung_text
from domain.signals import FATE_NAMES, Fate
from domain.spelling import nfc
from notifications.messages import MESSAGE_NAMES
from services import holds, message_settling
from services.list_files import Column, list_file
from services.message_histories import STEP_NAMES, message_history
from services.messages import all_messages, messages_page
from web.answers import XLSX, file_answer
from web.desks import Desk
from web.ids import Id
from web.permits import Reminding, Watching
from web.rendering import moment_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from services.message_histories import MessageHistory

router = APIRouter(prefix="/messages")
GROUPS = {
    MessageGroup.SENT: "đã gửi",
    MessageGroup.WAITING: "chưa gửi",
    MessageGroup.REFUSED: "bị từ chối",
    MessageGroup.UNKNOWN: "chưa rõ kết quả",
    MessageGroup.SUPERSEDED: "không gửi, đã được thay thế",
}
COLUMNS = (
    Column("Số", 8),
    Column("Mã đơn vị", 12),
    Column("Đơn vị", 34),
    Column("Thông báo", 28),
    Column("Mốc", 24),
    Column("Người nhận", 26),
    Column("Kênh", 18),
    Column("Địa chỉ", 30),
    Column("Kết quả", 24),
    Column("Lúc", 18),
    Column("Bên nhận ghi", 30),
    Column("Diễn biến", 80),
)
NO_MESSAGE = "Đợt này không có thông báo số {}."


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they stand in the address; what is misspelt is as if it were not there."""

    unit: str = ""
    group: str = ""
    channel: str = ""
    message: str = ""
    day: str = ""
    notice: str = ""

    def query(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}

    def wanted(self, session: Session, desk: Desk) -> WantedMessages:
        try:
            calendar = desk.campaign.plan.calendar
            since = clock.start_of_work(self.day, calendar, at=time.min) if self.day else None
        except RuleBroken:
            since = None
        return WantedMessages(
            group=MessageGroup(self.group) if self.group in set(MessageGroup) else None,
            units=units_alike(session, desk.campaign.id, self.unit) if self.unit else None,
            channel=self.channel,
            message=self.message,
            since=since,
            until=since + timedelta(days=1) if since else None,
            notice_id=int(self.notice) if self.notice.isdecimal() and len(self.notice) < 10 else 0,  # noqa: PLR2004 -- what a database may hold
        )


def _asked(  # noqa: PLR0917 -- the filters of an address
    unit: str = "", group: str = "", channel: str = "", message: str = "", day: str = "", notice: str = ""
) -> Asked:
    return Asked(*(nfc(one.replace("\0", "")).strip()[:60] for one in (unit, group, channel, message, day, notice)))


Filters = Annotated[Asked, Depends(_asked)]


@router.get("")
def show_list(desk: Watching, asked: Filters, page: str = "1") -> HTMLResponse:
    number = int(page) if page.isdecimal() and len(page) < 7 else 1  # noqa: PLR2004 -- no list has a million pages
    with desk.read() as session:
        wanted = asked.wanted(session, desk)
        found = messages_page(session, desk.campaign, wanted, as_of=desk.as_of, page=number)
    return desk.page(
        "messages/list.html",
        found=found,
        query=asked.query(),
        groups=GROUPS,
        channels=CHANNEL_NAMES,
        message_names=MESSAGE_NAMES,
        channel_name=channel_name,
        fate_names=FATE_NAMES,
        error="",
    )


@router.get(".xlsx")
def export(desk: Watching, asked: Filters) -> Response:
    with desk.begin() as session:
        found = all_messages(session, desk.campaign, asked.wanted(session, desk), as_of=desk.as_of)
        desk.record(session, Action.FILE_TAKEN, about="messages", rows=len(found), **asked.query())
    notes = [f"Tính đến {moment_text(desk.as_of)}: {len(found)} thông báo."]
    return file_answer(list_file("Thông báo", notes, COLUMNS, map(_row, found)), "thong-bao.xlsx", XLSX)


@router.get("/{number:int}")
def show(desk: Watching, number: Id) -> HTMLResponse:
    return _show(desk, number, {}, error="", status=200)


@router.post("/{number:int}/settle")
def settle(
    desk: Reminding,
    number: Id,
    arrived: Annotated[str, Form(max_length=10)] = "",
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    try:
        has_arrived = _has_arrived(arrived)
        with desk.begin() as session:
            row = message_settling.settle(
                session, desk.campaign, str(number), arrived=has_arrived, note=note, by=desk.by, now=desk.now
            )
            about = f"message:{row.id}"
            desk.record(session, Action.MESSAGE_SETTLED, about=about, unit=row.unit, arrived=arrived, note=note.strip())
    except RuleBroken as refused:
        return _show(desk, number, {"note": note}, error=str(refused), status=409)
    return desk.back(f"/messages/{number}", "Đã ghi lời người nhận.")


@router.post("/{number:int}/hold")
def hold(
    desk: Reminding,
    number: Id,
    reason: Annotated[str, Form(max_length=2_000)] = "",
    until: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    try:
        day = clock.day_of(until) if until.strip() else None
        with desk.begin() as session:
            order = holds.hold_message(
                session, desk.campaign, str(number), reason=reason, by=desk.by, now=desk.now, until=day
            )
            about = f"message:{number}"
            desk.record(session, Action.MESSAGES_HELD, about=about, hold=order.id, reason=order.reason, until=day)
    except RuleBroken as refused:
        return _show(desk, number, {"reason": reason, "until": until}, error=str(refused), status=409)
    return desk.back("/reminders", "Đã giữ riêng thông báo này.", view="held")


def _has_arrived(text: str) -> bool:
    if text not in ("yes", "no"):
        raise RuleBroken("Hãy chọn người nhận đã nhận được hay không nhận được.")
    return text == "yes"


def _show(desk: Desk, number: int, typed: Mapping[str, str], *, error: str, status: int) -> HTMLResponse:
    with desk.read() as session:
        row = message_called(session, desk.campaign.id, str(number))
        one = message_history(session, desk.campaign, row, as_of=desk.as_of) if row else None
        if row is None or one is None:
            raise HTTPException(404, detail=NO_MESSAGE.format(number))
        numbers = {each.key: each.id for each in related(session, [row])}
        is_written = row.sent_at is not None and row.sent_at <= desk.as_of
    return desk.page(
        "messages/show.html",
        status=status,
        one=one,
        step=rung_text(one.rung),
        before=numbers.get(one.replaces),
        after=numbers.get(one.replaced_by),
        subject=row.subject if is_written else "",
        text=row.text if is_written else "",
        can_settle=one.fate is Fate.UNKNOWN or one.is_doubtful,
        can_hold=MessageState(row.state).is_waiting,
        typed={"note": "", "reason": "", "until": "", **typed},
        error=error,
        message_names=MESSAGE_NAMES,
        channel_name=channel_name,
        fate_names=FATE_NAMES,
        step_names=STEP_NAMES,
    )


def _row(one: MessageHistory) -> list[object]:
    steps = "\n".join(
        f"{moment_text(each.at)}: {STEP_NAMES.get(each.what, each.what)}. {each.text}" for each in one.steps
    )
    return [
        one.number,
        one.unit,
        one.name,
        MESSAGE_NAMES[one.message],
        rung_text(one.rung),
        one.recipient_name,
        channel_name(one.channel),
        one.address,
        FATE_NAMES[one.fate],
        moment_text(one.steps[-1].at) if one.steps else "",
        one.transport_id,
        steps,
    ]
