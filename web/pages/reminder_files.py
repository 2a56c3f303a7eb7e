"""The lists of Nhắc việc to take along: what staff hold back, what waits and why, and what is going to go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response

from database.queries.units import unit_names
from domain.channels import channel_name
from domain.rung_names import rung_text
from notifications.messages import MESSAGE_NAMES
from services.messages import MOST, held_orders, waiting_messages
from services.rehearsals import find_rehearsal
from web.ids import Id
from web.list_answers import Column, list_answer
from web.pages.reminders import messages_kept
from web.permits import Watching

if TYPE_CHECKING:
    from services.messages import HeldOrder, Waiting

router = APIRouter(prefix="/reminders")
HOLD_COLUMNS = (
    Column("Mã đơn vị", 11),
    Column("Giữ", 40),
    Column("Thông báo số", 10),
    Column("Lý do", 50),
    Column("Người yêu cầu", 26),
    Column("Yêu cầu lúc", 17),
    Column("Giữ đến hết", 12),
    Column("Đang chờ", 9),
)
WAITING_COLUMNS = (
    Column("Thông báo số", 10),
    Column("Thông báo", 28),
    Column("Mã đơn vị", 11),
    Column("Gửi đến", 36),
    Column("Người nhận", 28),
    Column("Kênh", 18),
    Column("Vì sao chưa gửi", 50),
    Column("Sẽ xét gửi lúc", 17),
)
COMING_COLUMNS = (
    Column("Ngày giờ", 17),
    Column("Thông báo", 28),
    Column("Mốc", 28),
    Column("Mã đơn vị", 11),
    Column("Đơn vị nhận", 36),
    Column("Người nhận", 28),
    Column("Kênh", 18),
    Column("Tiêu đề", 60),
)
IF_NOTHING_CHANGES = "Nếu không đơn vị nào nộp thêm báo cáo và không có gì thay đổi."


@router.get("/holds.xlsx")
def holds_file(desk: Watching) -> Response:
    with desk.read() as session:
        rows = [_held(one) for one in held_orders(session, desk.campaign, as_of=desk.as_of)]
    title, name = "Đang giữ theo yêu cầu", "dang-giu.xlsx"
    return list_answer(desk, HOLD_COLUMNS, rows, title=title, name=name, about="messages", as_of=desk.as_of)


@router.get("/waiting.xlsx")
def waiting_file(desk: Watching) -> Response:
    with desk.read() as session:
        rows = [_waiting(one) for one in waiting_messages(session, desk.campaign, as_of=desk.as_of, most=MOST)]
    title, name = "Thông báo chưa gửi", "chua-gui.xlsx"
    return list_answer(desk, WAITING_COLUMNS, rows, title=title, name=name, about="messages", as_of=desk.as_of)


@router.get("/coming/{rehearsal_id:int}.xlsx")
def coming_file(desk: Watching, rehearsal_id: Id) -> Response:
    """All that the calendar was made of, also what is later than the days that the page shows."""
    with desk.read() as session:
        found = find_rehearsal(session, desk.campaign, rehearsal_id)
        messages = messages_kept(desk, found)
        names = unit_names(session, desk.campaign.id, {one.unit for one in messages})
    rows = [
        [
            one.at,
            MESSAGE_NAMES[one.message],
            rung_text(one.rung),
            one.unit,
            names.get(one.unit, one.unit),
            one.to,
            channel_name(one.channel),
            one.subject,
        ]
        for one in messages
    ]
    return list_answer(
        desk,
        COMING_COLUMNS,
        rows,
        title="Thông báo sắp gửi",
        name="sap-gui.xlsx",
        about=f"rehearsal:{rehearsal_id}",
        as_of=found.requested_at,
        note=IF_NOTHING_CHANGES,
    )


def _held(one: HeldOrder) -> list[object]:
    order = one.order
    whose = f"một thông báo gửi {one.name}" if order.outbox_id else one.name
    return [order.unit, whose, order.outbox_id, order.reason, order.by, order.at, order.until, one.messages]


def _waiting(one: Waiting) -> list[object]:
    row, kind = one.row, MESSAGE_NAMES[one.row.message]
    to = [row.unit, one.name, row.recipient_name, channel_name(row.channel)]
    return [row.id, kind, *to, one.why, row.next_at]
