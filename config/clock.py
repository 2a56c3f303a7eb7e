"""The one place that reads the clock. Everything else is told what time it is."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pendulum

from domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domain.calendar import WorkingCalendar

LAST_MOMENT = timedelta(microseconds=1)
NOT_A_DAY = "“{}” không phải là ngày; hãy viết như 2022-08-22, 22/8/2022 hoặc 2022-08-22T10:00."

TOO_FAR = "Ngày {} quá xa; hãy chọn một ngày trong thời gian của đợt."
REHEARSAL = "rehearsal-clock"  # the file that says when its clock was set
YEARS = range(1900, 2200)  # days outside were mistyped, and arithmetic near the ends of time fails

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_DAY_AS_WRITTEN = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")


def now() -> datetime:
    """This moment, aware."""
    moment = pendulum.now("Asia/Ho_Chi_Minh")  # noqa: TID251 -- the one place
    return datetime.fromisoformat(moment.isoformat()).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))


def running_from(text: str, *, since: datetime | None = None) -> Callable[[], datetime]:
    """A clock that began to run at the moment `text` when it was `since`, or now: that of a rehearsal instance."""
    begun, start = _parse(text, "Asia/Ho_Chi_Minh"), since or now()
    return lambda: begun + (now() - start)


def start_of_rehearsal(text: str, folder: Path) -> datetime:
    """When the clock of the rehearsal instance in this folder was set to `text`: all its processes show the same time.

    It is written down by the first that asks. Another `text` sets the clock anew.
    """
    path = folder / REHEARSAL
    with suppress(OSError, ValueError):
        known, _, since = path.read_text(encoding="utf-8").partition("\n")
        if known == text:
            return datetime.fromisoformat(since.strip())
    since = now().isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n{since}\n", encoding="utf-8")
    return datetime.fromisoformat(since)


def forget_rehearsal(folder: Path) -> None:
    """The clock of the rehearsal instance in this folder begins anew."""
    (folder / REHEARSAL).unlink(missing_ok=True)


def in_viet_nam(moment: datetime) -> datetime:
    """The same moment on the clock of this country, for what belongs to no campaign."""
    return moment.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))


def end_of_day(text: str, calendar: WorkingCalendar) -> datetime:
    """`2022-08-22` as a look back sees it: the whole of that day has happened. A full moment is taken as it is."""
    if is_day(text):
        return calendar.at(_parse(text, calendar.timezone).date() + timedelta(days=1), time.min) - LAST_MOMENT
    return _parse(text, calendar.timezone)


def start_of_work(text: str, calendar: WorkingCalendar, *, at: time | None = None) -> datetime:
    """`2022-08-22` as that day begins: at the hour `at`, or when the office opens. A full moment is taken as it is."""
    found = _parse(text, calendar.timezone)
    return calendar.at(found.date(), at or calendar.hours[0][0]) if is_day(text) else found


def day_of(text: str) -> date:
    """The day that somebody typed; of a moment, its day."""
    return _parse(text, "Asia/Ho_Chi_Minh").date()


def moment_of(text: str) -> datetime:
    """The moment that somebody typed for what belongs to no campaign; a day alone is its beginning."""
    return _parse(text, "Asia/Ho_Chi_Minh")


def is_day(text: str) -> bool:
    """Whether the text names a day alone, without an hour."""
    return _MOMENT.fullmatch(text.strip()) is None


def _parse(text: str, timezone: str) -> datetime:
    found: object = None
    try:
        if local := _DAY_AS_WRITTEN.fullmatch(text.strip()):
            found = pendulum.datetime(int(local["year"]), int(local["month"]), int(local["day"]), tz=timezone)
        elif _ISO_DAY.fullmatch(text.strip()) or _MOMENT.fullmatch(text.strip()):
            found = pendulum.parse(text.strip(), tz=timezone)
    except ValueError as error:
        raise UsageError(NOT_A_DAY.format(text)) from error
    if not isinstance(found, datetime):
        raise UsageError(NOT_A_DAY.format(text))
    if found.year not in YEARS:
        raise UsageError(TOO_FAR.format(text))
    # A plain datetime: what crosses into rules, rows and flow runs should be of one kind.
    return datetime.fromisoformat(found.isoformat()).astimezone(ZoneInfo(timezone))
