"""What an installation has done, in figures for whoever watches over it: each one question, answered from an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from database.models import DecisionRow, OutboxRow, SubmissionRow, TickRow
from database.queries.outbox import WAITING
from database.seconds import seconds_between
from domain.outbox import MessageState
from domain.ticks import TickOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long messages took from their rung to the transport. `within` counts those up to each bound, one after another."""

    channel: str
    message: str
    number: int
    seconds: float
    within: tuple[int, ...]


def dwells(session: Session, bounds: Sequence[float]) -> list[Dwell]:
    """By channel and kind of message, over all that was ever sent."""
    took = seconds_between(OutboxRow.sent_at, OutboxRow.moment).label("took")
    found_sent = select(OutboxRow.channel, OutboxRow.message, took).where(OutboxRow.sent_at.is_not(None))
    # Laid down first: the seconds would be worked out anew for each bound.
    sent = found_sent.cte("sent").prefix_with("MATERIALIZED").c
    within = [func.sum(case((sent.took <= bound, 1), else_=0)) for bound in bounds]
    found = session.execute(
        select(sent.channel, sent.message, func.count(), func.sum(sent.took), *within).group_by(
            sent.channel, sent.message
        )
    )
    return [Dwell(row[0], row[1], row[2], float(row[3]), tuple(map(int, row[4:]))) for row in found]


def outbox_states(session: Session) -> list[tuple[str, str, int]]:
    """(state, channel, how many)."""
    alike = (OutboxRow.state, OutboxRow.channel)
    return [
        (state, channel, number)
        for state, channel, number in session.execute(select(*alike, func.count()).group_by(*alike))
    ]


def oldest_by_channel(session: Session) -> list[tuple[str, datetime]]:
    """Of what waits to go out by itself: when the oldest of each channel was due."""
    found = session.execute(
        select(OutboxRow.channel, func.min(OutboxRow.moment))
        .where(OutboxRow.state.in_((*WAITING, MessageState.SENDING)))
        .group_by(OutboxRow.channel)
    )
    return [(channel, moment) for channel, moment in found]


def decisions_made(session: Session) -> list[tuple[str, str, int]]:
    """(outcome, message, how many). The outcome is the reason in one word; the sentence may have an address in it."""
    alike = (DecisionRow.outcome, DecisionRow.message)
    return [
        (outcome, message, number)
        for outcome, message, number in session.execute(select(*alike, func.count()).group_by(*alike))
    ]


def hand_ins(session: Session) -> list[tuple[str, int]]:
    """(by which way, how many)."""
    way = SubmissionRow.sending_way
    return [(name, number) for name, number in session.execute(select(way, func.count()).group_by(way))]


@dataclass(frozen=True, slots=True)
class TickMeasure:
    """The rounds of a kind since some moment. `latest` is by how many seconds the one began that was most behind its time."""

    kind: str
    done: int
    failed: int
    latest: float | None


def tick_measures(session: Session, *, since: datetime) -> list[TickMeasure]:
    found = session.execute(
        select(
            TickRow.kind,
            func.sum(case((TickRow.outcome == TickOutcome.DONE, 1), else_=0)),
            func.sum(case((TickRow.outcome == TickOutcome.FAILED, 1), else_=0)),
            func.max(seconds_between(TickRow.started_at, TickRow.due_at)),
        )
        .where(TickRow.started_at >= since)
        .group_by(TickRow.kind)
    )
    return [
        TickMeasure(kind, int(done), int(failed), None if late is None else float(late))
        for kind, done, failed, late in found
    ]
