"""Working days and working hours. Which days are off is data; beyond the known range the calendar refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.errors import RuleBroken
from domain.vietnamese_dates import day_text

SATURDAY = 5
ONE_DAY = timedelta(days=1)
MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 0))


class CalendarRangeError(RuleBroken):
    """A date lies outside the years whose days off are known; guessing them would send on a holiday."""


@dataclass(frozen=True)
class WorkingCalendar:
    """`days_off` are days off besides Saturdays and Sundays, with their names; `working_weekends` make up for them."""

    first: date
    last: date
    days_off: dict[date, str] = field(hash=False)
    working_weekends: frozenset[date] = frozenset()
    timezone: str = "Asia/Ho_Chi_Minh"
    hours: tuple[tuple[time, time], ...] = (MORNING, AFTERNOON)

    def knows(self, day: date) -> bool:
        """Whether its days off are known, of the year of this day."""
        return self.first <= day <= self.last

    def check(self, day: date) -> None:
        if not self.knows(day):
            raise CalendarRangeError(
                f"Lịch làm việc chỉ biết từ {day_text(self.first)} đến {day_text(self.last)}, không có ngày {day_text(day)}. "
                "Hãy bổ sung ngày nghỉ của năm đó vào lịch (config/calendar.yaml) rồi chạy lại.",
            )

    def is_working_day(self, day: date) -> bool:
        self.check(day)
        if day in self.days_off:
            return False
        return day.weekday() < SATURDAY or day in self.working_weekends

    def day_off_name(self, day: date) -> str | None:
        """Why nobody works on that day, in Vietnamese; None on a working day."""
        if self.is_working_day(day):
            return None
        return self.days_off.get(day) or ("Thứ Bảy" if day.weekday() == SATURDAY else "Chủ nhật")

    def on_or_before(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def shift(self, day: date, working_days: int) -> date:
        """The n-th working day after `day`, or before it when n is negative; `day` itself is never counted."""
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days(self, *, after: date, until: date) -> int:
        """How many working days there are after the one, up to the other with that day itself."""
        return sum(self.is_working_day(after + ONE_DAY * number) for number in range(1, (until - after).days + 1))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(_zone(self.timezone))

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=_zone(self.timezone))

    def is_working_moment(self, moment: datetime) -> bool:
        here = self.local(moment)
        return self.is_working_day(here.date()) and any(start <= here.time() < end for start, end in self.hours)

    def next_working_moment(self, moment: datetime) -> datetime:
        """The moment itself when people are at work then, otherwise the next opening of the office."""
        if self.is_working_moment(moment):
            return moment
        here = self.local(moment)
        if self.is_working_day(here.date()):
            for start, _ in self.hours:
                if here.time() < start:
                    return self.at(here.date(), start)
        return self.opening(self.on_or_after(here.date() + ONE_DAY))

    def after_work(self, moment: datetime, duration: timedelta) -> datetime:
        """When people have been at work for so long since the moment."""
        while True:
            moment = self.next_working_moment(moment)
            here = self.local(moment)
            ends = next(end for start, end in self.hours if start <= here.time() < end)
            left = self.at(here.date(), ends) - moment
            if duration <= left:
                return moment + duration
            moment, duration = moment + left, duration - left

    def before_work(self, moment: datetime, duration: timedelta) -> datetime:
        """The moment since which people have been at work for so long; of days that are not known, nobody is."""
        here = min(self.local(moment), self.at(self.last + ONE_DAY, time.min))
        day = min(here.date(), self.last)
        while day >= self.first:
            for start, end in reversed(self.hours if self.is_working_day(day) else ()):
                at_work = max(min(self.at(day, end), here) - self.at(day, start), timedelta())
                if duration <= at_work:
                    return self.at(day, start) + at_work - duration
                duration -= at_work
            day -= ONE_DAY
        return self.at(self.first, time.min)

    def at_work(self, since: datetime, until: datetime) -> timedelta:
        """How long people were at work between the two moments."""
        found, day = timedelta(), self.local(since).date()
        while day <= self.local(until).date():
            for start, end in self.hours if self.is_working_day(day) else ():
                within = min(self.at(day, end), until) - max(self.at(day, start), since)
                found += max(within, timedelta())
            day += ONE_DAY
        return found

    def opening(self, day: date) -> datetime:
        return self.at(day, self.hours[0][0])


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
