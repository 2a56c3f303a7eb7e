"""Changing the plan of a running campaign: written down with the plan before and after, told to the units, put on the ladders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, update

from database.bulk import execute_many
from database.models import CampaignRow, PlanChangeRow, VersionRow
from database.queries.campaigns import hold, plan_changes
from database.queries.decisions import last_decided
from database.queries.obligations import histories
from database.queries.proof import next_steps
from database.queries.rehearsals import change_stamp
from domain.campaigns import EarlierPlan
from domain.errors import RuleBroken
from domain.lifecycle import MOVES, Move
from domain.obligations import Cause, State, promise_in_force
from domain.plan_changes import DateChange, PlanChangeKind, changed_plan, check_word, find_duty, kind_of, summary
from domain.schedule import Scheduler
from domain.vietnamese_dates import moment_text
from services.extensions import extend

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.plan_changes import PlanChange, Word
    from domain.plans import Plan

    Freeze = Callable[[Plan], str]

STALE = "Từ lúc tính đến nay kế hoạch, hạn nộp hoặc các lần nhắc đã có thay đổi; hãy xem lại các thông báo rồi mới thay đổi."
A_MOMENT = timedelta(minutes=10)
_VERSIONS = cast("Table", VersionRow.__table__)


class StalePreview(RuleBroken):
    """What was shown before is not what would happen now."""


@dataclass(frozen=True, slots=True)
class PlanChangeEntry:
    """A change that was made. `at` is local."""

    id: int
    at: datetime
    by: str
    kind: PlanChangeKind
    summary: str
    reason: str
    approver: str
    document_number: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a new date would move, and who keeps a date of their own or has nothing to hand in any more. Codes of units."""

    moved: tuple[str, ...]
    kept: tuple[str, ...]


def changes_of(session: Session, campaign: Campaign, *, as_of: datetime) -> list[PlanChangeEntry]:
    """The changes by then, the latest first."""
    rows = [row for row in plan_changes(session, campaign.id) if row.at <= as_of]
    return [_entry(row, campaign) for row in reversed(rows)]


def change_plan(
    session: Session,
    campaign: Campaign,
    change: PlanChange,
    *,
    word: Word,
    freeze: Freeze,
    now: datetime,
    stamp: str = "",
) -> Campaign:
    """Change the plan from `now` on; what came due before stays as it was. Returns the campaign with its new plan.

    With `stamp`, only if the campaign is still as it was when the messages that change were shown.
    """
    check_word(change, word)
    hold(session, campaign)
    if stamp and stamp != change_stamp(session, campaign.id):
        raise StalePreview(STALE)
    now = _after_the_last_run(session, campaign, now)
    after = changed_plan(campaign, change, now=now)
    row = _row(campaign, change, word, now)
    row.before, row.after = freeze(campaign.plan), freeze(after)
    session.add(row)
    session.get_one(CampaignRow, campaign.id).plan = row.after
    session.flush()
    earlier = (*campaign.earlier, EarlierPlan(campaign.plan, now))
    changed = replace(campaign, plan=after, earlier=earlier, change=row.id)
    if isinstance(change, DateChange):
        _move_deadlines(session, campaign, changed, change, word=word, now=now)
    _reschedule(session, changed, now=now)
    return changed


def _after_the_last_run(session: Session, campaign: Campaign, now: datetime) -> datetime:
    """A run that began a moment later may have been quicker: what it decided was decided by the plan that is now over."""
    last = last_decided(session, campaign.id)
    if last is None or last <= now:
        return now
    if last - now > A_MOMENT:
        local = campaign.plan.calendar.local
        raise RuleBroken(
            f"Các thang nhắc việc đã được xử lý đến {moment_text(local(last))}, sau thời điểm này "
            f"({moment_text(local(now))}); hãy thay đổi kế hoạch sau thời điểm đó.",
        )
    return last


def concerned(session: Session, campaign: Campaign, change: DateChange) -> Concerned:
    histories_ = _histories(session, campaign, change)
    moved = tuple(one.unit for one in histories_ if _is_moved(one, campaign, change))
    return Concerned(moved, tuple(one.unit for one in histories_ if one.unit not in moved))


def _row(campaign: Campaign, change: PlanChange, word: Word, now: datetime) -> PlanChangeRow:
    return PlanChangeRow(
        campaign_id=campaign.id,
        at=now,
        by=word.by,
        kind=kind_of(change).value,
        summary=summary(campaign.plan, change),
        reason=word.reason.strip(),
        approver=word.approver.strip(),
        document_number=word.document_number.strip(),
    )


def _entry(row: PlanChangeRow, campaign: Campaign) -> PlanChangeEntry:
    at = campaign.plan.calendar.local(row.at)
    kind = PlanChangeKind(row.kind)
    return PlanChangeEntry(row.id, at, row.by, kind, row.summary, row.reason, row.approver, row.document_number)


def _histories(session: Session, campaign: Campaign, change: DateChange) -> list[History]:
    """Of the obligations of the duty, all or those of the units that are named."""
    found = [one for one in histories(session, campaign).values() if one.duty == change.duty]
    unknown = set(change.units) - {one.unit for one in found}
    if unknown:
        raise RuleBroken(f"Không có nhiệm vụ này ở đơn vị: {', '.join(sorted(unknown))}.")
    return [one for one in found if not change.units or one.unit in change.units]


def _is_moved(history: History, campaign: Campaign, change: DateChange) -> bool:
    """Whoever still owes the report; of a whole duty those alone who go by the plan's date, not by one of their own."""
    if Move.EXTEND not in MOVES[history.stage()]:
        return False
    version, planned = history.versions[-1], find_duty(campaign.plan, change.duty).deadline
    if change.units:
        return (version.deadline.day, version.deadline.reading) != (change.day, change.reading)
    is_planned = (version.deadline.day, version.deadline.reading) == (planned.day, planned.reading)
    return is_planned and version.cause is not Cause.RETURNED


def _move_deadlines(
    session: Session, before: Campaign, after: Campaign, change: DateChange, *, word: Word, now: datetime
) -> None:
    to_move = [one for one in _histories(session, after, change) if _is_moved(one, before, change)]
    if not to_move:
        raise RuleBroken("Không còn đơn vị nào phải nộp theo hạn này; không có gì để đổi.")
    for one in to_move:
        extend(
            session,
            after,
            one.obligation_id,
            day=change.day,
            reading=change.reading,
            approver=word.approver,
            document_number=word.document_number,
            reason=word.reason,
            by=word.by,
            now=now,
        )


def _reschedule(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Set when each ladder asks next. What is due and not yet decided is left to the next run, which decides it as it was."""
    scheduler, asks = Scheduler(campaign), next_steps(session, campaign.id)
    moved: dict[int, datetime | None] = {}
    for history in histories(session, campaign).values():
        seen = asks.get(history.version_ids[-1])
        if _is_at_rest(history, seen, now):
            continue
        coming = _coming(history, scheduler, now)
        if coming != seen:
            moved[history.version_ids[-1]] = coming
    if moved:
        _write(session, moved)


def _is_at_rest(history: History, seen: datetime | None, now: datetime) -> bool:
    """Whether the ladder must not be touched: it is to be asked anyway, or silenced by an exemption."""
    if seen is not None and seen <= now:
        return True
    if history.standing(now).state is State.EXEMPT:
        return True
    return seen is None and any(exemption.until is None for exemption in history.exemptions)


def _coming(history: History, scheduler: Scheduler, now: datetime) -> datetime | None:
    found = history.standing(now)
    promise = promise_in_force(history.promises[-1] if history.promises else None, found=found)
    schedule = scheduler.schedule(history.versions[-1], promise=promise)
    return schedule.next_moment(after=now, received=not found.state.is_owed)


def _write(session: Session, moved: dict[int, datetime | None]) -> None:
    session.flush()  # what follows goes past the session, which would not write down first what it holds
    statement = update(_VERSIONS).where(_VERSIONS.c.id == bindparam("this")).values(next_step_at=bindparam("coming"))
    columns: dict[str, Sequence[object]] = {"this": list(moved), "coming": list(moved.values())}
    execute_many(session, statement, columns)
    session.expire_all()
