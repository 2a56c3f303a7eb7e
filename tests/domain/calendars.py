"""Calendars made up at random: any days off, Tết among them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from domain.calendar import WorkingCalendar

FIRST, LAST = date(2021, 1, 1), date(2023, 12, 31)
SPRING = date(2022, 3, 1)
DAY = timedelta(days=1)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Some days off around the spring of 2022, and some week-ends that are worked in exchange."""
    blocks = draw(st.lists(st.tuples(st.integers(-60, 120), st.integers(1, 9)), max_size=6))
    off = {SPRING + DAY * (start + day): "Nghỉ" for start, length in blocks for day in range(length)}
    worked = {SPRING + DAY * day for day in draw(st.lists(st.integers(-60, 120), max_size=6))}
    return WorkingCalendar(FIRST, LAST, off, frozenset(day for day in worked if day.weekday() >= 5))


def days() -> st.SearchStrategy[date]:
    return st.integers(-60, 120).map(lambda number: SPRING + DAY * number)
