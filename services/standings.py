"""Where the obligations of a campaign stand at a moment: computed on each call, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.obligations import histories
from domain.obligations import count, promise_in_force, version_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.obligations import Count, Promise, Standing, Version
    from domain.plans import Duty


@dataclass(frozen=True, slots=True)
class Obligation:
    """One obligation with its standing at a moment."""

    id: int
    unit: str
    superior: str | None
    tier: str
    duty: Duty
    version: Version
    standing: Standing
    promise: Promise | None
    history: History


def obligations_at(
    session: Session,
    campaign: Campaign,
    *,
    as_of: datetime,
    only: Iterable[int] | None = None,
) -> list[Obligation]:
    """The obligations (all, or `only` those with these ids) as they stood at that moment."""
    found = histories(session, campaign, obligations=only)
    return [_obligation(history, campaign, as_of) for history in found.values()]


def _obligation(history: History, campaign: Campaign, as_of: datetime) -> Obligation:
    promises = [promise for promise in history.promises if promise.made_at <= as_of]
    found = history.standing(as_of)
    return Obligation(
        id=history.obligation_id,
        unit=history.unit,
        superior=history.superior,
        tier=history.tier,
        duty=campaign.plan_at(as_of).duty(history.duty),
        version=version_in_force(history.versions, as_of),
        standing=found,
        promise=promise_in_force(promises[-1] if promises else None, found=found),
        history=history,
    )


def count_tier(obligations: Iterable[Obligation], tier: str) -> Count:
    return count([one.standing for one in obligations if one.tier == tier])
