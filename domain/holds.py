"""Hold orders (yêu cầu giữ): staff keep messages from going out for a while, and say why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from domain.calendar import WorkingCalendar

ALL_UNITS = ""
EXPIRED = "Hết ngày giữ."


@dataclass(frozen=True, slots=True)
class HoldOrder:
    """Of one `unit`, of all of them (ALL_UNITS), or of one message: that of `outbox_id`, whatever channel it takes.

    `until` is the last day of it; without one it lasts until somebody releases it.
    """

    id: int
    unit: str
    outbox_id: int | None
    at: datetime
    by: str
    reason: str
    until: date | None = None
    released_at: datetime | None = None
    released_by: str = ""

    @property
    def text(self) -> str:
        """Why the message did not go, for good: it stands with the message also after the release."""
        lasts = f", giữ đến hết ngày {day_text(self.until)}" if self.until else ""
        return f"Giữ theo yêu cầu của {self.by}, lý do: {self.reason}{lasts}."

    @property
    def end_text(self) -> str:
        return f"{self.released_by} cho gửi tiếp." if self.released_at else EXPIRED

    def covers(self, unit: str, messages: Collection[int], *, is_reply: bool) -> bool:
        """Whether it is about this message. `messages` are its number and those of the ones whose place it took.

        What answers something that the unit did is only held by itself.
        """
        if self.outbox_id is not None:
            return self.outbox_id in messages
        return not is_reply and self.unit in (ALL_UNITS, unit)

    def ends(self, calendar: WorkingCalendar) -> datetime | None:
        """When it was released, or the last day is over."""
        over = calendar.at(self.until + timedelta(days=1), time.min) if self.until else None
        return min((one for one in (self.released_at, over) if one is not None), default=None)

    def is_in_force(self, now: datetime, calendar: WorkingCalendar) -> bool:
        ends = self.ends(calendar)
        return self.at <= now and (ends is None or now < ends)


def order_over(
    orders: Sequence[HoldOrder], unit: str, messages: Collection[int], *, is_reply: bool
) -> HoldOrder | None:
    """The order that this message is held by."""
    return next((one for one in orders if one.covers(unit, messages, is_reply=is_reply)), None)


def check_order(reason: str, until: date | None, *, today: date) -> None:
    """Refuse what nobody could make sense of afterwards."""
    if not reason.strip():
        raise RuleBroken("Cần ghi lý do giữ, ví dụ: xã đang khắc phục hậu quả mưa lũ.")
    if until is not None and until < today:
        raise RuleBroken(f"Ngày {day_text(until)} đã qua; hãy chọn giữ đến hết hôm nay hoặc một ngày sau đó.")


def check_release(order: HoldOrder, *, now: datetime, calendar: WorkingCalendar) -> None:
    if order.released_at is not None:
        raise RuleBroken(
            f"{order.released_by} đã cho gửi tiếp ngày {day_text(calendar.local(order.released_at))}; không cần làm lại."
        )
    if not order.is_in_force(now, calendar):
        raise RuleBroken("Yêu cầu giữ này không còn hiệu lực; các thông báo đã được gửi tiếp.")
