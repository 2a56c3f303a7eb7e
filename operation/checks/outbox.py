"""The outbox: what nobody knows whether it arrived, and what has waited longer than any week-end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries.outbox import oldest_waiting, unknown_number
from operation.campaigns import check_ready
from operation.results import ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

LONG = timedelta(days=4)


def look(place: Workplace, *, now: datetime) -> list[Result]:
    check_ready(place)
    with place.read() as session:
        oldest, unknown = oldest_waiting(session), unknown_number(session)
    found = []
    if oldest is not None and now - oldest > LONG:
        text = f"Có thông báo đã đến mốc {(now - oldest).days} ngày mà chưa gửi được."
        found.append(warning(text, "Hãy xem trang Thông báo, mục đang chờ: kênh nghỉ, hoặc bị giữ lại."))
    if unknown:
        text = f"{unknown} thông báo chưa rõ đã đến hay chưa."
        found.append(warning(text, "Hãy hỏi người nhận rồi ghi kết quả: dondoc messages list --state unknown"))
    return found or [ok("Không có gì ứ đọng.")]
