"""The schedule of one obligation: the steps of its ladder, with those that a promise adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.calendar import CalendarRangeError
from domain.deadlines import Deadline
from domain.ladder import Step, steps
from domain.obligations import Cause
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.campaigns import Campaign
    from domain.obligations import Promise, Version
    from domain.plans import Plan

PROMISE_LADDER = "promise"
RETURNED_LADDER = "returned"
AFTER_CLOSING = timedelta(days=75)  # units that are still silent when the campaign closes keep their next decision
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
        self._known: dict[tuple[str, Deadline], Schedule] = {}

    def schedule(self, version: Version, *, promise: Promise | None = None) -> Schedule:
        key = (version.ladder, version.deadline)
        if key not in self._known:
            self._known[key] = self._work_out(version.ladder, version.deadline)
        return self._known[key].with_promise(promise, self._campaign, deadline=version.deadline)

    def _work_out(self, ladder: str, deadline: Deadline) -> Schedule:
        campaign = self._campaign
        _check(deadline, campaign)
        return Schedule(
            tuple(
                steps(
                    campaign.plan.ladders[ladder],
                    deadline,
                    opened=campaign.opened_at,
                    calendar=campaign.plan.calendar,
                    until=horizon(campaign),
                ),
            ),
        )


def _check(deadline: Deadline, campaign: Campaign) -> None:
    """Refuse a day past which no rung could fall before the ladders end: nobody would measure it."""
    last = horizon(campaign)
    if deadline.end + LONGEST_BREAK > last:
        raise CalendarRangeError(
            f"Ngày {day_text(deadline.last_day)} quá xa: thang nhắc việc chỉ tính được đến ngày {day_text(last)}. Hãy chọn "
            "ngày sớm hơn, hoặc bổ sung ngày nghỉ của năm sau vào lịch (config/calendar.yaml) trước khi mở đợt.",
        )


def horizon(campaign: Campaign) -> datetime:
    """How far ladders are worked out: to the hour of sending on the last day."""
    return campaign.plan.calendar.at(last_day(campaign.plan), campaign.plan.ladders[PROMISE_LADDER].send_at)


def last_day(plan: Plan) -> date:
    """The last day of a campaign: some time past its closing, as far as the calendar allows."""
    return min(plan.closes + AFTER_CLOSING, plan.calendar.last - LONGEST_BREAK)


def promise_steps(promise: Promise, campaign: Campaign) -> Sequence[Step]:
    """The rungs of the promise ladder, named with the promised day: a second promise has rungs of its own."""
    promised = Deadline(day=promise.day, timezone=campaign.plan.timezone)
    _check(promised, campaign)
    found = steps(
        campaign.plan.ladders[PROMISE_LADDER],
        promised,
        opened=campaign.opened_at,
        calendar=campaign.plan.calendar,
        until=horizon(campaign),
    )
    return [replace(step, key=f"{step.key}@{promise.day:%Y-%m-%d}") for step in found]
