"""Settling: what the transport said of one attempt is written down, and what follows from it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from database.models import AttemptRow, OutboxRow
from database.queries.attempts import note_taken_over
from domain.channels import channel_name
from domain.contact_addresses import shown_address
from domain.outbox import MessageState, retry_at
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from services.signals import has_arrived

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.calendar import WorkingCalendar
    from notifications.outcome import Outcome

TO_BE_REPEATED = "Chưa rõ kết quả lần gửi trước; bản gửi lại mang cùng mã nhận dạng."
LEFT_TO_STAFF = (
    "Chưa rõ thông báo đã đến hay chưa, chương trình không tự gửi thêm trên kênh này; đề nghị liên hệ hỏi người nhận."
)
SERVERS = {
    "email": "Máy chủ thư",
    "esms": "Tổng đài tin nhắn",
    "apprise": "Dịch vụ thông báo",
    **dict.fromkeys(("zalobot", "zbs", "zalooa"), "Zalo"),
}
NOT_YET = "{} chưa nhận thông báo, sẽ thử lại"
REFUSALS = {
    Scope.RECIPIENT: "{} từ chối địa chỉ {}",
    Scope.PAYLOAD: "{} từ chối nội dung thông báo",
    Scope.MISFIT: "{} không chuyển được loại thông báo này",
    Scope.CHANNEL: "{} không nhận thông báo của chương trình",
    Scope.AUTH: "{} không chấp nhận tài khoản của chương trình",
    Scope.QUOTA: "{} đã hết hạn mức gửi trong ngày",
    Scope.HOURS: "{} không nhận loại tin này vào giờ này",
    Scope.UNCLEAR: "{} không nhận thông báo gửi {}",
}
_RESENT = (AmbiguityPolicy.RESEND_SAME_BYTES, AmbiguityPolicy.RESEND_SAME_DAY)
MORNING = time(6, 5)  # when Zalo takes messages of every kind again
SPREAD = timedelta(minutes=10)


def record(
    session: Session,
    outbox_id: int,
    outcome: Outcome,
    *,
    owner: str,
    policy: AmbiguityPolicy,
    calendar: WorkingCalendar,
    now: datetime,
) -> None:
    """Write down what the transport said of one attempt, and what follows from it.

    A run that took longer than its lease may find that another one has settled the message: then the attempt is noted,
    and only the word of a transport that it has the message still counts.
    """
    if isinstance(outcome, Accepted) and _taken_over(session, outbox_id, outcome, owner=owner, now=now):
        return  # what becomes of nearly every message, in two statements
    row = session.get_one(OutboxRow, outbox_id)
    note(session, row, outcome, now=now)
    if not is_ours(row, owner) and not isinstance(outcome, Accepted):
        return
    row.lease_owner = row.lease_until = None
    match outcome:
        case Accepted(provider_id):
            accepted(row, provider_id, now=now)
        case Rejected(scope, code, detail):
            refused(row, scope, code=code, detail=detail, now=now)
        case Deferred(scope, code, detail, wait):
            row.state, row.code, row.scope = MessageState.QUEUED, code, scope.value
            row.note = in_words(NOT_YET.format(server_of(row.channel)), code, detail)
            row.next_at = _again_at(row, scope, wait=wait, calendar=calendar, now=now)
        case Ambiguous() if has_arrived(session, row.id):  # the other side told us so while we were still waiting
            accepted(row, row.provider_id, now=now)
        case Ambiguous():
            unsettle(row, policy, again=retry_at(row.attempts, now=now), now=now)


def _taken_over(session: Session, outbox_id: int, outcome: Accepted, *, owner: str, now: datetime) -> bool:
    words = {"code": outcome.code, "detail": outcome.detail}
    return note_taken_over(session, outbox_id, outcome.provider_id, **words, owner=owner, now=now)


def accepted(row: OutboxRow, provider_id: str, *, now: datetime) -> None:
    row.state, row.provider_id = MessageState.ACCEPTED, provider_id
    row.sent_at = row.settled_at = now
    row.note = row.code = row.scope = ""


def note(session: Session, row: OutboxRow, outcome: Outcome, *, now: datetime) -> None:
    row.attempts += 1
    session.add(
        AttemptRow(
            outbox_id=row.id,
            at=now,
            outcome=type(outcome).__name__.lower(),
            scope=str(getattr(outcome, "scope", "")),
            code=getattr(outcome, "code", ""),
            detail=getattr(outcome, "detail", ""),
        ),
    )


def refused(row: OutboxRow, scope: Scope, *, code: str, detail: str, now: datetime) -> None:
    """A refused recipient or message is settled; a refused channel says nothing about either, so the message waits.

    So does what may be about either: the auditor tells staff of it when it has waited for days.
    """
    words = REFUSALS[scope].format(server_of(row.channel), shown_address(row.address))
    row.scope, row.code, row.note = scope.value, code, in_words(words, code, detail)
    if scope not in (Scope.RECIPIENT, Scope.PAYLOAD, Scope.MISFIT):
        row.state, row.next_at = MessageState.QUEUED, retry_at(row.attempts, now=now)
        return
    row.state, row.settled_at = MessageState.FAILED, now


def unsettle(row: OutboxRow, policy: AmbiguityPolicy, *, again: datetime, now: datetime) -> None:
    """An unknown result: marked for good; tried once more where the channel can recognise the same message."""
    row.lease_owner = row.lease_until = None
    if policy in _RESENT and not row.doubtful:
        row.state, row.next_at, row.note = MessageState.QUEUED, again, TO_BE_REPEATED
    else:
        row.state, row.settled_at, row.note = MessageState.UNKNOWN, now, LEFT_TO_STAFF
    row.doubtful = True


def is_ours(row: OutboxRow, owner: str) -> bool:
    return row.state == MessageState.SENDING and row.lease_owner == owner


def server_of(channel: str) -> str:
    """Who it is that answers on this channel, at the head of a sentence."""
    return SERVERS.get(channel, f"Máy chủ của kênh {channel_name(channel)}")


def in_words(what: str, code: str, detail: str) -> str:
    """What a server says of itself begins with a number and is English; the rest are sentences of our own."""
    return f"{what}: {detail}" if code[:1].isdigit() else detail


def _again_at(
    row: OutboxRow, scope: Scope, *, wait: timedelta | None, calendar: WorkingCalendar, now: datetime
) -> datetime:
    """When to try again. What is spread out depends on the message alone, so that every process works out the same."""
    spread = timedelta(seconds=row.id % SPREAD.total_seconds())
    today = calendar.local(now).date()
    if scope is Scope.QUOTA:
        return calendar.opening(today + timedelta(days=1)) + spread
    if scope is Scope.HOURS:
        morning = calendar.at(today, MORNING)
        return (morning if now < morning else calendar.at(today + timedelta(days=1), MORNING)) + spread
    return max(retry_at(row.attempts, now=now), now + (wait or timedelta()))
