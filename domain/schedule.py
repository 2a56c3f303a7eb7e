"""The schedule of one obligation: the steps of its ladder, with those that a promise adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.calendar import CalendarRangeError
from domain.deadlines import Deadline
from domain.ladder import steps
from domain.obligations import Cause
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.campaigns import Campaign
    from domain.ladder import Step
    from domain.obligations import Promise, Version
    from domain.plans import Plan

PROMISE_LADDER = "promise"
RETURNED_LADDER = "returned"
AFTER_CLOSING = timedelta(days=75)  # units that are still silent when the campaign closes keep their next decision
A_SECOND = timedelta(seconds=1)
LONGEST_BREAK = timedelta(days=15)  # a step moved off the longest Tết must still fall on a day that the calendar knows


@dataclass(frozen=True, slots=True)
class Schedule:
    """Steps in the order of time."""

    steps: tuple[Step, ...]

    def due(self, *, since: datetime, now: datetime) -> tuple[Step, ...]:
        """What came due from `since` (not yet decided) up to `now`, both included."""
        return tuple(step for step in self.steps if since <= step.moment <= now)

    def next_step(self, *, after: datetime, received: bool) -> Step | None:
        """The next step to be decided on. Once a report is received, nothing repeats any more."""
        coming = (step for step in self.steps if step.moment > after and not (received and step.rung.every_days))
        return next(coming, None)

    def next_moment(self, *, after: datetime, received: bool) -> datetime | None:
        """When the next decision is to be made."""
        step = self.next_step(after=after, received=received)
        return None if step is None else step.moment

    def first_moment(self, version: Version) -> datetime | None:
        """When the ladder first asks. A version with a new deadline leaves alone what was due before it began."""
        if version.cause is Cause.OPENED:
            return self.steps[0].moment if self.steps else None
        return next((step.moment for step in self.steps if step.moment >= version.effective_from), None)

    def with_promise(self, promise: Promise | None, campaign: Campaign, *, deadline: Deadline) -> Schedule:
        """The schedule with the steps for the case that the promised day passes, and the deadline with it."""
        if promise is None:
            return self
        begins = max(promise.made_at, deadline.end)
        added = (step for step in promise_steps(promise, campaign) if step.moment > begins)
        return Schedule(tuple(sorted((*self.steps, *added), key=lambda step: step.moment)))


class Scheduler:
    """Schedules for one campaign. Thousands of units share a few ladders and dates, so each is worked out once."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._known: dict[tuple[str, Deadline, int], Schedule] = {}

    def schedule(self, version: Version, *, promise: Promise | None = None) -> Schedule:
        """A version begins under the plan in force then; each change of the plan turns what was still to come."""
        turns = len(self._campaign.plans_since(version.effective_from))
        key = (version.ladder, version.deadline, turns)
        if key not in self._known:
            found = _steps_since(version.effective_from, version.ladder, version.deadline, self._campaign)
            self._known[key] = Schedule(found)
        return self._known[key].with_promise(promise, self._campaign, deadline=version.deadline)

    def check(self, ladder: str, deadline: Deadline) -> None:
        """Refuses a deadline under which some rung falls on a day that the calendar does not know."""
        _steps_under(self._campaign.plan, ladder, deadline, self._campaign)


def _steps_since(since: datetime, ladder: str, deadline: Deadline, campaign: Campaign) -> tuple[Step, ...]:
    """The steps of a ladder begun then: under each plan for as long as it was in force."""
    earlier = campaign.plans_since(since)
    plans = [*(one.plan for one in earlier), campaign.plan]
    found = _steps_under(plans[0], ladder, deadline, campaign)
    for change, plan in zip(earlier, plans[1:], strict=True):
        found = _turned(found, _steps_under(plan, ladder, deadline, campaign), at=change.until, plan=plan)
    return found


def _steps_under(plan: Plan, ladder: str, deadline: Deadline, campaign: Campaign) -> tuple[Step, ...]:
    _check(deadline, plan)
    found = steps(
        plan.ladders[ladder],
        deadline,
        opened=campaign.opened_at,
        calendar=plan.calendar,
        until=horizon(plan),
    )
    return tuple(found)


def _turned(old: Sequence[Step], new: Sequence[Step], *, at: datetime, plan: Plan) -> tuple[Step, ...]:
    """What had come due stays as it was, and comes due once; what was still to come goes by the new plan.

    A rung that the new plan puts before the change, though it was still to come, is due right after it: none is lost.
    """
    past = [step for step in old if step.moment <= at]
    done, coming = {step.key for step in past}, {step.key for step in old if step.moment > at}
    at_once = plan.calendar.next_working_moment(at + A_SECOND)
    kept = [
        step if step.moment > at else replace(step, moment=at_once)
        for step in new
        if step.key not in done and (step.moment > at or step.key in coming)
    ]
    return (*past, *sorted(kept, key=lambda step: step.moment))


def _check(deadline: Deadline, plan: Plan) -> None:
    """Refuse a day past which no rung could fall before the ladders end: nobody would measure it."""
    last = horizon(plan)
    if deadline.end + LONGEST_BREAK > last:
        raise CalendarRangeError(
            f"Ngày {day_text(deadline.last_day)} quá xa: thang nhắc việc chỉ tính được đến ngày {day_text(last)}. Hãy chọn "
            "ngày sớm hơn, hoặc bổ sung ngày nghỉ của năm sau vào lịch (config/calendar.yaml) trước khi mở đợt.",
        )


def horizon(plan: Plan) -> datetime:
    """How far ladders are worked out: to the hour of sending on the last day."""
    return plan.calendar.at(last_day(plan), plan.ladders[PROMISE_LADDER].send_at)


def last_day(plan: Plan) -> date:
    """The last day of a campaign: some time past its closing, as far as the calendar allows."""
    return min(plan.closes + AFTER_CLOSING, plan.calendar.last - LONGEST_BREAK)


def promise_steps(promise: Promise, campaign: Campaign) -> Sequence[Step]:
    """The rungs of the promise ladder, named with the promised day: a second promise has rungs of its own."""
    promised = Deadline(day=promise.day, timezone=campaign.plan.timezone)
    found = _steps_since(promise.made_at, PROMISE_LADDER, promised, campaign)
    return [replace(step, key=f"{step.key}@{promise.day:%Y-%m-%d}") for step in found]
