"""Why a unit was written to, and why it was not: every decision with its reason, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.decisions import decided
from database.queries.intakes import owed_by
from database.queries.message_histories import attempts_by_message
from database.queries.signals import signals_of
from domain.decisions import Outcome
from domain.message_past import state_by
from domain.outbox import MessageState
from domain.rung_names import rung_text
from domain.schedule import Scheduler
from domain.signals import SignalKind, fate_of
from domain.vietnamese_dates import day_text
from services.case_files import filed_calls
from services.settling import LEFT_TO_STAFF
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import AttemptRow, OutboxRow
    from database.queries.decisions import Decided
    from domain.calls import Call
    from domain.campaigns import Campaign
    from domain.signals import Fate
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision and its fate by then. `outcome` is a domain Outcome, or the message's state where one was sent.

    `sent_at` may be later than `at`: what was held goes out on another day than it was decided. `fate` is how far the
    message had come (a domain Fate), empty where there was none.
    """

    at: datetime
    rung: str
    audience: str
    message: str
    recipient: str
    outcome: str
    reason: str
    clause: str
    sent_at: datetime | None
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A step still ahead, as things stand."""

    at: datetime
    rung: str
    audience: str
    message: str


@dataclass(frozen=True, slots=True)
class Explanation:
    obligation: Obligation
    decisions: tuple[Explained, ...]
    next: tuple[Coming, ...]
    calls: tuple[Call, ...] = ()


def explain(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> list[Explanation]:
    """One explanation for each duty of the unit."""
    found = decided(session, campaign.id, units=[unit], as_of=as_of)
    calls = filed_calls(session, campaign, unit, as_of=as_of)
    past = _Past(session, found, as_of)
    obligations = obligations_at(session, campaign, as_of=as_of, only=owed_by(session, campaign.id, unit))
    return [
        Explanation(
            obligation=one,
            decisions=tuple(_explained(each, one, campaign, past) for each in found if each.obligation_id == one.id),
            next=tuple(_coming(one, campaign, as_of)),
            calls=calls,
        )
        for one in obligations
    ]


class _Past:
    """What was tried and heard of the messages, each asked once."""

    def __init__(self, session: Session, found: Sequence[Decided], as_of: datetime) -> None:
        ids = [one.message.id for one in found if one.message is not None]
        self.as_of = as_of
        self._attempts = attempts_by_message(session, ids)
        self._signals = signals_of(session, ids)

    def fate(self, message: OutboxRow, reason: str) -> tuple[str, str]:
        return fate(message, reason, as_of=self.as_of, attempts=self._attempts.get(message.id, ()))

    def furthest(self, message: OutboxRow) -> Fate:
        state = state_by(self.as_of, message, self._attempts.get(message.id, ()))
        heard = (SignalKind(one.kind) for one in self._signals.get(message.id, ()) if one.at <= self.as_of)
        return fate_of(state, heard)


def _explained(each: Decided, one: Obligation, campaign: Campaign, past: _Past) -> Explained:
    decision = each.decision
    outcome, reason, furthest = decision.outcome, decision.reason, ""
    if decision.outcome == Outcome.SEND and each.message is not None:
        outcome, reason = past.fate(each.message, decision.reason)
        furthest = past.furthest(each.message).value
    return Explained(
        at=campaign.plan.calendar.local(decision.decided_at),
        rung=decision.rung,
        audience=decision.audience,
        message=decision.message,
        recipient=decision.recipient,
        outcome=outcome,
        reason=reason,
        clause=one.duty.clause,
        sent_at=_sent_at(each.message, campaign, past.as_of) if outcome == "sent" else None,
        fate=furthest,
    )


def _sent_at(message: OutboxRow | None, campaign: Campaign, as_of: datetime) -> datetime | None:
    sent_at = message.sent_at if message else None
    return campaign.plan.calendar.local(sent_at) if sent_at is not None and sent_at <= as_of else None


def fate(
    message: OutboxRow, reason: str, *, as_of: datetime | None = None, attempts: Sequence[AttemptRow] = ()
) -> tuple[str, str]:
    """What had become of a message by then (by now without `as_of`): its state, and the words for it.

    `attempts` tell what the row has forgotten: that a message which a person confirmed later was unknown before.
    """
    if as_of is not None and (message.settled_at is None or message.settled_at > as_of):
        return _before(message, reason, as_of=as_of, attempts=attempts)
    if message.state == MessageState.ACCEPTED:
        return "sent", f"{reason} {message.held_for}".strip()
    return message.state, message.note or reason


def _before(message: OutboxRow, reason: str, *, as_of: datetime, attempts: Sequence[AttemptRow]) -> tuple[str, str]:
    """Of what was settled later, or not yet. What came back later had been sent."""
    if message.sent_at is not None and message.sent_at <= as_of:
        return "sent", f"{reason} {message.held_for}".strip()
    match state_by(as_of, message, attempts):
        case MessageState.HELD:
            return MessageState.HELD, message.held_for
        case MessageState.UNKNOWN:
            return MessageState.UNKNOWN, LEFT_TO_STAFF
        case _:
            return MessageState.QUEUED, reason


def next_step(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> str:
    """The next step about the unit in words, with its day; empty where nothing is to come."""
    coming = [step for one in explain(session, campaign, unit, as_of=as_of) for step in one.next]
    first = min(coming, key=lambda step: step.at, default=None)
    return f"{rung_text(first.rung)}, {day_text(first.at)}" if first else ""


def _coming(one: Obligation, campaign: Campaign, as_of: datetime) -> list[Coming]:
    """The steps ahead; once nothing is owed, nothing more is to come."""
    if not one.standing.state.is_owed:
        return []
    schedule = Scheduler(campaign.at(as_of)).schedule(one.version, promise=one.promise)
    local = campaign.plan.calendar.local
    return [
        Coming(local(step.moment), step.key, notice.audience.value, notice.message)
        for step in schedule.steps
        if step.moment > as_of
        for notice in step.rung.notices
    ]
