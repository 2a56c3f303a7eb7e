"""How long a certificate still holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import clock
from domain.vietnamese_dates import day_text
from operation.results import ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from operation.results import Result

SOON = timedelta(days=21)


def certificate_result(whose: str, ends: datetime | None, *, now: datetime) -> list[Result]:
    """Nothing where there is none. One that has ended is refused before anybody gets here."""
    if ends is None:
        return []
    text = f"Chứng chỉ của {whose} còn đến {day_text(clock.in_viet_nam(ends).date())}."
    if ends - now < SOON:
        return [warning(text, "Hãy báo người quản trị máy chủ ấy gia hạn; hết hạn thì dondoc không nối nữa.")]
    return [ok(text)]
