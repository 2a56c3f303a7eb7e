"""Fallback: a message that did not reach its person goes out on that person's next channel, with the reason why.

Every such step is a decision of its own beside the first one, and a message of its own that names the one it replaces.
What was wrong with the message itself is no reason: another channel would carry the same fault.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from database.models import DecisionRow, OutboxRow
from database.queries.campaigns import hold
from database.queries.decisions import behind_messages
from database.queries.fallbacks import without_successor
from database.queries.outbox import refused_addresses, succeeded
from database.queries.signals import kinds_of
from database.queries.units import contacts_of
from domain.breakers import Use
from domain.chains import next_usable
from domain.channels import channel_name
from domain.outbox import MessageState
from domain.restorations import RESTORED
from domain.signals import SignalKind
from notifications.channels.protocol import AmbiguityPolicy
from notifications.channels.unconfigured import UNCONFIGURED, UnconfiguredChannel
from services.breakers import breakers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.decisions import Decided
    from domain.breakers import Breaker
    from domain.campaigns import Campaign
    from domain.units import Contact
    from notifications.channels.protocol import Channel

EVIDENCE_COMES_WITHIN = timedelta(minutes=30)  # reports of a delivery come by then, if they come
RECEIPT_COMES_WITHIN = timedelta(hours=4)
LINE_MAY_BE_DOWN = timedelta(hours=2)
MOST_TRIES = 4  # three times again, over twenty minutes: a mail server that puts off strangers takes them by then
ARRIVED = {SignalKind.DELIVERED, SignalKind.SEEN, SignalKind.ANSWERED, SignalKind.CONFIRMED}
_STATES = (
    MessageState.QUEUED,
    MessageState.HELD,
    MessageState.ACCEPTED,
    MessageState.FAILED,
    MessageState.UNKNOWN,
)
INSTEAD = "Gửi thay bằng kênh {}."


def fall_back(session: Session, campaign: Campaign, channels: Mapping[str, Channel], *, now: datetime) -> int:
    """Queue what takes the place of messages that did not reach their person. Returns how many that made."""
    if not without_successor(session, campaign.id, states=_STATES, now=now):
        return 0
    hold(session, campaign)  # of two runs at once, the second finds what the first has written
    rows = without_successor(session, campaign.id, states=_STATES, now=now)
    ways = _Ways(session, campaign, channels, rows, now=now)
    found = [(row, reason, way) for row in rows if (reason := ways.why_not_reached(row)) and (way := ways.next(row))]
    behind = behind_messages(session, [row.key for row, _, _ in found]) if found else {}
    made = 0
    for row, reason, way in found:
        if row.key in behind or row.notice_id is not None:
            _replace(session, row, way, reason=reason, behind=behind.get(row.key, ()), now=now)
            made += 1
    session.flush()
    return made


class _Ways:
    """What is known of the channels and of the people at `now`."""

    def __init__(
        self,
        session: Session,
        campaign: Campaign,
        channels: Mapping[str, Channel],
        rows: Sequence[OutboxRow],
        *,
        now: datetime,
    ) -> None:
        self._channels, self._now = channels, now
        self._calendar = campaign.plan.calendar
        self._people = contacts_of(session, campaign.id, {row.unit for row in rows})
        names = {contact.channel for people in self._people.values() for contact in people} | set(channels)
        self._breakers = breakers(session, names, now=now, calendar=self._calendar)
        self._refused = refused_addresses(session, campaign.id)
        self._succeeded = succeeded(session, rows)
        self._tried = {row.id: self._channels_before(session, row) for row in rows}
        self._heard = kinds_of(session, [row.id for row in rows])

    def why_not_reached(self, row: OutboxRow) -> str:
        """Why the person was not reached by this message, in words; nothing while it may still be."""
        match MessageState(row.state):
            case MessageState.FAILED:
                return "" if row.scope == "payload" else row.note
            case MessageState.UNKNOWN:
                return self._never_known(row)
            case MessageState.ACCEPTED:
                return self._never_confirmed(row)
            case _:
                return self._cannot_leave(row)

    def next(self, row: OutboxRow) -> Contact | None:
        """The person's next channel that works and was not tried for this message."""
        chain = [contact for contact in self._people.get(row.unit, ()) if contact.code == row.recipient]
        return next_usable(chain, tried=self._tried[row.id], unusable=self._refused | self._closed())

    def _never_known(self, row: OutboxRow) -> str:
        if row.code == RESTORED:  # another channel would bring it a second time as well
            return ""
        is_early = row.settled_at is None or self._now < row.settled_at + EVIDENCE_COMES_WITHIN
        if is_early or self._policy(row) is AmbiguityPolicy.ASK_STAFF:
            return ""
        return f"Chưa rõ thông báo qua kênh {channel_name(row.channel)} đã đến hay chưa."

    def _never_confirmed(self, row: OutboxRow) -> str:
        """Counted in working hours only: a phone that is switched off at night says nothing."""
        channel = self._channels.get(row.channel)
        if channel is None or not channel.gives_receipts or row.sent_at is None:
            return ""
        until = self._calendar.after_work(row.sent_at, RECEIPT_COMES_WITHIN)
        if self._heard.get(row.id, set()) & ARRIVED or self._now < until:
            return ""
        hours = int(RECEIPT_COMES_WITHIN.total_seconds() // 3600)
        return f"Kênh {channel_name(row.channel)} không báo đã đến máy người nhận sau {hours} giờ làm việc."

    def _cannot_leave(self, row: OutboxRow) -> str:
        """A line that is down for a moment is waited for; a channel that needs a person to mend it is not."""
        found = self._breakers[row.channel]
        name = channel_name(row.channel)
        if found.down_since is not None and (row.state == MessageState.QUEUED or row.next_at <= self._now):
            return self._is_down(found, name)
        if row.attempts >= MOST_TRIES and row.scope:
            return f"Kênh {name} chưa nhận thông báo sau {row.attempts} lần gửi ({row.code})."
        return ""

    def _is_down(self, found: Breaker, name: str) -> str:
        if found.code == UNCONFIGURED:
            return f"Kênh {name} chưa được cấu hình."
        since = found.down_since or self._now
        if found.scope in ("auth", "quota") or self._now >= since + LINE_MAY_BE_DOWN:
            return f"Kênh {name} không gửi được: {found.detail}" if found.detail else f"Kênh {name} không gửi được."
        return ""

    def _policy(self, row: OutboxRow) -> AmbiguityPolicy:
        channel = self._channels.get(row.channel)
        return channel.ambiguity if channel is not None else AmbiguityPolicy.NEXT_CHANNEL

    def _closed(self) -> frozenset[str]:
        """Channels that nothing can be sent on now: they rest after a failure, or nobody has set them up."""
        return frozenset(
            name
            for name, found in self._breakers.items()
            if found.use is not Use.FREELY or isinstance(self._channels.get(name), UnconfiguredChannel | None)
        )

    def _channels_before(self, session: Session, row: OutboxRow) -> Collection[str]:
        before = self._succeeded.get(row.id, set())
        return {row.channel, *(session.get_one(OutboxRow, one).channel for one in before)}


def _replace(
    session: Session, row: OutboxRow, way: Contact, *, reason: str, behind: Sequence[Decided], now: datetime
) -> None:
    """Write the message on the next channel, with a decision for every one that stood behind the first.

    Behind what staff write in their own words stands no rung, and so no decision.
    """
    key = f"{row.key}>{way.channel}"
    words = f"{reason.rstrip(' .')}. {INSTEAD.format(channel_name(way.channel))}"
    session.execute(insert(OutboxRow).values(_successor(row, way, key=key, now=now)))
    for one in behind:
        session.add(_decision(one, way, key=key, reason=words, now=now))
    if MessageState(row.state).is_waiting:
        row.state, row.settled_at, row.note = MessageState.SUPERSEDED, now, words


def _successor(row: OutboxRow, way: Contact, *, key: str, now: datetime) -> dict[str, object]:
    return {
        "campaign_id": row.campaign_id,
        "key": key,
        "thread": row.thread,
        "message": row.message,
        "unit": row.unit,
        "recipient": way.code,
        "recipient_name": way.name,
        "channel": way.channel,
        "address": way.address,
        "priority": row.priority,
        "moment": row.moment,
        "next_at": now,
        "expires_at": row.expires_at,
        "state": MessageState.QUEUED.value,
        "submission_id": row.submission_id,
        "intake_id": row.intake_id,
        "notice_id": row.notice_id,
        "replaces_id": row.id,
    }


def _decision(one: Decided, way: Contact, *, key: str, reason: str, now: datetime) -> DecisionRow:
    decision = one.decision
    return DecisionRow(
        version_id=decision.version_id,
        rung=decision.rung,
        audience=decision.audience,
        message=decision.message,
        recipient=decision.recipient,
        channel=way.channel,
        outcome=decision.outcome,
        reason=reason,
        moment=decision.moment,
        decided_at=now,
        message_key=key,
    )
