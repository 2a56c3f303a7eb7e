"""The pace of hand-ins (nhịp nộp): how many will have come by the deadline if people go on as in the last working days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.calendar import WorkingCalendar

PACE_OF = 5  # working days: a week, so that no weekday weighs more than another
ONE_DAY = timedelta(days=1)


def cumulated(by_day: Mapping[date, int], *, first: date, until: date) -> list[tuple[date, int]]:
    """How many had come by the end of each day; what came before the first day counts on it."""
    total = sum(number for day, number in by_day.items() if day < first)
    found = []
    for ahead in range((until - first).days + 1):
        day = first + ONE_DAY * ahead
        total += by_day.get(day, 0)
        found.append((day, total))
    return found


def projected(
    by_day: Mapping[date, int], *, today: date, last_day: date, expected: int, calendar: WorkingCalendar
) -> list[tuple[date, int]]:
    """How many will have come by the end of today and of each day up to the last, at the pace of the last working days.

    Never fewer than have come, never more than are expected, and nothing more on days off. Empty once the last day is over.
    """
    received = sum(number for day, number in by_day.items() if day <= today)
    if today >= last_day:
        return []
    since = calendar.shift(calendar.on_or_before(today), -(PACE_OF - 1))
    recent = sum(number for day, number in by_day.items() if since <= day <= today)
    found, gone = [(today, received)], 0
    for ahead in range(1, (last_day - today).days + 1):
        day = today + ONE_DAY * ahead
        gone += calendar.is_working_day(day)
        found.append((day, max(received, min(expected, received + recent * gone // PACE_OF))))
    return found
