"""What the ladder of a duty asks next, as things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.schedule import Scheduler
from services.explanations import Coming
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


def steps_ahead(
    session: Session, campaign: Campaign, ids: Sequence[int], *, as_of: datetime, most: int
) -> dict[int, list[Coming]]:
    """The first messages to come about each of these obligations; none where nothing is owed."""
    scheduler, local = Scheduler(campaign), campaign.plan.calendar.local
    found: dict[int, list[Coming]] = {}
    for one in obligations_at(session, campaign, as_of=as_of, only=ids):
        steps = scheduler.schedule(one.version, promise=one.promise).steps if one.standing.state.is_owed else ()
        coming = [
            Coming(local(step.moment), step.key, notice.audience.value, notice.message)
            for step in steps
            if step.moment > as_of
            for notice in step.rung.notices
        ]
        found[one.id] = coming[:most]
    return found
