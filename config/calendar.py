"""Which days the public sector of Viet Nam works: the `holidays` library, and what was decided besides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from config.plan_schema import CalendarModel
from config.yaml_file import YamlFile
from domain.calendar import CalendarRangeError, WorkingCalendar
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.plan_schema import FurtherDaysModel

OVERRIDES = Path(__file__).with_name("calendar.yaml")


def vietnam_calendar(first_year: int, last_year: int, *, further: FurtherDaysModel | None = None) -> WorkingCalendar:
    """The calendar of these years, as far as they are known; a span wholly unknown raises CalendarRangeError.

    `further` is what somebody knows of later days, and wins where both speak of one.
    """
    known = YamlFile(OVERRIDES).read(CalendarModel)
    end = max(known.last, further.last) if further else known.last
    first, last = _span(known.first, end, first_year=first_year, last_year=last_year)
    days_off, working_weekends = _library_days(first, last)
    for override in (*known.overrides, *(further.overrides if further else ())):
        working_weekends.discard(override.day)
        days_off.pop(override.day, None)
        if not override.works:
            days_off[override.day] = override.name
        else:
            working_weekends.add(override.day)
    return _within(WorkingCalendar(first, last, days_off, frozenset(working_weekends)))


def known_until() -> date:
    """The last day of which the program knows by itself whether people work."""
    return YamlFile(OVERRIDES).read(CalendarModel).last


def restricted(calendar: WorkingCalendar, *, first_year: int, last_year: int) -> WorkingCalendar:
    """The same calendar for fewer years: what a campaign carries with it."""
    first, last = _span(calendar.first, calendar.last, first_year=first_year, last_year=last_year)
    return _within(replace(calendar, first=first, last=last))


def _library_days(first: date, last: date) -> tuple[dict[date, str], set[date]]:
    """Days off by name, and the Saturdays worked in exchange."""
    from holidays import country_holidays  # noqa: PLC0415 -- slow to load, and a campaign that runs never asks for it

    # The year before as well: 31/12/2018 was exchanged for a Saturday in 2019.
    library = country_holidays("VN", language="vi", years=range(first.year - 1, last.year + 1))
    return dict(library.items()), set(library.weekend_workdays)


def _span(first: date, last: date, *, first_year: int, last_year: int) -> tuple[date, date]:
    start, end = max(first, date(first_year, 1, 1)), min(last, date(last_year, 12, 31))
    if start > end:
        raise CalendarRangeError(
            f"Lịch làm việc chỉ biết từ {day_text(first)} đến {day_text(last)}, không có năm {first_year}–{last_year}. "
            "Hãy bổ sung ngày nghỉ của các năm đó vào lịch (config/calendar.yaml) rồi chạy lại.",
        )
    return start, end


def _within(calendar: WorkingCalendar) -> WorkingCalendar:
    def inside(days: Iterable[date]) -> list[date]:
        return sorted(day for day in days if calendar.first <= day <= calendar.last)

    return replace(
        calendar,
        days_off={day: calendar.days_off[day] for day in inside(calendar.days_off)},
        working_weekends=frozenset(inside(calendar.working_weekends)),
    )
