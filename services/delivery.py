"""Delivery, one short transaction at a time: release what got stuck, claim and render, ask once more before sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from database.models import OutboxRow
from database.queries import outbox as ask
from database.queries.attempts import first_unclear
from database.queries.campaigns import hold
from database.queries.holds import orders_in_force
from database.queries.signals import kinds_of
from domain.answer_links import NO_LINKS
from domain.breakers import Doors
from domain.errors import RuleBroken
from domain.holds import order_over
from domain.outbox import Go, Hold, MessageState, Pending, Priority, Withdraw, release
from domain.signals import SignalKind
from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope
from notifications.outcome import Ambiguous, Rejected, Scope
from services.digests import DIGESTS
from services.rendering import ALREADY_IN, Batch
from services.settling import accepted, is_ours, note, refused, unsettle

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from database.queries.outbox import Sibling
    from domain.answer_links import AnswerLinks
    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel

BATCH_SIZE = 100
_ARRIVED = {SignalKind.DELIVERED, SignalKind.SEEN, SignalKind.ANSWERED}
LEASE = timedelta(minutes=10)  # longer than a run may last, shorter than people wait
LOST = "Tiến trình gửi bị ngắt giữa chừng; chưa rõ thông báo đã đi hay chưa."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send."""

    outbox_id: int
    envelope: Envelope
    obligation_id: int | None = None  # what a letter is about; a list is about many
    is_doubtful: bool = False  # it may have gone already, in an attempt whose result nobody knows


def recover(session: Session, campaign: Campaign, channels: Mapping[str, Channel], *, now: datetime) -> int:
    """Settle what a broken-off run left behind, by the policy of its channel. Returns how many there were."""
    hold(session, campaign)  # of two runs at once, the second would settle what the first has claimed meanwhile
    rows = ask.stuck(session, campaign.id, now=now)
    heard = kinds_of(session, [row.id for row in rows])
    for row in rows:
        if heard.get(row.id, set()) & _ARRIVED:  # it left, and the other side has told us so meanwhile
            row.lease_owner = row.lease_until = None
            accepted(row, row.provider_id, now=now)
            continue
        if row.begun_at is None:  # claimed with a batch that never came to it: there is nothing to doubt
            _release(row)
            continue
        note(session, row, Ambiguous(LOST), now=now)
        # The lease has long run out: whoever held it is gone, so the second try need not wait.
        unsettle(row, _policy(row, channels[row.channel], campaign, now=now), again=now, now=now)
    return len(rows)


def _policy(row: OutboxRow, channel: Channel, campaign: Campaign, *, now: datetime) -> AmbiguityPolicy:
    """The channel's own, unless it knows a copy again only on the day of the first and that day is over."""
    is_over = campaign.local_day(row.begun_at or now) != campaign.local_day(now)
    if channel.ambiguity is AmbiguityPolicy.RESEND_SAME_DAY and is_over:
        return AmbiguityPolicy.NEXT_CHANNEL
    return channel.ambiguity


def is_of_another_day(session: Session, message: Claimed, campaign: Campaign, *, now: datetime) -> bool:
    """Whether the attempt whose result nobody knows was made on an earlier day."""
    first = first_unclear(session, message.outbox_id)
    return first is not None and campaign.local_day(first) != campaign.local_day(now)


def take(
    session: Session,
    campaign: Campaign,
    *,
    owner: str,
    now: datetime,
    limit: int = BATCH_SIZE,
    doors: Doors | None = None,
    links: AnswerLinks = NO_LINKS,
) -> tuple[list[int], int]:
    """Take the next messages, each asked once more whether it is still right. Also returns how many were looked at.

    Only what the `doors` let through is taken; without them, of every channel.
    """
    hold(session, campaign)  # of two runs at once, the second sees whom the first is writing to today
    doors = doors or Doors()
    rows = _one_each(ask.ready(session, campaign.id, now=now, limit=limit, closed=doors.closed), doors.probing)
    if not rows:
        return [], 0
    gate = _Gate(session, campaign, rows, now=now, links=links)
    let_through = [row for row in rows if gate.lets_through(row)]
    session.flush()
    ours = ask.claim(session, [row.id for row in let_through], owner=owner, until=now + LEASE)
    return [row.id for row in let_through if row.id in ours], len(rows)


def write_out(
    session: Session,
    campaign: Campaign,
    channels: Mapping[str, Channel],
    taken: Sequence[int],
    *,
    owner: str,
    now: datetime,
    links: AnswerLinks = NO_LINKS,
) -> list[Claimed]:
    """The letters of what was taken and is still ours and right: the long half of the work, in which nobody is held up."""
    found = {row.id: row for row in ask.rows(session, taken) if is_ours(row, owner)}
    rows = [found[one] for one in taken if one in found]
    letters = _Letters(session, campaign, rows, now=now, links=links)
    claimed = []
    for row in rows:
        if reason := letters.batch.withdrawn(row):  # a report may have come in between
            _withdraw(row, reason, now=now)
            continue
        envelope = _envelope(session, row, letters, channels[row.channel], now=now)
        claimed += [Claimed(row.id, envelope, letters.batch.about(row), row.doubtful)] if envelope else []
    return claimed


def _one_each(rows: Sequence[OutboxRow], probing: Collection[str]) -> list[OutboxRow]:
    """Of each probing channel only the first message."""
    first = {row.channel: row.id for row in reversed(rows)}
    return [row for row in rows if row.channel not in probing or first[row.channel] == row.id]


def begin(session: Session, message: Claimed, *, owner: str, now: datetime) -> bool:
    """Note that the message is being handed over; whoever finds it so after a crash must doubt whether it went.

    Also the very last question: False where it is not ours any more, or a report has come since it was claimed.
    """
    if ask.begin(session, message.outbox_id, owner=owner, obligation_id=message.obligation_id, now=now):
        return True
    row = session.get_one(OutboxRow, message.outbox_id)
    if not is_ours(row, owner):
        return False
    _withdraw(row, ALREADY_IN, now=now)
    return False


def put_back(session: Session, outbox_ids: Sequence[int], *, owner: str) -> None:
    """Give back what was claimed but not tried, as far as it is still ours."""
    for outbox_id in outbox_ids:
        row = session.get_one(OutboxRow, outbox_id)
        if is_ours(row, owner):
            _release(row)


def _release(row: OutboxRow) -> None:
    row.state, row.lease_owner, row.lease_until, row.begun_at = MessageState.QUEUED, None, None, None


class _Gate:
    """The last questions before sending, for a batch."""

    def __init__(
        self, session: Session, campaign: Campaign, rows: Sequence[OutboxRow], *, now: datetime, links: AnswerLinks
    ) -> None:
        self._campaign, self._now = campaign, now
        self._siblings = ask.siblings(session, campaign.id, {row.recipient for row in rows})
        others = {one.id for alive in self._siblings.values() for one in alive if one.is_waiting}
        self._waiting = {row.id: row for row in (*rows, *ask.rows(session, others - {row.id for row in rows}))}
        self.batch = Batch(session, campaign, list(self._waiting.values()), now=now, links=links)
        calendar = campaign.plan.calendar
        morning = calendar.at(campaign.local_day(now), datetime.min.time())
        since, until = morning, morning + timedelta(days=1)
        people = {(campaign.id, row.recipient, row.address) for row in rows}
        self._had_today: dict[str | tuple[int, str], set[int]] = {}
        for had in ask.had_messages(session, people, since=since, until=until):
            self._note_had(had)
        self._succeeded = ask.succeeded(session, rows)
        self._orders = orders_in_force(session, campaign.id, now=now, today=campaign.local_day(now))

    def lets_through(self, row: OutboxRow) -> bool:
        """Whether to send it now. Otherwise the row says until when it is held, or why it was withdrawn."""
        contact = self.batch.contact(row)
        if contact is None:
            _withdraw(row, "Đầu mối liên hệ này không còn trong danh sách.", now=self._now)
            return False
        if row.address != contact.address:  # a letter that went, perhaps, to another address is no copy at this one
            row.doubtful, row.payload = False, None
        row.address, row.recipient_name = contact.address, contact.name
        pending = self._pending(row)
        match release(pending, now=self._now, calendar=self._campaign.plan.calendar):
            case Go():
                if row.priority != Priority.REPLY:
                    self._note_had(ask.Heard(row.id, row.campaign_id, row.recipient, row.address))
                return True
            case Hold(until, reason):
                row.state, row.next_at, row.note = MessageState.HELD, until, reason
                row.held_since, row.held_for = row.held_since or self._now, pending.ordered or row.held_for or reason
            case Withdraw(reason):
                _withdraw(row, reason, now=self._now)
        return False

    def _pending(self, row: OutboxRow) -> Pending:
        return Pending(
            priority=Priority(row.priority),
            expires_at=row.expires_at,
            withdrawn=self.batch.withdrawn(row),
            newer=self._newer(row),
            ordered=self._ordered(row),
            had_today=self._has_had(row),
        )

    def _ordered(self, row: OutboxRow) -> str:
        """Why staff keep it back; an order about one message goes with it from channel to channel."""
        its_own = {row.id, *self._succeeded.get(row.id, ())}
        order = order_over(self._orders, row.unit, its_own, is_reply=row.priority == Priority.REPLY)
        return order.text if order else ""

    def _note_had(self, had: ask.Heard) -> None:
        """It counts for the person and for the address."""
        for key in (had.address, (had.campaign_id, had.recipient)):
            self._had_today.setdefault(key, set()).add(had.id)

    def _has_had(self, row: OutboxRow) -> bool:
        """Whether the person has had the message of the day. What takes the place of another is no second one."""
        at_the_address = self._had_today.get(row.address, set())
        by_the_person = self._had_today.get((row.campaign_id, row.recipient), set())
        return bool((at_the_address | by_the_person) - self._succeeded.get(row.id, set()))

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
        return self._siblings.get((row.recipient, row.thread), ())


def _withdraw(row: OutboxRow, reason: str, *, now: datetime) -> None:
    row.state, row.note, row.settled_at = MessageState.SUPERSEDED, reason, now
    row.lease_owner = row.lease_until = None


class _Letters:
    """What must be known to write a batch out."""

    def __init__(
        self, session: Session, campaign: Campaign, rows: Sequence[OutboxRow], *, now: datetime, links: AnswerLinks
    ) -> None:
        self._siblings = ask.siblings(session, campaign.id, {row.recipient for row in rows})
        self.batch = Batch(session, campaign, rows, now=now, links=links)

    def first_of_thread(self, row: OutboxRow) -> str:
        """The Message-ID of the first message about this matter that the person got; none of what never left."""
        alike = (one for one in self._siblings.get((row.recipient, row.thread), ()) if one.channel == row.channel)
        sent = [(one.sent_at, one.id, one.message_id) for one in alike if one.sent_at is not None]
        return min(sent)[-1] if sent else ""


def _envelope(
    session: Session, row: OutboxRow, letters: _Letters, channel: Channel, *, now: datetime
) -> Envelope | None:
    """Render once and keep the bytes: a repeated attempt sends the same ones under the same name."""
    if not row.doubtful or row.payload is None:
        try:
            _render(row, letters, channel, now=now)
        except RuleBroken as refusal:
            note(session, row, Rejected(Scope.RECIPIENT, "address", str(refusal)), now=now)
            refused(row, Scope.RECIPIENT, code="address", detail=str(refusal), now=now)
            return None
    return Envelope(row.key, row.channel, row.address, row.message_id, row.payload or b"", number=row.id)


def _render(row: OutboxRow, letters: _Letters, channel: Channel, *, now: datetime) -> None:
    rendered = letters.batch.rendered(row)
    envelope = channel.compose(
        rendered,
        key=row.key,
        to_address=row.address,
        to_name=row.recipient_name,
        sent_at=now,
        follows=letters.first_of_thread(row),
        matter=letters.batch.matter(row),
    )
    row.subject, row.text = rendered.subject, envelope.text or rendered.text
    row.message_id, row.payload = envelope.message_id, envelope.payload
