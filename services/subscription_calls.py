"""Calls to subscribers: found in the ledgers and written down, then claimed, made and recorded one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from database.models import SubscriptionCallRow, SubscriptionRow
from database.queries.changes import escalations_after, moves_after, runs_as_they_stand, transmittals_after
from database.queries.subscriptions import (
    calls_known,
    claim_call,
    live_subscriptions,
    next_due_call,
    put_off_calls,
)
from domain.changes import CallState, Change, ChangeKind, Seen, next_try
from services.standings import obligations_at
from services.subscriptions import ENDED, queue_call

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from domain.campaigns import Campaign

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class ClaimedCall:
    """A call that is ours to make."""

    id: int
    url: str
    secret: str
    key: str
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a subscription is to be told, and what it was told of then."""

    subscription_id: int
    changes: tuple[Change, ...]
    seen: Seen
    is_news: bool


def find_changes(session: Session, campaign: Campaign, *, now: datetime) -> list[Found]:
    """What is to be told to each live subscription that there is news for. Changes nothing; most rounds find nothing."""
    found = [_found(session, campaign, row, now=now) for row in live_subscriptions(session, campaign.id)]
    return [one for one in found if one.is_news]


def write_calls(session: Session, campaign: Campaign, found: Sequence[Found], *, site: str, now: datetime) -> int:
    """Write down a call for each change, once, together with how far was read. Returns how many."""
    written = 0
    for one in found:
        row = session.get_one(SubscriptionRow, one.subscription_id, with_for_update=True)
        known = calls_known(session, row.id, (change.key for change in one.changes))
        news = [change for change in one.changes if change.key not in known and row.ended_at is None]
        for change in news:
            queue_call(session, campaign, row, change, site=site, now=now)
        row.seen = one.seen.to_json()
        written += len(news)
    return written


def claim_next(session: Session, *, cipher: Cipher, owner: str, now: datetime) -> ClaimedCall | None:
    """The next call, ours for two minutes. One that a dead worker left is made again: the receiver drops repeats."""
    call_id = next_due_call(session, now=now)
    if call_id is None or not claim_call(session, call_id, owner=owner, now=now):
        return None
    call = session.get_one(SubscriptionCallRow, call_id, populate_existing=True)
    row = session.get_one(SubscriptionRow, call.subscription_id)
    if row.ended_at is not None:
        _give_up(call, note=ENDED)
        return None
    return ClaimedCall(call.id, cipher.open(row.url), cipher.open(row.secret), call.event_key, call.kind, call.body)


def record_call(
    session: Session,
    call_id: int,
    *,
    owner: str,
    has_arrived: bool,
    code: str,
    note: str,
    now: datetime,
    again: bool = True,
) -> None:
    """Write down what came of the call, unless another worker has taken it over since."""
    call = session.get_one(SubscriptionCallRow, call_id, with_for_update=True)
    if call.lease_owner != owner or call.state != CallState.SENDING:
        return
    call.code, call.note = code, note[:LONGEST_NOTE]
    call.lease_owner = call.lease_until = None
    if has_arrived:
        call.state, call.sent_at = CallState.DELIVERED.value, now
        return
    at = next_try(attempts=call.attempts, since=call.at, now=now) if again else None
    if at is None:
        call.state = CallState.FAILED.value
        return
    call.state, call.next_at = CallState.QUEUED.value, at
    session.flush()
    put_off_calls(session, call.subscription_id, until=at)


def _give_up(call: SubscriptionCallRow, *, note: str) -> None:
    call.state, call.note, call.lease_owner, call.lease_until = CallState.FAILED.value, note, None, None


def _found(session: Session, campaign: Campaign, row: SubscriptionRow, *, now: datetime) -> Found:
    seen = Seen.from_json(row.seen)
    kinds = set(json.loads(row.kinds))
    moves, events = moves_after(session, campaign.id, seen.events)
    escalations, decisions = escalations_after(session, campaign.id, seen.decisions)
    sent, transmittals = transmittals_after(session, campaign.id, seen.transmittals)
    runs = [change for change in runs_as_they_stand(session, campaign.id) if change.key not in seen.runs]
    overdue = _overdue(session, campaign, seen, now=now) if not kinds or ChangeKind.OVERDUE in kinds else []
    after = replace(
        seen,
        events=events,
        decisions=decisions,
        transmittals=transmittals,
        runs=seen.runs | {change.key for change in runs},
        overdue=campaign.local_day(now),
    )
    wanted = [one for one in (*moves, *escalations, *sent, *runs, *overdue) if not kinds or one.kind in kinds]
    known = calls_known(session, row.id, (change.key for change in wanted))
    news = tuple(change for change in wanted if change.key not in known)
    return Found(row.id, news, after, is_news=bool(news) or after != seen)


def _overdue(session: Session, campaign: Campaign, seen: Seen, *, now: datetime) -> list[Change]:
    """Whom the days since the last look made overdue. A deadline ends with its day, so once a day is enough."""
    today = campaign.local_day(now)
    if seen.overdue is None or seen.overdue >= today:
        return []
    return [
        Change(
            ChangeKind.OVERDUE,
            f"overdue/{one.id}/{one.version.number}",
            one.standing.deadline.end,
            unit=one.unit,
            duty=one.duty.id,
        )
        for one in obligations_at(session, campaign, as_of=now)
        if one.standing.is_overdue and one.standing.deadline.last_day >= seen.overdue
    ]
