"""What the auditor looks for in the outbox: what waits without a reason, claims that nobody gave back, ways not taken."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries import outbox_flaws as ask
from database.queries.holds import orders_in_force
from domain.channels import channel_name
from domain.flaws import Flaw
from domain.holds import order_over
from domain.outbox import MessageState, Priority
from domain.restorations import MAY_HAVE_GONE, RESTORED
from domain.vietnamese_dates import day_text, moment_text
from services.ladder_flaws import LATE_AFTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.outbox_flaws import Open, Unclear
    from domain.breakers import Breaker
    from domain.campaigns import Campaign
    from domain.holds import HoldOrder

STUCK_AFTER = timedelta(days=4)  # longer than any week-end: a message still here was not merely held
SETTLED_WITHIN = 3  # working days in which staff find out what became of a message

STUCK = "Thông báo nằm trong hộp thư đi quá lâu."
CLAIMED = "Một lượt gửi đã nhận thông báo rồi ngừng hẳn từ {} mà không ai nhả ra. Hãy chạy: dondoc deliver"
LONG_HOLD = "{} thông báo bị giữ đã lâu mà chưa có ngày kết thúc. {} Hãy cho gửi tiếp, hoặc giữ lại có ngày kết thúc."
NO_FALLBACK = "Thông báo bị từ chối mà chưa được gửi thay bằng kênh {} của cùng đầu mối. Hãy chạy dondoc deliver, hoặc gọi điện thoại."
UNKNOWN = "Chưa rõ thông báo đã đến hay chưa; cần kiểm tra."
UNKNOWN_LONG = (
    "Từ ngày {} vẫn chưa rõ thông báo đã đến hay chưa. Hãy hỏi người nhận rồi ghi lại: dondoc messages settle"
)


def outbox_flaws(
    session: Session,
    campaign: Campaign,
    bad: Collection[str],
    channels: Mapping[str, Breaker],
    *,
    now: datetime,
) -> list[Flaw]:
    """`bad` are the addresses that take nothing any more, `channels` how each channel may be used."""
    return [
        *_open(session, campaign, channels, now),
        *_without_fallback(session, campaign, bad, channels, now=now),
        *(_unknown(campaign, one, now) for one in ask.unclear(session, campaign.id)),
    ]


def _open(session: Session, campaign: Campaign, channels: Mapping[str, Breaker], now: datetime) -> list[Flaw]:
    """Counted from the decision: what was decided late, after an outage, has not waited since its rung.

    What staff hold is not stuck, nor what a channel that is down keeps, of which staff are told anyway. But an order
    without a last day is told of, lest it be forgotten.
    """
    late = campaign.plan.calendar.before_work(now, LATE_AFTER)
    found = ask.open_before(session, campaign.id, asked=late, decided=now - STUCK_AFTER)
    orders = orders_in_force(session, campaign.id, now=now, today=campaign.local_day(now)) if found else []
    flaws: list[Flaw] = []
    held: Counter[HoldOrder] = Counter()
    for one in found:
        order = order_over(orders, one.unit, {one.id}, is_reply=one.priority == Priority.REPLY)
        if one.state == MessageState.SENDING:
            flaws += _claimed(campaign, one, late)
        elif order is not None:
            held[order] += one.since < now - STUCK_AFTER
        elif _is_stuck(one, channels, late, now):
            flaws.append(Flaw("stuck", one.key, STUCK, one.unit, one.message))
    return [*flaws, *(_long_hold(one, number) for one, number in held.items() if number and one.until is None)]


def _is_stuck(one: Open, channels: Mapping[str, Breaker], late: datetime, now: datetime) -> bool:
    channel = channels.get(one.channel)
    if channel is not None and channel.down_since is not None:
        return False
    return one.since < now - STUCK_AFTER or max(one.next_at, one.since) < late


def _claimed(campaign: Campaign, one: Open, late: datetime) -> Iterable[Flaw]:
    if one.lease_until is not None and one.lease_until < late:
        since = moment_text(campaign.plan.calendar.local(one.lease_until))
        yield Flaw("claim_left", one.key, CLAIMED.format(since), one.unit, one.message)


def _long_hold(order: HoldOrder, number: int) -> Flaw:
    return Flaw("long_hold", f"hold:{order.id}", LONG_HOLD.format(number, order.text), order.unit)


def _without_fallback(
    session: Session, campaign: Campaign, bad: Collection[str], channels: Mapping[str, Breaker], *, now: datetime
) -> list[Flaw]:
    """Only by a way that works: one that is down, refused or never was set up cannot be taken."""
    late = campaign.plan.calendar.before_work(now, LATE_AFTER)
    found = ask.refused_with_another_way(session, campaign.id, now=now, before=late)
    names = {one.next_channel for one in found}
    up = {name for name in names if _is_up(channels.get(name)) and ask.has_worked(session, name)}
    ways = {one.key: one for one in reversed(found) if one.next_channel in up and one.next_address not in bad}
    return [
        Flaw("no_fallback", one.key, NO_FALLBACK.format(channel_name(one.next_channel)), one.unit, one.message)
        for one in reversed(ways.values())
    ]


def _is_up(channel: Breaker | None) -> bool:
    return channel is None or channel.down_since is None


def _unknown(campaign: Campaign, one: Unclear, now: datetime) -> Flaw:
    today, since = campaign.local_day(now), one.since and campaign.local_day(one.since)
    if since is None or campaign.plan.calendar.working_days(after=since, until=today) <= SETTLED_WITHIN:
        return Flaw("unknown", one.key, MAY_HAVE_GONE if one.code == RESTORED else UNKNOWN, one.unit, one.message)
    return Flaw("unknown_long", one.key, UNKNOWN_LONG.format(day_text(since)), one.unit, one.message)
