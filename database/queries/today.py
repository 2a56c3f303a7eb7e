"""The first few of everything that waits for a decision, each with how many there are in all."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BindParameter, Integer, and_, bindparam, exists, func, or_, select
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
from database.queries.eventful_standings import Terms
from database.queries.outbox import refused_addresses
from database.queries.standings import asked, returned_standings
from database.queries.unit_lists import has_no_channel
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


def reports_awaiting_review(session: Session, campaign_id: int, *, as_of: datetime, limit: int) -> list[Named]:
    """The reports that stand and that nobody has accepted or returned, the longest waiting first."""
    newer = aliased(SubmissionRow)
    is_over = exists().where(
        EventRow.submission_id == SubmissionRow.id,
        EventRow.move.in_((Move.ACCEPT.value, Move.WITHDRAW.value)),
        EventRow.at <= as_of,
    )
    is_returned = exists().where(ReturnRow.submission_id == SubmissionRow.id, ReturnRow.returned_at <= as_of)
    is_newer = exists().where(
        newer.obligation_id == SubmissionRow.obligation_id,
        newer.number > SubmissionRow.number,
        newer.received_at <= as_of,
        ~_is_withdrawn(newer, as_of),
    )
    # Only the first are taken, so that the database stops at them: how many there are is known from the tallies.
    first = (
        select(SubmissionRow.id, SubmissionRow.obligation_id, SubmissionRow.received_at)
        .where(
            SubmissionRow.campaign_id == campaign_id,
            SubmissionRow.received_at <= as_of,
            ~is_over,
            ~is_returned,
            ~is_newer,
        )
        .order_by(SubmissionRow.received_at, SubmissionRow.id)
        .limit(limit)
        .subquery()
    )
    found = session.execute(
        select(ObligationRow.id, UnitRow.code, UnitRow.name, first.c.received_at)
        .select_from(first)
        .join(ObligationRow, ObligationRow.id == first.c.obligation_id)
        .join(UnitRow, and_(UnitRow.campaign_id == campaign_id, UnitRow.code == ObligationRow.unit))
        .order_by(first.c.received_at, first.c.id)
    )
    return [Named(*row) for row in found]


def returned_reports(session: Session, campaign: Campaign, *, as_of: datetime, limit: int) -> list[int]:
    """The obligations whose report was sent back, those first whose own day comes first."""
    values = {**asked(campaign, as_of=as_of), "limit": limit}
    return list(session.connection().scalars(_returned_reports(Terms.of(campaign)), values))


@lru_cache(maxsize=16)
def _returned_reports(terms: Terms) -> Select[tuple[int]]:
    row = returned_standings(terms).c
    chosen = select(row.id).where(row.state == State.RETURNED.value)
    return chosen.order_by(row.last_day, row.id).limit(bindparam("limit", type_=Integer()))


def _is_withdrawn(submission: type[SubmissionRow], as_of: datetime) -> Exists:
    event = aliased(EventRow)
    return exists().where(event.submission_id == submission.id, event.move == Move.WITHDRAW.value, event.at <= as_of)


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
    later = aliased(PromiseRow)
    newer = exists().where(
        later.obligation_id == PromiseRow.obligation_id, later.id > PromiseRow.id, later.made_at <= as_of
    )
    return list(
        session.scalars(
            select(PromiseRow.obligation_id)
            .join(ObligationRow, ObligationRow.id == PromiseRow.obligation_id)
            .where(
                ObligationRow.campaign_id == campaign_id, PromiseRow.day <= until, PromiseRow.made_at <= as_of, ~newer
            )
            .order_by(PromiseRow.day.desc(), PromiseRow.id)
            .limit(MOST_PROMISES)
        )
    )


def open_proposals(session: Session, campaign_id: int, *, as_of: datetime) -> list[ContactProposalRow]:
    """Contacts that units proposed and that staff have not dealt with."""
    row = ContactProposalRow
    is_open = or_(row.settled_at.is_(None), row.settled_at > as_of)
    return list(
        session.scalars(
            select(row).where(row.campaign_id == campaign_id, row.at <= as_of, is_open).order_by(row.at, row.id)
        )
    )
