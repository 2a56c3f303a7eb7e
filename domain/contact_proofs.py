"""Whether an address was ever proven (đã xác nhận): what an answer says, what a transport says, and what nobody said yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.outbox import MessageState
from domain.signals import SignalKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

CONTACT_TEST = "contact_test"
BINDING = "binding"  # no message of ours: the person wrote to us with a code that only that person had


class Proof(StrEnum):
    """What is known of one person's address on one channel. Only what the person did proves it."""

    PROVEN = "proven"
    REACHED = "reached"  # a transport took a message over, nobody answered yet
    WAITING = "waiting"  # a message is on its way, or its fate is unknown
    FAILED = "failed"  # refused, or handed back
    UNTESTED = "untested"


PROOF_NAMES = {
    Proof.PROVEN: "đã xác nhận",
    Proof.REACHED: "đã gửi đến, chưa trả lời",
    Proof.WAITING: "đang chờ kết quả",
    Proof.FAILED: "không gửi được",
    Proof.UNTESTED: "chưa kiểm tra",
}
# The colours of the list, in words: nobody need see them.
COLOURS = {
    Proof.PROVEN: "Xanh",
    Proof.REACHED: "Vàng",
    Proof.WAITING: "Vàng",
    Proof.FAILED: "Đỏ",
    Proof.UNTESTED: "Đỏ",
}
BY_ANSWER, BY_VIEW = "đã trả lời", "đã xem tin"
_ANSWERS_TO = {CONTACT_TEST: "đã trả lời thư kiểm tra", BINDING: "đã liên kết bằng mã một lần"}
BY_DELIVERY, BY_TRANSPORT, UNKNOWN = "đã đến máy người nhận", "máy chủ đã nhận chuyển", "chưa rõ kết quả lần gửi"
IN_QUEUE = "chờ gửi"
_BY_PERSON = (SignalKind.ANSWERED, SignalKind.SEEN)
_ARRIVED = (SignalKind.DELIVERED, SignalKind.CONFIRMED)
# What a refusal may be about (notifications/outcome.py): a faulty text says nothing of the address.
_ABOUT_ADDRESS = ("recipient", "unclear")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message to the address: what became of it, and what was heard of it when."""

    message: str
    state: MessageState
    sent_at: datetime | None
    settled_at: datetime | None
    scope: str = ""
    note: str = ""
    signals: tuple[tuple[SignalKind, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is from when on it is so, `by` what says so, or why it failed."""

    proof: Proof
    since: datetime | None = None
    by: str = ""

    @property
    def is_proven(self) -> bool:
        return self.proof is Proof.PROVEN


def standing(messages: Iterable[Heard], *, as_of: datetime) -> Standing:
    """How the address stands at `as_of`: after the last failure only what the person did, or what surely arrived, counts.

    A relay takes everything over: its acceptance mends a refusal at its door, but not a letter that came back.
    """
    heard = list(messages)
    failed = max((one for one in heard if _has_failed(one, as_of)), key=_settled, default=None)
    since = _settled(failed) if failed is not None else None
    proofs = [found for found in _by_person(heard, as_of) if since is None or found[0] > since]
    if proofs:
        return Standing(Proof.PROVEN, *min(proofs))
    arrivals = [found for found in _arrivals(heard, as_of) if since is None or found[0] > since]
    if failed is None or failed.sent_at is None:
        arrivals += [found for found in _taken_over(heard, as_of) if since is None or found[0] > since]
    if arrivals:
        return Standing(Proof.REACHED, *max(arrivals))
    if failed is not None:
        return Standing(Proof.FAILED, since, failed.note)
    return _not_yet(heard, as_of)


def _has_failed(one: Heard, as_of: datetime) -> bool:
    is_failed = one.state is MessageState.FAILED and one.scope in _ABOUT_ADDRESS
    return is_failed and one.settled_at is not None and one.settled_at <= as_of


def _settled(one: Heard) -> datetime:
    if one.settled_at is None:
        raise ValueError("a message without an end has not failed")
    return one.settled_at


def _by_person(heard: Iterable[Heard], as_of: datetime) -> list[tuple[datetime, str]]:
    return [
        (at, BY_VIEW if kind is SignalKind.SEEN else _ANSWERS_TO.get(one.message, BY_ANSWER))
        for one in heard
        for kind, at in one.signals
        if kind in _BY_PERSON and at <= as_of
    ]


def _arrivals(heard: Iterable[Heard], as_of: datetime) -> list[tuple[datetime, str]]:
    return [(at, BY_DELIVERY) for one in heard for kind, at in one.signals if kind in _ARRIVED and at <= as_of]


def _taken_over(heard: Iterable[Heard], as_of: datetime) -> list[tuple[datetime, str]]:
    """Without those that came back since."""
    return [
        (one.sent_at, BY_TRANSPORT)
        for one in heard
        if one.sent_at is not None and one.sent_at <= as_of and not _has_failed(one, as_of)
    ]


def _not_yet(heard: list[Heard], as_of: datetime) -> Standing:
    open_ones = [one for one in heard if one.state is not MessageState.FAILED or not _is_over(one, as_of)]
    if not open_ones:
        return Standing(Proof.UNTESTED)
    is_unknown = any(one.state is MessageState.UNKNOWN and _is_over(one, as_of) for one in open_ones)
    return Standing(Proof.WAITING, None, UNKNOWN if is_unknown else IN_QUEUE)


def _is_over(one: Heard, as_of: datetime) -> bool:
    return one.settled_at is not None and one.settled_at <= as_of
