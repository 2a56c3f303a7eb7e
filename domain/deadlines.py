"""Deadlines (hạn): a date, how it is to be read, and the clause that sets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


class Reading(StrEnum):
    """How "trước ngày D" is read: the whole of D still counts, or D itself is too late."""

    THROUGH = "through"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline, in the words of the plan and as the campaign applies it.

    `completion_month` ("2022-08") is the month of completion where the plan names one besides the date of sending;
    it is shown, never measured. `assumed` marks a date that the plan does not state.
    """

    day: date
    reading: Reading = Reading.THROUGH
    timezone: str = "Asia/Ho_Chi_Minh"
    clause: str = ""
    quote: str = ""
    completion_month: str = ""
    assumed: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which a report is on time."""
        return self.day if self.reading is Reading.THROUGH else self.day - ONE_DAY

    @property
    def end(self) -> datetime:
        """The first moment that is too late: midnight after the last day, in the deadline's zone."""
        return datetime.combine(self.last_day + ONE_DAY, datetime.min.time(), tzinfo=ZoneInfo(self.timezone))

    def is_met_by(self, moment: datetime) -> bool:
        return moment < self.end

    def days_late(self, moment: datetime) -> int:
        """Calendar days after the last day; 0 while the deadline stands."""
        return max(0, (moment.astimezone(ZoneInfo(self.timezone)).date() - self.last_day).days)
