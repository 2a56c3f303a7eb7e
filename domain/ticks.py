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


def is_day_owed(calendar: WorkingCalendar, *, last: datetime | None, now: datetime) -> bool:
    """Whether the morning round of today is still to be made: its hour has come on a working day, and none has begun since.

    A machine that was off in the morning makes it up when it is back; of several mornings missed, only today's.
    """
    day = calendar.local(now).date()
    if not calendar.is_working_day(day):
        return False
    morning = calendar.at(day, calendar.hours[0][0])
    return now >= morning and (last is None or last < morning)
