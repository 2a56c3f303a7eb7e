"""Ticks: the runs of the clockwork, and how late they are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from domain.calendar import WorkingCalendar


class TickKind(StrEnum):
    DAY = "day"  # the morning round: decide for every tier, send, audit
    DELIVER = "deliver"  # every few minutes: decide what fell due since, and send what waits
    INTAKE = "intake"  # take in what lies in the mailbox


class TickOutcome(StrEnum):
    RUNNING = ""
    DONE = "done"
    FAILED = "failed"


def is_day_owed(calendar: WorkingCalendar, *, last: datetime | None, now: datetime, is_due: bool = False) -> bool:
    """Whether a round is still to be made today: its hour has come on a working day, and none has begun since.

    Or, whenever the last one was, a rung has come due since (`is_due`): each ladder sends at an hour of its own, later
    than the offices open, and a campaign may be opened at noon. A machine that was off in the morning makes it up when
    it is back; of several mornings missed, only today's.
    """
    day = calendar.local(now).date()
    if not calendar.is_working_day(day):
        return False
    if is_due:
        return True
    morning = calendar.at(day, calendar.hours[0][0])
    return now >= morning and (last is None or last < morning)
