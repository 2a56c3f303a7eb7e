"""Posting: the decision to send becomes a row of the outbox, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import insert

from database.bulk import execute_many
from database.models import OutboxRow
from database.queries.outbox import make_urgent, states_of
from domain.ladder import Audience
from domain.outbox import MessageState, Priority

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from database.queries.obligations import DueVersion
    from domain.campaigns import Campaign
    from domain.decisions import Decision
    from domain.units import Contact

ToSend = tuple["DueVersion", "Decision"]

_OUTBOX = cast("Table", OutboxRow.__table__)


def post(
    session: Session,
    campaign: Campaign,
    to_send: Sequence[ToSend],
    *,
    contacts: Mapping[tuple[str, str], Contact],
    now: datetime,
) -> dict[int, str]:
    """Queue a letter for each decision about a unit itself, and one digest a day for everybody above.

    Returns the message key of each decision, by `id()` of the decision.
    """
    digests = {_digest_key(campaign, decision, now) for _, decision in to_send if _is_digest(decision)}
    states = states_of(session, digests) if digests else {}
    gone = {key for key, state in states.items() if not MessageState(state).is_waiting}
    waiting = states.keys() - gone
    keys: dict[int, str] = {}
    fresh: dict[str, ToSend] = {}
    urgent: set[str] = set()
    for one in to_send:
        due, decision = one
        key = keys[id(decision)] = _key(campaign, due, decision, now=now, gone=gone)
        if decision.urgent:
            urgent.add(key)
        if key not in waiting:
            fresh.setdefault(key, one)
    if fresh:
        _queue(session, campaign, fresh, urgent=urgent, contacts=contacts)
    make_urgent(session, urgent & waiting, now=now)
    return keys


def _is_digest(decision: Decision) -> bool:
    return decision.audience is not Audience.UNIT


def _key(campaign: Campaign, due: DueVersion, decision: Decision, *, now: datetime, gone: set[str]) -> str:
    """The one function that names a message. The same decision gives the same key, whoever makes it."""
    if not _is_digest(decision):
        task = f"{campaign.plan.identity.id}/{thread_of(due.unit, due.terms.duty)}/v{due.terms.number}"
        return f"{task}/{decision.rung}/{decision.recipient}/{decision.channel}"
    key = _digest_key(campaign, decision, now)
    # A digest that has left today cannot take in another unit; what is decided after it goes into a second one.
    return f"{key}/{decision.rung}/{due.unit}" if key in gone else key


def _digest_key(campaign: Campaign, decision: Decision, now: datetime) -> str:
    day = f"{campaign.local_day(now):%Y-%m-%d}"
    return f"{campaign.plan.identity.id}/{decision.message}/{day}/{decision.recipient}/{decision.channel}"


def _queue(
    session: Session,
    campaign: Campaign,
    fresh: Mapping[str, ToSend],
    *,
    urgent: AbstractSet[str],
    contacts: Mapping[tuple[str, str], Contact],
) -> None:
    """Write the messages, by key, into the outbox: a list for each column, because there may be thousands."""
    letters = list(fresh.values())
    people = [contacts[decision.recipient, decision.channel] for _, decision in letters]
    moments = [decision.moment for _, decision in letters]
    execute_many(
        session,
        insert(_OUTBOX).values(campaign_id=campaign.id, state=MessageState.QUEUED.value),
        {
            "key": list(fresh),
            "thread": [_thread(due, decision) for due, decision in letters],
            "message": [decision.message for _, decision in letters],
            "unit": [contact.unit for contact in people],
            "recipient": [contact.code for contact in people],
            "recipient_name": [contact.name for contact in people],
            "channel": [contact.channel for contact in people],
            "address": [contact.address for contact in people],
            "priority": [_priority(decision, is_urgent=key in urgent).value for key, (_, decision) in fresh.items()],
            "moment": moments,
            "next_at": moments,
            "expires_at": [decision.expires_at for _, decision in letters],
        },
    )


def _thread(due: DueVersion, decision: Decision) -> str:
    return decision.message if _is_digest(decision) else thread_of(due.unit, due.terms.duty)


def thread_of(unit: str, duty: str) -> str:
    return f"{unit}/{duty}"


def _priority(decision: Decision, *, is_urgent: bool) -> Priority:
    """A list is as urgent as the most urgent decision that it tells of."""
    if is_urgent:
        return Priority.URGENT
    return Priority.DIGEST if _is_digest(decision) else Priority.OWN_DUTY
