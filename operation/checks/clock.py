"""The clock of this machine against those of others: the server of the database, and whoever answers at our own address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
from sqlalchemy import func, select

from config import clock
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from config.wiring import Workplace
    from operation.results import Result

APART = timedelta(minutes=2)
SECONDS = 10.0
ADVICE = "Hãy bật đồng bộ giờ trên cả hai máy: timedatectl set-ntp true"


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- it is the real clock that is looked at
    found = [one for one in (_database(place), _web(place)) if one is not None]
    return found or [not_applicable("Không có máy nào khác để so giờ (chưa đặt DONDOC_WEB_URL).")]


def _database(place: Workplace) -> Result | None:
    if place.engine.dialect.name == "sqlite":
        return None
    with place.engine.connect() as connection:
        there = connection.scalar(select(func.now()))
    return _compared("máy chủ cơ sở dữ liệu", there) if there is not None else None


def _web(place: Workplace) -> Result | None:
    url = place.settings.web_url.strip()
    if not url:
        return None
    try:
        answer = httpx.head(url, timeout=SECONDS, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return warning(
            f"Không mở được {url} từ máy này.",
            "Hãy kiểm tra tên miền, proxy HTTPS và chứng chỉ; liên kết trong thư của đơn vị dẫn đến địa chỉ này.",
        )
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return not_applicable(f"{url} trả lời nhưng không cho biết giờ.")
    return _compared(url, there)


def _compared(who: str, there: datetime) -> Result:
    apart = clock.now() - (there if there.tzinfo else there.replace(tzinfo=UTC))
    if abs(apart) <= APART:
        return ok(f"Giờ khớp với {who}.")
    way = "nhanh" if apart > timedelta() else "chậm"
    return fault(f"Máy này {way} {abs(apart).total_seconds() / 60:.0f} phút so với {who}.", ADVICE)
