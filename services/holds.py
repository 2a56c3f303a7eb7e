"""Holding messages back on the word of staff, and letting them go again. Both stay on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import HoldRow
from database.queries import holds as ask
from database.queries.campaigns import hold as hold_campaign
from database.queries.units import unit_names
from domain.errors import RuleBroken
from domain.holds import ALL_UNITS, check_order, check_release
from domain.outbox import MessageState
from domain.signals import FATE_NAMES, fate_of
from services.message_settling import find_message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.holds import HoldOrder

MOST_LETTERS = 500  # a reason is a sentence; it stands in every list from then on


def hold_unit(
    session: Session, campaign: Campaign, unit: str, *, reason: str, by: str, now: datetime, until: date | None = None
) -> HoldOrder:
    """No message goes to the unit, but for answers to what it does itself."""
    if not unit_names(session, campaign.id, {unit}):
        raise RuleBroken(f"Đợt này không có đơn vị nào mang mã “{unit}”; hãy chọn trong danh sách đơn vị.")
    return _give(session, campaign, HoldRow(unit=unit), reason=reason, by=by, now=now, until=until)


def hold_everything(
    session: Session, campaign: Campaign, *, reason: str, by: str, now: datetime, until: date | None = None
) -> HoldOrder:
    return _give(session, campaign, HoldRow(unit=ALL_UNITS), reason=reason, by=by, now=now, until=until)


def hold_message(
    session: Session, campaign: Campaign, name: str, *, reason: str, by: str, now: datetime, until: date | None = None
) -> HoldOrder:
    """One message by number or key; refuses what has gone, or will not go any more."""
    row = find_message(session, campaign, name)
    state = MessageState(row.state)
    if not state.is_waiting:
        raise RuleBroken(f"Thông báo này {FATE_NAMES[fate_of(state)]}, không còn gì để giữ.")
    order = HoldRow(unit=row.unit, outbox_id=row.id)
    return _give(session, campaign, order, reason=reason, by=by, now=now, until=until)


def release(session: Session, campaign: Campaign, hold_id: int, *, by: str, now: datetime) -> tuple[HoldOrder, int]:
    """End the order. What it held goes out once, where it is still right. Also returns how many messages it held."""
    hold_campaign(session, campaign)
    row = ask.hold_row(session, campaign.id, hold_id)
    if row is None:
        raise RuleBroken("Không tìm thấy yêu cầu giữ này; hãy xem lại danh sách đang giữ.")
    check_release(ask.order_value(row), now=now, calendar=campaign.plan.calendar)
    row.released_at, row.released_by = now, by
    session.flush()
    order = ask.order_value(row)
    return order, ask.wake(session, campaign.id, order, now=now)


def _give(
    session: Session, campaign: Campaign, row: HoldRow, *, reason: str, by: str, now: datetime, until: date | None
) -> HoldOrder:
    today = campaign.local_day(now)
    check_order(reason, until, today=today)
    hold_campaign(session, campaign)  # of two people at once, the second sees what the first has ordered
    _check_first(ask.orders_in_force(session, campaign.id, now=now, today=today), row)
    row.campaign_id, row.at, row.by, row.until, row.released_by = campaign.id, now, by, until, ""
    row.reason = " ".join(reason.split())[:MOST_LETTERS].rstrip(" .")
    session.add(row)
    session.flush()
    return ask.order_value(row)


def _check_first(orders: Sequence[HoldOrder], row: HoldRow) -> None:
    for one in orders:
        if (one.unit, one.outbox_id) == (row.unit, row.outbox_id):
            raise RuleBroken(f"Đang được giữ rồi: {one.text} Muốn đổi lý do hay ngày, hãy cho gửi tiếp rồi giữ lại.")
