"""Delivery, one short transaction at a time: release what got stuck, claim and render, record what the transport said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from database.models import AttemptRow, OutboxRow
from database.queries import outbox as ask
from domain.errors import RuleBroken
from domain.outbox import Go, Hold, MessageState, Pending, Priority, Withdraw, release, retry_at
from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from services.digests import DIGESTS
from services.rendering import ALREADY_IN, Batch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from database.queries.outbox import Sibling
    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel
    from notifications.outcome import Outcome

BATCH_SIZE = 100
LEASE = timedelta(minutes=10)  # longer than a run may last, shorter than people wait
TO_BE_REPEATED = "Chưa rõ kết quả lần gửi trước; thư gửi lại mang cùng mã nhận dạng."
LEFT_TO_STAFF = "Chưa rõ thư đã đến hay chưa, chương trình không tự gửi thêm; đề nghị liên hệ hỏi người nhận."
NOT_YET = "Máy chủ thư chưa nhận thư, sẽ thử lại"
REFUSALS = {
    Scope.RECIPIENT: "Máy chủ thư từ chối địa chỉ {}",
    Scope.PAYLOAD: "Máy chủ thư từ chối nội dung thư",
    Scope.CHANNEL: "Máy chủ thư không nhận thư của chương trình",
    Scope.UNCLEAR: "Máy chủ thư không nhận thư gửi {}",
}
LOST = "Tiến trình gửi bị ngắt giữa chừng; chưa rõ thư đã đi hay chưa."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send."""

    outbox_id: int
    envelope: Envelope
    obligation_id: int | None = None  # what a letter is about; a list is about many


def recover(session: Session, campaign: Campaign, channels: Mapping[str, Channel], *, now: datetime) -> int:
    """Settle what a broken-off run left behind, by the policy of its channel. Returns how many there were."""
    rows = ask.stuck(session, campaign.id, now=now)
    for row in rows:
        _note(session, row, Ambiguous(LOST), now=now)
        # The lease has long run out: whoever held it is gone, so the second try need not wait.
        _unsettle(row, channels[row.channel].ambiguity, again=now, now=now)
    return len(rows)


def unclear_streak(session: Session, campaign: Campaign, *, most: int) -> int:
    """How many of the last attempts, at most `most`, told nothing of their recipients, without a break."""
    last = ask.last_attempts(session, campaign.id, number=most)
    clear = (place for place, (outcome, scope) in enumerate(last) if outcome != "ambiguous" and scope != Scope.UNCLEAR)
    return next(clear, len(last))


def claim(
    session: Session,
    campaign: Campaign,
    channels: Mapping[str, Channel],
    *,
    owner: str,
    now: datetime,
    limit: int = BATCH_SIZE,
) -> tuple[list[Claimed], int]:
    """Take the next messages, each asked once more whether it is still right. Also returns how many were looked at."""
    rows = ask.ready(session, campaign.id, now=now, limit=limit)
    if not rows:
        return [], 0
    gate = _Gate(session, campaign, rows, now=now)
    let_through = [row for row in rows if gate.lets_through(row)]
    session.flush()
    ours = ask.claim(session, [row.id for row in let_through], owner=owner, until=now + LEASE)
    claimed = []
    for row in let_through:
        if row.id in ours:
            envelope = _envelope(session, row, gate, channels[row.channel], now=now)
            claimed += [Claimed(row.id, envelope, gate.batch.about(row))] if envelope else []
    return claimed, len(rows)


def record(
    session: Session,
    outbox_id: int,
    outcome: Outcome,
    *,
    owner: str,
    policy: AmbiguityPolicy,
    now: datetime,
) -> None:
    """Write down what the transport said of one attempt, and what follows from it.

    A run that took longer than its lease may find that another one has settled the message: then the attempt is noted,
    and only the word of a transport that it has the message still counts.
    """
    row = session.get_one(OutboxRow, outbox_id)
    _note(session, row, outcome, now=now)
    if not _is_ours(row, owner) and not isinstance(outcome, Accepted):
        return
    row.lease_owner = row.lease_until = None
    match outcome:
        case Accepted(provider_id):
            row.state, row.provider_id = MessageState.ACCEPTED, provider_id
            row.sent_at = row.settled_at = now
            row.note = ""
        case Rejected(scope, code, detail):
            _refused(row, scope, code=code, detail=detail, now=now)
        case Deferred(_, code, detail):
            row.state, row.code, row.note = MessageState.QUEUED, code, _in_words(NOT_YET, code, detail)
            row.next_at = retry_at(row.attempts, now=now)
        case Ambiguous():
            _unsettle(row, policy, again=retry_at(row.attempts, now=now), now=now)


def is_still_right(session: Session, message: Claimed, *, owner: str, now: datetime) -> bool:
    """Whether the message is still ours and no report has come since it was claimed: the very last question."""
    if ask.is_to_be_sent(session, message.outbox_id, owner=owner, obligation_id=message.obligation_id):
        return True
    row = session.get_one(OutboxRow, message.outbox_id)
    if not _is_ours(row, owner):
        return False
    row.state, row.note, row.settled_at = MessageState.SUPERSEDED, ALREADY_IN, now
    row.lease_owner = row.lease_until = None
    return False


def put_back(session: Session, outbox_ids: Sequence[int], *, owner: str) -> None:
    """Give back what was claimed but not tried, as far as it is still ours."""
    for outbox_id in outbox_ids:
        row = session.get_one(OutboxRow, outbox_id)
        if _is_ours(row, owner):
            row.state, row.lease_owner, row.lease_until = MessageState.QUEUED, None, None


def _is_ours(row: OutboxRow, owner: str) -> bool:
    return row.state == MessageState.SENDING and row.lease_owner == owner


class _Gate:
    """The last questions before sending, for a batch."""

    def __init__(self, session: Session, campaign: Campaign, rows: Sequence[OutboxRow], *, now: datetime) -> None:
        self._campaign, self._now = campaign, now
        self._siblings = ask.siblings(session, campaign.id, {row.recipient for row in rows})
        others = {one.id for alive in self._siblings.values() for one in alive if one.is_waiting}
        self._waiting = {row.id: row for row in (*rows, *ask.rows(session, others - {row.id for row in rows}))}
        self.batch = Batch(session, campaign, list(self._waiting.values()), now=now)
        calendar = campaign.plan.calendar
        morning = calendar.at(campaign.local_day(now), datetime.min.time())
        since, until = morning, morning + timedelta(days=1)
        self._had_today = ask.had_message(session, {row.address for row in rows}, since=since, until=until)

    def lets_through(self, row: OutboxRow) -> bool:
        """Whether to send it now. Otherwise the row says until when it is held, or why it was withdrawn."""
        contact = self.batch.contact(row)
        if contact is None:
            self._withdraw(row, "Đầu mối liên hệ này không còn trong danh sách.")
            return False
        if row.address != contact.address:  # a letter that went, perhaps, to another address is no copy at this one
            row.doubtful, row.payload = False, None
        row.address, row.recipient_name = contact.address, contact.name
        match release(self._pending(row), now=self._now, calendar=self._campaign.plan.calendar):
            case Go():
                if row.priority != Priority.REPLY:
                    self._had_today.add(row.address)
                return True
            case Hold(until, reason):
                row.state, row.next_at, row.note = MessageState.HELD, until, reason
                row.held_since, row.held_for = row.held_since or self._now, row.held_for or reason
            case Withdraw(reason):
                self._withdraw(row, reason)
        return False

    def first_of_thread(self, row: OutboxRow) -> str:
        """The Message-ID of the first message about this matter that the person got; none of what never left."""
        sent = [(one.sent_at, one.id, one.message_id) for one in self._alive(row) if one.sent_at is not None]
        return min(sent)[-1] if sent else ""

    def _pending(self, row: OutboxRow) -> Pending:
        return Pending(
            priority=Priority(row.priority),
            expires_at=row.expires_at,
            withdrawn=self.batch.withdrawn(row),
            newer=self._newer(row),
            had_today=row.address in self._had_today,
        )

    def _newer(self, row: OutboxRow) -> str:
        """The key of the latest message that takes the place of this one; what will not go out itself takes nobody's."""
        later = [one for one in self._alive(row) if self._order(one, row.message) > self._order(row, row.message)]
        going = [one for one in later if not self._is_pointless(one.id)]
        return max(going, key=lambda one: self._order(one, row.message)).key if going else ""

    @staticmethod
    def _order(one: OutboxRow | Sibling, message: str) -> tuple[datetime, int] | tuple[int]:
        """Letters follow one another as their rungs do; of two lists the one made later knows more."""
        return (one.id,) if message in DIGESTS else (one.moment, one.id)

    def _is_pointless(self, row_id: int) -> bool:
        row = self._waiting.get(row_id)
        if row is None or not MessageState(row.state).is_waiting:
            return row is not None and row.state == MessageState.SUPERSEDED
        is_over = row.expires_at is not None and self._now >= row.expires_at
        return is_over or bool(self.batch.withdrawn(row)) or self.batch.contact(row) is None

    def _alive(self, row: OutboxRow) -> Sequence[Sibling]:
        return self._siblings.get((row.recipient, row.channel, row.thread), ())

    def _withdraw(self, row: OutboxRow, reason: str) -> None:
        row.state, row.note, row.settled_at = MessageState.SUPERSEDED, reason, self._now


def _envelope(session: Session, row: OutboxRow, gate: _Gate, channel: Channel, *, now: datetime) -> Envelope | None:
    """Render once and keep the bytes: a repeated attempt sends the same ones under the same name."""
    if not row.doubtful or row.payload is None:
        try:
            _render(row, gate, channel, now=now)
        except RuleBroken as refusal:
            _note(session, row, Rejected(Scope.RECIPIENT, "address", str(refusal)), now=now)
            _refused(row, Scope.RECIPIENT, code="address", detail=str(refusal), now=now)
            return None
    return Envelope(row.key, row.channel, row.address, row.message_id, row.payload or b"")


def _render(row: OutboxRow, gate: _Gate, channel: Channel, *, now: datetime) -> None:
    rendered = gate.batch.rendered(row)
    envelope = channel.compose(
        rendered,
        key=row.key,
        to_address=row.address,
        to_name=row.recipient_name,
        sent_at=now,
        follows=gate.first_of_thread(row),
        matter=gate.batch.matter(row),
    )
    row.subject, row.text = rendered.subject, rendered.text
    row.message_id, row.payload = envelope.message_id, envelope.payload


def _note(session: Session, row: OutboxRow, outcome: Outcome, *, now: datetime) -> None:
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


def _refused(row: OutboxRow, scope: Scope, *, code: str, detail: str, now: datetime) -> None:
    """A refused recipient or message is settled; a refused channel says nothing about either, so the message waits.

    So does what may be about either: the auditor tells staff of it when it has waited for days.
    """
    row.scope, row.code, row.note = scope.value, code, _in_words(REFUSALS[scope].format(row.address), code, detail)
    if scope in (Scope.CHANNEL, Scope.UNCLEAR):
        row.state, row.next_at = MessageState.QUEUED, retry_at(row.attempts, now=now)
        return
    row.state, row.settled_at = MessageState.FAILED, now


def _in_words(what: str, code: str, detail: str) -> str:
    """What a server says of itself begins with a number and is English; the rest are sentences of our own."""
    return f"{what}: {detail}" if code[:1].isdigit() else detail


def _unsettle(row: OutboxRow, policy: AmbiguityPolicy, *, again: datetime, now: datetime) -> None:
    """An unknown result: marked for good; tried once more where the channel can recognise the same message."""
    row.lease_owner = row.lease_until = None
    if policy is AmbiguityPolicy.RESEND_SAME_BYTES and not row.doubtful:
        row.state, row.next_at, row.note = MessageState.QUEUED, again, TO_BE_REPEATED
    else:
        row.state, row.settled_at, row.note = MessageState.UNKNOWN, now, LEFT_TO_STAFF
    row.doubtful = True
