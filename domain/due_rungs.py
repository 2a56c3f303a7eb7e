"""Rungs that came due, worked out anew from what happened: what the decisions of a campaign are held against."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.lifecycle import Stage
from domain.obligations import Cause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.exemptions import Exemption
    from domain.ladder import Step
    from domain.obligations import Promise, Version
    from domain.schedule import Scheduler

_THERE = (Stage.RECEIVED, Stage.ACCEPTED)


class Moved(NamedTuple):
    """When a move was made, and the stage that it led to."""

    at: datetime
    to_stage: Stage


@dataclass(frozen=True, slots=True)
class Life:
    """All that the ladder of one obligation depended on, each in the order in which it was written down."""

    versions: Sequence[Version]
    promises: Sequence[Promise] = ()
    exemptions: Sequence[Exemption] = ()
    moves: Sequence[Moved] = ()

    def ends(self, place: int) -> datetime | None:
        """When the next version took the place of this one."""
        return self.versions[place + 1].effective_from if place + 1 < len(self.versions) else None

    def was_received(self, moment: datetime) -> bool:
        """Whether a report stood just before that moment, as far as was known then."""
        before = [one for one in self.moves if one.at < moment]
        return bool(before) and before[-1].to_stage in _THERE

    def is_returned_since(self, place: int, moment: datetime) -> bool:
        """Whether a report was returned after that moment, under this version or an earlier one."""
        return any(one.cause is Cause.RETURNED and one.effective_from > moment for one in self.versions[: place + 1])


def steps_due(life: Life, place: int, scheduler: Scheduler, *, runs: Sequence[datetime], as_of: datetime) -> list[Step]:
    """The steps of the version at this place that came due by `as_of` and must be decided.

    `runs` are the moments, in order, at which the ladders of its tier were asked: what was due and then taken away
    before any of them (by a second promise, or what repeats by a report that was then returned) needed no decision.
    """
    return _Window(life, place, scheduler, runs=runs, as_of=as_of).steps()


class _Window:
    """The time in which one version was in force, up to `as_of`."""

    def __init__(
        self, life: Life, place: int, scheduler: Scheduler, *, runs: Sequence[datetime], as_of: datetime
    ) -> None:
        self._life, self._place, self._version = life, place, life.versions[place]
        self._scheduler, self._runs, self._as_of = scheduler, runs, as_of
        self._ends = life.ends(place)
        self._until = as_of if self._ends is None else min(as_of, self._ends)
        self._exempt = self._silences()

    def steps(self) -> list[Step]:
        schedule = self._scheduler.schedule(self._version)
        found = [step for step in schedule.steps if self._asks(step)]
        for number in range(len(self._life.promises)):
            found += self._promised(number)
        return sorted(found, key=lambda step: step.moment)

    def _asks(self, step: Step) -> bool:
        """What was due before a new deadline began is left alone; with the opening the first rungs are passed over."""
        if step.moment > self._until:
            return False
        if self._version.cause is not Cause.OPENED and step.moment < self._version.effective_from:
            return False
        if any(since < step.moment for since in self._exempt):
            return False
        return not step.rung.every_days or self._repeats(step.moment)

    def _repeats(self, moment: datetime) -> bool:
        """What repeats ends with a received report; what was due before it, with the return of that report."""
        if self._life.was_received(moment):
            return False
        if self._ends is None or self._life.versions[self._place + 1].cause is not Cause.RETURNED:
            return True
        return self._was_asked(moment, self._ends)

    def _silences(self) -> list[datetime]:
        """Since when the ladder rests for good: an exemption of this version that was not lifted by then."""
        return [
            one.since
            for one in self._life.exemptions
            if self._version.effective_from <= one.since <= self._until
            and (one.until is None or one.until > self._as_of)
        ]

    def _promised(self, number: int) -> list[Step]:
        """The steps that this promise added, for as long as no later one took its place and no return ended it."""
        promise = self._life.promises[number]
        later = self._life.promises[number + 1 :]
        if promise.made_at > self._until or self._life.is_returned_since(self._place, promise.made_at):
            return []
        own = set(self._scheduler.schedule(self._version).steps)
        steps = (one for one in self._scheduler.schedule(self._version, promise=promise).steps if one not in own)
        return [
            step for step in steps if self._asks(step) and (not later or self._was_asked(step.moment, later[0].made_at))
        ]

    def _was_asked(self, since: datetime, until: datetime) -> bool:
        """Whether the ladders were asked at a moment from `since` on and before `until`."""
        place = bisect_left(self._runs, since)
        return place < len(self._runs) and self._runs[place] < until
