"""Why a unit was written to, and why it was not: every decision with its reason, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.decisions import decided
from domain.decisions import Outcome
from domain.outbox import MessageState
from domain.schedule import Scheduler
from services.case_files import filed_calls
from services.standings import obligations_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow
    from database.queries.decisions import Decided
    from domain.calls import Call
    from domain.campaigns import Campaign
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision and its fate by then. `outcome` is a domain Outcome, or the message's state where one was sent.

    `sent_at` may be later than `at`: what was held goes out on another day than it was decided.
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
    obligations = [one for one in obligations_at(session, campaign, as_of=as_of) if one.unit == unit]
    return [
        Explanation(
            obligation=one,
            decisions=tuple(_explained(each, one, campaign, as_of) for each in found if each.obligation_id == one.id),
            next=tuple(_coming(one, campaign, as_of)),
            calls=calls,
        )
        for one in obligations
    ]


def _explained(each: Decided, one: Obligation, campaign: Campaign, as_of: datetime) -> Explained:
    decision = each.decision
    outcome, reason = decision.outcome, decision.reason
    if decision.outcome == Outcome.SEND and each.message is not None:
        outcome, reason = fate(each.message, decision.reason, as_of=as_of)
    return Explained(
        at=campaign.plan.calendar.local(decision.decided_at),
        rung=decision.rung,
        audience=decision.audience,
        message=decision.message,
        recipient=decision.recipient,
        outcome=outcome,
        reason=reason,
        clause=one.duty.clause,
        sent_at=_sent_at(each.message, campaign, as_of) if outcome == "sent" else None,
    )


def _sent_at(message: OutboxRow | None, campaign: Campaign, as_of: datetime) -> datetime | None:
    sent_at = message.sent_at if message else None
    return campaign.plan.calendar.local(sent_at) if sent_at is not None and sent_at <= as_of else None


def fate(message: OutboxRow, reason: str, *, as_of: datetime | None = None) -> tuple[str, str]:
    """What had become of a message by then (by now without `as_of`): its state, and the words for it."""
    if as_of is not None and (message.settled_at is None or message.settled_at > as_of):
        was_held = message.held_since is not None and message.held_since <= as_of
        return (MessageState.HELD, message.held_for) if was_held else (MessageState.QUEUED, reason)
    if message.state == MessageState.ACCEPTED:
        return "sent", f"{reason} {message.held_for}".strip()
    return message.state, message.note or reason


def _coming(one: Obligation, campaign: Campaign, as_of: datetime) -> list[Coming]:
    """The steps ahead; once nothing is owed, nothing more is to come."""
    if not one.standing.state.is_owed:
        return []
    schedule = Scheduler(campaign).schedule(one.version, promise=one.promise)
    local = campaign.plan.calendar.local
    return [
        Coming(local(step.moment), step.key, notice.audience.value, notice.message)
        for step in schedule.steps
        if step.moment > as_of
        for notice in step.rung.notices
    ]
