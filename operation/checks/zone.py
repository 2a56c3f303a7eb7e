"""Whether this machine knows the zone, and whether its clock is behind what it has itself written down."""

from __future__ import annotations

import ctypes
import sys
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from database.queries.newest import newest_moment
from domain.vietnamese_dates import day_text
from operation.campaigns import NotReady, check_ready
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

ZONE, HOURS_AHEAD = "Asia/Ho_Chi_Minh", timedelta(hours=7)
BACKWARD = timedelta(minutes=2)  # two machines at one database may differ by that much
UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)
_ROOM = 512  # bytes, more than `struct timex` takes anywhere
ADVICE = "Hãy chỉnh đồng hồ của máy và bật đồng bộ giờ: timedatectl set-ntp true"


def look(place: Workplace, *, now: datetime) -> list[Result]:
    return [_zone(now), _synchronised(), _against_rows(place, now)]


def _zone(now: datetime) -> Result:
    try:
        offset = now.astimezone(ZoneInfo(ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset == HOURS_AHEAD:
        return ok(f"Múi giờ {ZONE} đúng; bây giờ là {_text(now)}.")
    return fault(f"Máy không biết múi giờ {ZONE}.", "Hãy cài gói tzdata của hệ điều hành hoặc của Python.")


def _synchronised() -> Result:
    """The kernel's own word, whichever program keeps the time."""
    state = _kernel_state()
    if state is None:
        return not_applicable("Hệ điều hành này không cho biết đồng hồ có được đồng bộ hay không.")
    if state == UNSYNCHRONISED:
        return warning("Đồng hồ của máy chưa được đồng bộ với máy chủ giờ.", ADVICE)
    return ok("Đồng hồ của máy đang được đồng bộ.")


def _kernel_state() -> int | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_ROOM)))
    except (OSError, AttributeError):
        return None


def _against_rows(place: Workplace, now: datetime) -> Result:
    """A clock that is behind the newest row would let the past happen once more."""
    if not place.may_send:
        return not_applicable("Bản diễn tập có đồng hồ riêng.")
    try:
        check_ready(place)
    except NotReady as reason:
        return not_applicable(f"Chưa so được với dữ liệu: {reason}.")
    with place.read() as session:
        newest = newest_moment(session)
    if newest is None or newest <= now + BACKWARD:
        return ok("Đồng hồ không chạy lùi so với dữ liệu đã ghi.")
    return fault(f"Đồng hồ chậm: dữ liệu mới nhất ghi lúc {_text(newest)}, bây giờ mới {_text(now)}.", ADVICE)


def _text(moment: datetime) -> str:
    try:
        local = moment.astimezone(ZoneInfo(ZONE))
    except ZoneInfoNotFoundError:
        local = moment
    return f"{day_text(local.date())}, {local:%H:%M}"
