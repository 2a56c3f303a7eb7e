"""Versions of an obligation: a new deadline makes a new one; an exemption silences its ladder, and the end of it wakes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import update

from database.models import DecisionRow, VersionRow
from domain.decisions import NOBODY, Outcome
from domain.obligations import Cause, Version
from domain.schedule import Scheduler

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Update
    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.deadlines import Deadline
    from domain.ladder import Notice, Step
    from domain.schedule import Schedule


def add_version(  # noqa: PLR0913 -- what a version is made of
    session: Session,
    campaign: Campaign,
    history: History,
    *,
    cause: Cause,
    deadline: Deadline,
    ladder: str,
    now: datetime,
    approver: str = "",
    document_number: str = "",
) -> VersionRow:
    """Begin a version with this deadline. Refuses a day beyond the known calendar."""
    campaign.plan.calendar.check(deadline.day)
    why = _Why(Outcome.SUPERSEDED, _DEADLINE_MOVED, repeats_had_ended=cause is Cause.RETURNED)
    _pass_over(session, campaign, history, why=why, now=now)
    number = len(history.versions) + 1
    version = Version(number, deadline, cause, now, ladder)
    row = VersionRow(
        obligation_id=history.obligation_id,
        tier=history.tier,
        number=number,
        cause=cause.value,
        deadline_day=deadline.day,
        reading=deadline.reading.value,
        effective_from=now,
        ladder=ladder,
        approver=approver,
        document_number=document_number,
        next_step_at=Scheduler(campaign).schedule(version).first_moment(version),
    )
    session.execute(_stop(history.obligation_id))
    session.add(row)
    session.flush()
    return row


def silence(session: Session, campaign: Campaign, history: History, *, now: datetime) -> None:
    """Let the ladder ask nothing more: the unit need not report. What was due and undecided is written down so."""
    _pass_over(session, campaign, history, why=_EXEMPTED, now=now)
    session.execute(_stop(history.obligation_id))


def wake(session: Session, campaign: Campaign, history: History, *, now: datetime) -> None:
    """Let the ladder go on from `now`, where the unit owes a report again; otherwise leave it as it is."""
    found = history.standing(now)
    if not found.state.is_owed:
        return
    version_id = history.version_ids[-1]
    schedule = _schedule(campaign, history)
    exemption = history.exemptions[-1] if history.exemptions else None
    if exemption is not None and exemption.until == now:  # what fell into the time of the exemption asked for nothing
        steps = [step for step in schedule.due(since=exemption.since, now=now) if step.moment > exemption.since]
        _write_down(session, version_id, steps, why=_EXEMPTED, now=now)
    row = session.get_one(VersionRow, version_id)
    coming = (row.next_step_at, schedule.next_moment(after=now, received=False))
    row.next_step_at = min((moment for moment in coming if moment is not None), default=None)
    session.flush()


def _schedule(campaign: Campaign, history: History) -> Schedule:
    promise = history.promises[-1] if history.promises else None
    return Scheduler(campaign).schedule(history.versions[-1], promise=promise)


def _stop(obligation_id: int) -> Update:
    return update(VersionRow).where(VersionRow.obligation_id == obligation_id).values(next_step_at=None)


class _Why(NamedTuple):
    """Why a step that was due is passed over. What repeats ends with a received report, and needs no word."""

    outcome: Outcome
    reason: str
    repeats_had_ended: bool = False


_EXEMPTED = _Why(Outcome.NOT_OWED, "Đơn vị được miễn báo cáo.")
_DEADLINE_MOVED = "Mốc này chưa kịp xử lý thì hạn đã đổi; thang nhắc của hạn mới thay thế."


def _pass_over(session: Session, campaign: Campaign, history: History, *, why: _Why, now: datetime) -> None:
    """Write down what was due under the old deadline and nobody had decided yet: no rung ends without a decision."""
    version_id = history.version_ids[-1]
    since = session.get_one(VersionRow, version_id).next_step_at
    if since is None:
        return
    _write_down(session, version_id, _schedule(campaign, history).due(since=since, now=now), why=why, now=now)


def _write_down(session: Session, version_id: int, steps: Iterable[Step], *, why: _Why, now: datetime) -> None:
    session.add_all(
        _passed_over(version_id, step, notice, why=why, now=now)
        for step in steps
        if not (why.repeats_had_ended and step.rung.every_days)
        for notice in step.rung.notices
    )


def _passed_over(version_id: int, step: Step, notice: Notice, *, why: _Why, now: datetime) -> DecisionRow:
    return DecisionRow(
        version_id=version_id,
        rung=step.key,
        audience=notice.audience.value,
        message=notice.message,
        recipient=f"{NOBODY}/{notice.audience}",
        channel=NOBODY,
        outcome=why.outcome.value,
        reason=why.reason,
        moment=step.moment,
        decided_at=now,
        message_key=None,
    )
