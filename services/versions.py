"""A new deadline makes a new version of an obligation; the ladder of the old one is left where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import DecisionRow, VersionRow
from domain.deadlines import Deadline, Reading
from domain.decisions import NOBODY, Outcome
from domain.obligations import Cause, Version
from domain.schedule import Scheduler

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.ladder import Notice, Step


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
    _pass_over(session, campaign, history, cause=cause, now=now)
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


def _pass_over(session: Session, campaign: Campaign, history: History, *, cause: Cause, now: datetime) -> None:
    """Write down what was due under the old deadline and nobody had decided yet: no rung ends without a decision."""
    version_id = history.version_ids[-1]
    since = session.get_one(VersionRow, version_id).next_step_at
    if since is None:
        return
    promise = history.promises[-1] if history.promises else None
    schedule = Scheduler(campaign).schedule(history.versions[-1], promise=promise)
    for step in schedule.due(since=since, now=now):
        if cause is Cause.RETURNED and step.rung.every_days:  # what repeats had ended with the report
            continue
        session.add_all(_passed_over(version_id, step, notice, now=now) for notice in step.rung.notices)


def _passed_over(version_id: int, step: Step, notice: Notice, *, now: datetime) -> DecisionRow:
    return DecisionRow(
        version_id=version_id,
        rung=step.key,
        audience=notice.audience.value,
        message=notice.message,
        recipient=f"{NOBODY}/{notice.audience}",
        channel=NOBODY,
        outcome=Outcome.SUPERSEDED.value,
        reason="Mốc này chưa kịp xử lý thì hạn đã đổi; thang nhắc của hạn mới thay thế.",
        moment=step.moment,
        decided_at=now,
        message_key=None,
    )
