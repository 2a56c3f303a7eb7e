"""Subscriptions, and the calls to them: which are due, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, update

from database.models import CampaignRow, SubscriptionCallRow, SubscriptionRow
from domain.changes import LEASE, CallState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_Call = SubscriptionCallRow


def live_subscriptions(session: Session, campaign_id: int) -> list[SubscriptionRow]:
    """Those that nobody ended."""
    return [one for one in subscriptions_of(session, campaign_id) if one.ended_at is None]


def subscriptions_of(session: Session, campaign_id: int) -> list[SubscriptionRow]:
    found = select(SubscriptionRow).where(SubscriptionRow.campaign_id == campaign_id).order_by(SubscriptionRow.id)
    return list(session.scalars(found))


def subscribed_plans(session: Session) -> list[str]:
    """The plans of campaigns that somebody subscribes to."""
    query = select(CampaignRow.plan_id).join(SubscriptionRow, SubscriptionRow.campaign_id == CampaignRow.id)
    return list(
        session.scalars(query.where(SubscriptionRow.ended_at.is_(None)).distinct().order_by(CampaignRow.plan_id))
    )


def calls_known(session: Session, subscription_id: int, keys: Iterable[str]) -> set[str]:
    """Of these changes, those for which a call was written."""
    of_it = _Call.subscription_id == subscription_id
    return set(session.scalars(select(_Call.event_key).where(of_it, _Call.event_key.in_(set(keys)))))


def calls_of(session: Session, subscription_id: int, *, limit: int) -> list[SubscriptionCallRow]:
    """The latest first."""
    found = select(_Call).where(_Call.subscription_id == subscription_id).order_by(_Call.id.desc()).limit(limit)
    return list(session.scalars(found))


def call_counts(session: Session, campaign_id: int) -> dict[int, dict[CallState, int]]:
    """How many calls of each subscription are in each state."""
    found = session.execute(
        select(_Call.subscription_id, _Call.state, func.count())
        .join(SubscriptionRow, _Call.subscription_id == SubscriptionRow.id)
        .where(SubscriptionRow.campaign_id == campaign_id)
        .group_by(_Call.subscription_id, _Call.state)
    )
    counts: dict[int, dict[CallState, int]] = {}
    for subscription_id, state, number in found:
        counts.setdefault(subscription_id, {})[CallState(state)] = number
    return counts


def next_due_call(session: Session, *, now: datetime) -> int | None:
    """The call that waits longest. One whose worker died in the middle counts: nobody knows whether it arrived."""
    return session.scalar(select(_Call.id).where(_is_due(now)).order_by(_Call.next_at, _Call.id).limit(1))


def claim_call(session: Session, call_id: int, *, owner: str, now: datetime) -> bool:
    """Whether the call is ours now; another worker may have been quicker."""
    claimed = session.execute(
        update(_Call)
        .where(_Call.id == call_id, _is_due(now))
        .values(
            state=CallState.SENDING.value,
            lease_owner=owner,
            lease_until=now + LEASE,
            attempts=_Call.attempts + 1,
        )
        .returning(_Call.id)
        .execution_options(synchronize_session=False)
    ).first()
    return claimed is not None


def put_off_calls(session: Session, subscription_id: int, *, until: datetime) -> None:
    """Let those that wait for the same server wait as well, so that one that is down holds up no other."""
    session.execute(
        update(_Call)
        .where(_Call.subscription_id == subscription_id, _Call.state == CallState.QUEUED.value, _Call.next_at < until)
        .values(next_at=until)
        .execution_options(synchronize_session=False)
    )


def drop_queued_calls(session: Session, subscription_id: int, *, note: str) -> None:
    """Give up what still waits for a subscription that ended."""
    session.execute(
        update(_Call)
        .where(_Call.subscription_id == subscription_id, _Call.state == CallState.QUEUED.value)
        .values(state=CallState.FAILED.value, note=note)
        .execution_options(synchronize_session=False)
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    waits = and_(_Call.state == CallState.QUEUED.value, _Call.next_at <= now)
    is_left = and_(_Call.state == CallState.SENDING.value, _Call.lease_until < now)
    return or_(waits, is_left)
