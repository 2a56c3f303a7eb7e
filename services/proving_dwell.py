"""How long messages waited, from the moment they were due to the moment they were sent: in all, and in working hours alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from database.queries.proof import MessageRow
    from domain.calendar import WorkingCalendar
    from services.proving_messages import Messages

Pair = tuple["datetime", "datetime"]


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that half, nine in ten, and all but one in a hundred waited at most, and the longest wait."""

    p50: int
    p90: int
    p99: int
    longest: int


@dataclass(frozen=True, slots=True)
class Dwell:
    """Of one kind of message on one channel. `work` leaves out nights and days off, when nothing is sent on purpose."""

    message: str
    channel: str
    number: int
    whole: Waits
    work: Waits


def dwell(messages: Messages, calendar: WorkingCalendar) -> tuple[Dwell, ...]:
    """Of everything that was sent by then. What answers a person waits for no hour, so there both are the same."""
    waits: dict[tuple[str, str], list[Pair]] = {}
    for row in _sent(messages):
        waits.setdefault((row.message, row.channel), []).append((row.moment, row.sent_at or row.moment))
    at_work = _at_work(calendar)
    return tuple(
        Dwell(message, channel, len(found), _waits(map(_whole, found)), _waits(map(at_work, found)))
        for (message, channel), found in sorted(waits.items())
    )


def _sent(messages: Messages) -> Iterable[MessageRow]:
    return (row for row in messages.in_state(MessageState.ACCEPTED) if row.sent_at is not None)


def _whole(wait: Pair) -> int:
    due, sent = wait
    return max(0, round((sent - due).total_seconds()))


def _at_work(calendar: WorkingCalendar) -> Callable[[Pair], int]:
    """Thousands wait between the same two moments, so each pair is worked out once."""
    known: dict[Pair, int] = {}

    def seconds(wait: Pair) -> int:
        if wait not in known:
            known[wait] = round(calendar.at_work(*wait).total_seconds())
        return known[wait]

    return seconds


def _waits(found: Iterable[int]) -> Waits:
    ordered = sorted(found)
    p50, p90, p99 = (_percentile(ordered, percent) for percent in (50, 90, 99))
    return Waits(p50, p90, p99, ordered[-1])


def _percentile(ordered: list[int], percent: int) -> int:
    """By nearest rank: a wait that really was."""
    return ordered[-(-len(ordered) * percent // 100) - 1]
