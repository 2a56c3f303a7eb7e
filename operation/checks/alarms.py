"""Alarms that are not over, and whether they could be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import clock
from database.queries.alarms import open_alarms
from domain.vietnamese_dates import day_text
from operation.campaigns import check_ready
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from database.models import AlarmRow
    from operation.results import Result

CHANNEL = "Hãy sửa DONDOC_ALARM_URL rồi khởi động lại dondoc serve."


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    if not place.may_send:
        return [not_applicable("Bản diễn tập không báo động.")]
    check_ready(place)
    with place.read() as session:
        found = [_of(one) for one in open_alarms(session)]
    if not place.settings.alarm_url.get_secret_value():
        found.append(
            warning(
                "Chưa đặt DONDOC_ALARM_URL: khi bộ máy ngừng chạy sẽ không ai được báo.",
                "Hãy đặt một địa chỉ Apprise, khác kênh thư.",
            )
        )
    return found or [ok("Không có báo động nào đang mở.")]


def _of(alarm: AlarmRow) -> Result:
    since = clock.in_viet_nam(alarm.raised_at)
    text = f"Báo động từ {day_text(since.date())}, {since:%H:%M}: {alarm.note.rstrip('. ')}."
    if alarm.told_at is None:
        return fault(f"{text} Chưa báo được cho ai.", CHANNEL)
    told = clock.in_viet_nam(alarm.told_at)
    return fault(f"{text} Đã báo lúc {day_text(told.date())}, {told:%H:%M}.", "Xem nguyên nhân: dondoc doctor")
