"""The outbox (hộp thư đi): what becomes of a message between the decision to send it and its going out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from domain.calendar import WorkingCalendar


class MessageState(StrEnum):
    """Where a message is. ACCEPTED needs the word of a transport; UNKNOWN is a state that staff see."""

    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    ACCEPTED = "accepted"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"

    @property
    def is_waiting(self) -> bool:
        return self in (MessageState.QUEUED, MessageState.HELD)


class Priority(IntEnum):
    """Which message takes the one place a person has in a day; the lower number goes first."""

    REPLY = 0  # answers something the person did: never held, never counted
    URGENT = 1
    OWN_DUTY = 2
    DIGEST = 3


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that is due to go out, with what must be known of the world just before it does.

    `withdrawn` says why it has lost its point, `newer` names a later message that says the same and more, `ordered` why
    staff keep it back, and `had_today` that the person has already had a message today.
    """

    priority: Priority
    expires_at: datetime | None = None
    withdrawn: str = ""
    newer: str = ""
    ordered: str = ""
    had_today: bool = False


@dataclass(frozen=True, slots=True)
class Go:
    """Send it now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Send it later: it comes out once, or is recorded as superseded."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Never send it, and say why."""

    reason: str


def release(pending: Pending, *, now: datetime, calendar: WorkingCalendar) -> Go | Hold | Withdraw:
    """Ask the last questions before sending: is it still right, is it the hour, has the person had enough for today."""
    reason = _pointless(pending, now)
    if reason:
        return Withdraw(reason)
    if pending.ordered:  # asked again every working morning: what has lost its point meanwhile is recorded as such
        return Hold(_next_morning(now, calendar), pending.ordered)
    if pending.priority is Priority.REPLY:
        return Go()
    opening = calendar.next_working_moment(now)
    if opening > now:
        return Hold(opening, "Ngoài giờ làm việc; gửi khi vào giờ làm việc.")
    if pending.had_today and pending.priority is not Priority.URGENT:
        return Hold(
            _next_morning(now, calendar), "Người nhận đã có một thông báo trong ngày; gửi vào ngày làm việc sau."
        )
    return Go()


def _next_morning(now: datetime, calendar: WorkingCalendar) -> datetime:
    return calendar.opening(calendar.on_or_after(calendar.local(now).date() + timedelta(days=1)))


def _pointless(pending: Pending, now: datetime) -> str:
    if pending.withdrawn:
        return pending.withdrawn
    if pending.newer:
        return "Đã có thông báo mới hơn về cùng việc này thay thế."
    if pending.expires_at is not None and now >= pending.expires_at:
        return "Đã quá thời điểm nội dung thông báo còn đúng; mốc tiếp theo thay thế."
    return ""


RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)


def retry_at(attempts: int, *, now: datetime) -> datetime:
    """When to try again after so many attempts without success (one at least)."""
    return now + RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
