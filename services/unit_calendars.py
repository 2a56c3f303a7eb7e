"""The calendar that a unit subscribes to: its deadlines as they stand, and the days on which it said it would hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import ObligationRow
from database.queries.units import unit_names
from domain.invitations import uid_of
from domain.lifecycle import Stage
from domain.vietnamese_dates import day_text
from notifications.calendar_file import Entry, Feed
from notifications.contexts import Opening
from notifications.invitations import invitation
from services.invitations import OVER, event_sequence, event_uid
from services.letters import duty_facts, plan_facts
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from services.standings import Obligation


def unit_feed(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> Feed:
    """What is handed in stays, marked so; what need not be handed in is cancelled. Without a duty it is empty."""
    owed = select(ObligationRow.id).where(ObligationRow.campaign_id == campaign.id, ObligationRow.unit == unit)
    obligations = obligations_at(session, campaign, as_of=as_of, only=session.scalars(owed))
    superiors = {one.superior for one in obligations if one.superior}
    names = unit_names(session, campaign.id, {unit, campaign.plan.bodies.coordinator, *superiors})
    entries = [_deadline(one, campaign, names, as_of=as_of) for one in obligations]
    promised = [_promised(one, campaign, names) for one in obligations if one.promise and one.standing.state.is_owed]
    return Feed(f"Hạn báo cáo {campaign.plan.identity.number}: {names[unit]}", (*entries, *promised))


def _deadline(one: Obligation, campaign: Campaign, names: Mapping[str, str], *, as_of: datetime) -> Entry:
    facts = Opening(plan_facts(campaign, names), duty_facts(one, campaign, names))
    reached = one.history.stage(as_of)
    event = invitation(
        facts,
        uid=event_uid(one, campaign),
        sequence=event_sequence(one.history, as_of),
        over=OVER.get(reached, ""),
    )
    return Entry(
        uid=event.uid,
        day=event.day,
        summary=event.summary,
        description=event.description,
        stamped_at=changed_at(one.history, campaign, as_of=as_of),
        sequence=event.sequence,
        is_cancelled=reached is Stage.EXEMPT,
        has_alarms=not event.is_cancelled,
    )


def _promised(one: Obligation, campaign: Campaign, names: Mapping[str, str]) -> Entry:
    promise = one.promise
    if promise is None:  # the caller asked for those that have one
        raise LookupError(one.unit)
    return Entry(
        uid=uid_of(campaign, "promise", one.duty.id, one.unit),
        day=promise.day,
        summary=f"[{campaign.plan.identity.number}] Ngày hẹn nộp báo cáo – {names[one.unit]}",
        description=f"Đơn vị đã hẹn nộp báo cáo ngày {day_text(promise.day)}. "
        f"Hạn nộp không thay đổi: ngày {day_text(one.standing.deadline.last_day)}.",
        stamped_at=promise.made_at,
        has_alarms=True,
    )


def changed_at(history: History, campaign: Campaign, *, as_of: datetime) -> datetime:
    """When anything last happened to the duty that its event could tell."""
    moments = [
        campaign.opened_at,
        *(version.effective_from for version in history.versions),
        *(promise.made_at for promise in history.promises),
        *(moment for one in history.submissions for moment in (one.received_at, one.returned_at, one.withdrawn_at)),
        *(moment for one in history.exemptions for moment in (one.since, one.until)),
    ]
    return max((moment for moment in moments if moment is not None and moment <= as_of), default=campaign.opened_at)
