"""Signals: what is heard of a message after a transport took it over, and how far it has come by that."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterable


class SignalKind(StrEnum):
    """What was heard. Signals are only ever added; the furthest of them counts, in whatever order they come."""

    DELIVERED = "delivered"  # the transport says that it reached the person's device or mailbox
    SEEN = "seen"
    ANSWERED = "answered"  # the person wrote back or tapped a button
    DELAYED = "delayed"  # the transport could not deliver it yet and goes on trying; nothing follows from it
    BOUNCED = "bounced"  # taken over, and handed back later
    CONFIRMED = "confirmed"  # staff asked: it arrived
    DENIED = "denied"  # staff asked: it did not arrive


class Fate(StrEnum):
    """How far a message has come, in one word for people: the state of the outbox and what was heard since."""

    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    ANSWERED = "answered"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"


FATE_NAMES = {
    Fate.QUEUED: "chờ gửi",
    Fate.HELD: "đang giữ",
    Fate.SENDING: "đang gửi",
    Fate.SENT: "đã gửi",
    Fate.DELIVERED: "đã đến máy người nhận",
    Fate.SEEN: "đã xem",
    Fate.ANSWERED: "đã trả lời",
    Fate.REFUSED: "bị từ chối",
    Fate.UNKNOWN: "chưa rõ kết quả",
    Fate.SUPERSEDED: "không gửi, đã được thay thế",
}

_HEARD = (
    (SignalKind.ANSWERED, Fate.ANSWERED),
    (SignalKind.SEEN, Fate.SEEN),
    (SignalKind.DELIVERED, Fate.DELIVERED),
)
_STATES = {
    MessageState.QUEUED: Fate.QUEUED,
    MessageState.HELD: Fate.HELD,
    MessageState.SENDING: Fate.SENDING,
    MessageState.ACCEPTED: Fate.SENT,
    MessageState.FAILED: Fate.REFUSED,
    MessageState.UNKNOWN: Fate.UNKNOWN,
    MessageState.SUPERSEDED: Fate.SUPERSEDED,
}


def fate_of(state: MessageState, heard: Iterable[SignalKind] = ()) -> Fate:
    """The furthest that is known. Only what a transport took over can be heard of."""
    signals = set(heard)
    if state is not MessageState.ACCEPTED:
        return _STATES[state]
    return next((fate for kind, fate in _HEARD if kind in signals), Fate.SENT)
