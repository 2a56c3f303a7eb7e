"""Days and hours as Party documents write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_text(day: date) -> str:
    """05/9/2016, 20/8/2022, 06/12/2016: days below 10 carry a zero, of the months only 1 and 2 do."""
    return f"{day.day:02}/{_month(day.month)}/{day.year}"


def long_day_text(day: date | None, *, year: int | None = None) -> str:
    """ngày 24 tháng 6 năm 2022; with room to fill in by hand when the day is not known, or the year neither."""
    if day is None:
        return f"ngày      tháng      năm {year or ''}".rstrip()
    return f"ngày {day.day:02} tháng {_month(day.month)} năm {day.year}"


def weekday_text(day: date) -> str:
    """thứ Bảy, ngày 20/8/2022."""
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day_text(day)}"


def weekday_name(day: date) -> str:
    """thứ Bảy."""
    return _WEEKDAYS[day.weekday()]


def moment_text(moment: datetime) -> str:
    """08 giờ 00 ngày 20/8/2022, in the zone that the moment carries."""
    return f"{moment:%H giờ %M} ngày {day_text(moment)}"


def month_text(month: str) -> str:
    """tháng 8/2022, from "2022-08"."""
    year, number = month.split("-")
    return f"tháng {_month(int(number))}/{year}"


def _month(number: int) -> str:
    # Without the zero, 1 and 2 are easily turned into 11 and 12 by hand.
    return f"{number:02}" if number in (1, 2) else str(number)
