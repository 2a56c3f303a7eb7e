"""A new deadline makes a new version of an obligation; the ladder of the old one is left where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import VersionRow
from domain.deadlines import Deadline, Reading
from domain.obligations import Version
from domain.schedule import Scheduler

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.obligations import Cause


def add_version(  # noqa: PLR0913 -- what a version is made of
    session: Session,
    campaign: Campaign,
    history: History,
    *,
    cause: Cause,
    day: date,
    ladder: str,
    now: datetime,
    approver: str = "",
    document_number: str = "",
) -> VersionRow:
    """Begin a version with the deadline `day`, which counts as a whole. Refuses a day beyond the known calendar."""
    campaign.plan.calendar.check(day)
    number = len(history.versions) + 1
    deadline = Deadline(day=day, timezone=campaign.plan.timezone)
    version = Version(number, deadline, cause, now, ladder)
    row = VersionRow(
        obligation_id=history.obligation_id,
        tier=history.tier,
        number=number,
        cause=cause.value,
        deadline_day=day,
        reading=Reading.THROUGH.value,
        effective_from=now,
        ladder=ladder,
        approver=approver,
        document_number=document_number,
        next_step_at=Scheduler(campaign).schedule(version).first_moment(version),
    )
    session.execute(
        update(VersionRow).where(VersionRow.obligation_id == history.obligation_id).values(next_step_at=None),
    )
    session.add(row)
    session.flush()
    return row
