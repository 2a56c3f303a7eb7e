"""The list of messages as pages show it: one page of histories, and how many messages there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from database.queries import message_list as ask
from database.queries.holds import orders_in_force
from database.queries.message_list import MessageGroup, WantedMessages
from database.queries.units import unit_names
from domain.holds import order_over
from domain.outbox import Priority
from services.message_histories import histories_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow
    from domain.campaigns import Campaign
    from domain.holds import HoldOrder
    from services.message_histories import MessageHistory

PER_PAGE = 50
MOST = 20_000  # rows of an export
MOST_WAITING = 200
AT_ONCE = 5_000  # messages whose histories are asked for together: no database takes any number of ids


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """`counts` are of the same search, whatever the group; `page` is the last where a later one was asked for."""

    messages: tuple[MessageHistory, ...]
    counts: dict[MessageGroup, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that has not gone: when it is asked about next, why it waits, and the order of staff, if that is why."""

    row: OutboxRow
    name: str
    why: str
    order: HoldOrder | None


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order in force, whose it is in words, and how many messages wait because of it."""

    order: HoldOrder
    name: str
    messages: int


def messages_page(
    session: Session, campaign: Campaign, wanted: WantedMessages, *, as_of: datetime, page: int = 1
) -> MessagesPage:
    counts = {
        group: ask.count_messages(session, campaign.id, replace(wanted, group=group), as_of=as_of)
        for group in MessageGroup
    }
    total = counts[wanted.group] if wanted.group else sum(counts.values())
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, page), pages)
    rows = ask.listed_messages(
        session, campaign.id, wanted, as_of=as_of, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
    )
    return MessagesPage(tuple(histories_of(session, campaign, rows, as_of=as_of)), counts, total, number, pages)


def all_messages(
    session: Session, campaign: Campaign, wanted: WantedMessages, *, as_of: datetime
) -> list[MessageHistory]:
    rows = ask.listed_messages(session, campaign.id, wanted, as_of=as_of, limit=MOST)
    parts = (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
    return [one for part in parts for one in histories_of(session, campaign, part, as_of=as_of)]


def waiting_messages(
    session: Session, campaign: Campaign, *, as_of: datetime, most: int = MOST_WAITING
) -> list[Waiting]:
    """The first that are to go, with why they have not."""
    rows = ask.waiting_messages(session, campaign.id, as_of=as_of, limit=most)
    orders = orders_in_force(session, campaign.id, now=as_of, today=campaign.local_day(as_of))
    names = unit_names(session, campaign.id, {row.unit for row in rows})
    return [_waiting(row, orders, names.get(row.unit, row.unit)) for row in rows]


def held_orders(session: Session, campaign: Campaign, *, as_of: datetime) -> list[HeldOrder]:
    orders = orders_in_force(session, campaign.id, now=as_of, today=campaign.local_day(as_of))
    names = unit_names(session, campaign.id, {one.unit for one in orders})
    kept = ask.waiting_under(session, campaign.id, orders, as_of=as_of) if orders else {}
    return [HeldOrder(one, names.get(one.unit, "Mọi đơn vị"), kept.get(one.id, 0)) for one in orders]


def _waiting(row: OutboxRow, orders: list[HoldOrder], name: str) -> Waiting:
    its_own = {row.id, row.replaces_id or 0}
    order = order_over(orders, row.unit, its_own, is_reply=row.priority == Priority.REPLY)
    why = order.text if order else row.note or "Chờ lượt gửi tới."
    return Waiting(row, name, why, order)
