"""The first few of everything that waits for a decision, each with how many there are in all."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from database.models import (
    ContactProposalRow,
    EventRow,
    ObligationRow,
    OutboxRow,
    PromiseRow,
    ReturnRow,
    SubmissionRow,
    UnitRow,
)
from database.queries.eventful_standings import AS_OF, Terms
from database.queries.outbox import refused_addresses
from database.queries.standings import asked, returned_standings
from database.queries.unit_lists import CAMPAIGN, LIMIT, has_no_channel
from domain.lifecycle import Move
from domain.obligations import State
from domain.outbox import MessageState

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Exists, Select
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

MOST_PROMISES = 200  # those that run out within days; more than these nobody would read


class Named(NamedTuple):
    """Something about a unit, with the moment that it waits since."""

    id: int
    unit: str
    name: str
    at: datetime
    what: str = ""


class Returned(NamedTuple):
    """A report that is to be handed in again; no days late where its day is still to come."""

    unit: str
    name: str
    last_day: date
    days_late: int


def _is_withdrawn(submission: type[SubmissionRow]) -> Exists:
    event = aliased(EventRow)
    return exists().where(event.submission_id == submission.id, event.move == Move.WITHDRAW.value, event.at <= AS_OF)


def _awaiting_review() -> Select[tuple[int, str, str, datetime]]:
    """Only the first are taken, so that the database stops at them: how many there are is known from the tallies."""
    row, newer = SubmissionRow, aliased(SubmissionRow)
    is_over = exists().where(
        EventRow.submission_id == row.id,
        EventRow.move.in_((Move.ACCEPT.value, Move.WITHDRAW.value)),
        EventRow.at <= AS_OF,
    )
    is_returned = exists().where(ReturnRow.submission_id == row.id, ReturnRow.returned_at <= AS_OF)
    is_newer = exists().where(
        newer.obligation_id == row.obligation_id,
        newer.number > row.number,
        newer.received_at <= AS_OF,
        ~_is_withdrawn(newer),
    )
    first = (
        select(row.id, row.obligation_id, row.received_at)
        .where(row.campaign_id == CAMPAIGN, row.received_at <= AS_OF, ~is_over, ~is_returned, ~is_newer)
        .order_by(row.received_at, row.id)
        .limit(LIMIT)
        .subquery()
    )
    return (
        select(ObligationRow.id, UnitRow.code, UnitRow.name, first.c.received_at)
        .select_from(first)
        .join(ObligationRow, ObligationRow.id == first.c.obligation_id)
        .join(UnitRow, and_(UnitRow.campaign_id == CAMPAIGN, UnitRow.code == ObligationRow.unit))
        .order_by(first.c.received_at, first.c.id)
    )


def _promised() -> Select[tuple[int]]:
    """By the last promise of each."""
    row, later = PromiseRow, aliased(PromiseRow)
    # Asked of each promise, not joined: of those there are few, of obligations thousands.
    is_of_campaign = exists().where(ObligationRow.id == row.obligation_id, ObligationRow.campaign_id == CAMPAIGN)
    is_replaced = exists().where(later.obligation_id == row.obligation_id, later.id > row.id, later.made_at <= AS_OF)
    return (
        select(row.obligation_id)
        .where(row.day <= bindparam("until"), row.made_at <= AS_OF, ~is_replaced, is_of_campaign)
        .order_by(row.day.desc(), row.id)
        .limit(MOST_PROMISES)
    )


# Asked for every look at the page, so they are put together once.
_AWAITING_REVIEW, _PROMISED = _awaiting_review(), _promised()


def reports_awaiting_review(session: Session, campaign_id: int, *, as_of: datetime, limit: int) -> list[Named]:
    """The reports that stand and that nobody has accepted or returned, the longest waiting first."""
    values = {"campaign": campaign_id, "as_of": as_of, "limit": limit}
    return [Named(*row) for row in session.connection().execute(_AWAITING_REVIEW, values)]


def returned_reports(session: Session, campaign: Campaign, *, as_of: datetime, limit: int) -> list[Returned]:
    """The reports that were sent back, those first whose own day comes first."""
    values = {**asked(campaign, as_of=as_of), "limit": limit}
    return [Returned(*row) for row in session.connection().execute(_returned_reports(Terms.of(campaign)), values)]


@lru_cache(maxsize=16)
def _returned_reports(terms: Terms) -> Select[tuple[str, str, date, int]]:
    row = returned_standings(terms).c
    first = (
        select(row.id, row.last_day, row.days_late)
        .where(row.state == State.RETURNED.value)
        .order_by(row.last_day, row.id)
        .limit(LIMIT)
        .subquery()
    )
    return (
        select(UnitRow.code, UnitRow.name, first.c.last_day, first.c.days_late)
        .select_from(first)
        .join(ObligationRow, ObligationRow.id == first.c.id)
        .join(UnitRow, and_(UnitRow.campaign_id == CAMPAIGN, UnitRow.code == ObligationRow.unit))
        .order_by(first.c.last_day, first.c.id)
    )


def units_to_reach(session: Session, campaign_id: int, *, limit: int) -> tuple[list[tuple[str, str]], int]:
    """The units that owe a report and have no address left that takes anything, as far as is known: (code, name)."""
    bad = refused_addresses(session, campaign_id)
    owes = exists().where(ObligationRow.campaign_id == campaign_id, ObligationRow.unit == UnitRow.code)
    silent = has_no_channel(UnitRow.code.expression, campaign_id, bad)
    found = session.execute(
        select(UnitRow.code, UnitRow.name, func.count().over())
        .where(UnitRow.campaign_id == campaign_id, silent, owes)  # few are silent, so that is asked first
        .order_by(UnitRow.id)
        .limit(limit)
    ).all()
    return [(code, name) for code, name, _ in found], found[0][2] if found else 0


def unknown_deliveries(session: Session, campaign_id: int, *, as_of: datetime, limit: int) -> tuple[list[Named], int]:
    """Messages of which nobody knows whether they arrived."""
    # Spelled out instead of bound, or SQLite could not know that its index of these messages is enough.
    unknown: BindParameter[str] = bindparam(None, MessageState.UNKNOWN.value, literal_execute=True)
    found = session.execute(
        select(OutboxRow.id, OutboxRow.unit, UnitRow.name, OutboxRow.settled_at, OutboxRow.message, func.count().over())
        .join(UnitRow, and_(UnitRow.campaign_id == OutboxRow.campaign_id, UnitRow.code == OutboxRow.unit))
        .where(OutboxRow.campaign_id == campaign_id, OutboxRow.state == unknown, OutboxRow.settled_at <= as_of)
        .order_by(OutboxRow.settled_at, OutboxRow.id)
        .limit(limit)
    ).all()
    return [Named(*row[:5]) for row in found], found[0][5] if found else 0


def promised_until(session: Session, campaign_id: int, *, until: date, as_of: datetime) -> list[int]:
    """The obligations whose last promise runs out by that day, the earliest first; some may have come since."""
    values = {"campaign": campaign_id, "until": until, "as_of": as_of}
    return list(session.connection().scalars(_PROMISED, values))


def open_proposals(session: Session, campaign_id: int, *, as_of: datetime) -> list[ContactProposalRow]:
    """Contacts that units proposed and that staff have not dealt with."""
    row = ContactProposalRow
    is_open = or_(row.settled_at.is_(None), row.settled_at > as_of)
    return list(
        session.scalars(
            select(row).where(row.campaign_id == campaign_id, row.at <= as_of, is_open).order_by(row.at, row.id)
        )
    )
