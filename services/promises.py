"""Promises (hẹn ngày nộp): a day that holds back urging and, once past, puts the unit back on the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import PromiseRow, VersionRow
from domain.errors import RuleBroken
from domain.lifecycle import Move
from domain.obligations import Promise
from domain.schedule import Scheduler
from domain.vietnamese_dates import day_text
from services.events import begin, record

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


def promise(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    day: date,
    made_by: str,
    now: datetime,
    reason: str = "",
) -> PromiseRow:
    """Note the day that a unit names. It changes no deadline, and those above still see the unit in their lists."""
    if day < campaign.local_day(now):
        raise RuleBroken(f"Ngày hẹn {day_text(day)} đã qua; hãy hẹn một ngày từ hôm nay trở đi.")
    campaign.plan.calendar.check(day)
    history = begin(session, campaign, obligation_id, Move.PROMISE)
    row = PromiseRow(obligation_id=obligation_id, day=day, made_at=now, made_by=made_by)
    session.add(row)
    version = session.get_one(VersionRow, history.version_ids[-1])
    schedule = Scheduler(campaign).schedule(history.versions[-1], promise=Promise(day, now))
    coming = (version.next_step_at, schedule.next_moment(after=now, received=False))
    version.next_step_at = min((moment for moment in coming if moment is not None), default=None)
    session.flush()
    record(session, campaign, history, Move.PROMISE, by=made_by, now=now, reason=reason)
    return row
