from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from domain.message_past import state_by
from domain.outbox import MessageState

NOON = datetime(2022, 7, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    state: str
    settled_at: datetime | None = None
    held_since: datetime | None = None


@dataclass(frozen=True)
class Attempt:
    at: datetime
    outcome: str


def attempts(*outcomes: str) -> list[Attempt]:
    """An hour apart, the first an hour before noon."""
    return [Attempt(NOON + (number - 1) * HOUR, outcome) for number, outcome in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("row", "tried", "expected"),
    [
        (Row("queued"), (), "queued"),
        (Row("held", held_since=NOON - HOUR), (), "held"),
        (Row("held", held_since=NOON + HOUR), (), "queued"),
        (Row("sending"), (), "sending"),
        (Row("accepted", settled_at=NOON), ("accepted",), "accepted"),
        (Row("accepted", settled_at=NOON + HOUR), ("deferred", "deferred", "accepted"), "queued"),
        (Row("accepted", settled_at=NOON + HOUR, held_since=NOON - HOUR), (), "held"),
        (Row("failed", settled_at=NOON - HOUR), ("rejected",), "failed"),
        (Row("queued"), ("rejected",), "queued"),  # the channel refused, not the recipient
        (Row("superseded", settled_at=NOON + HOUR), (), "queued"),
        (Row("unknown"), (), "unknown"),  # somebody wrote it so, and did not say when
    ],
)
def test_state_is_that_of_the_moment(row: Row, tried: tuple[str, ...], expected: str) -> None:
    assert state_by(NOON, row, attempts(*tried)) == expected


def test_message_that_bounced_later_was_sent_before() -> None:
    row = Row("failed", settled_at=NOON + HOUR)

    states = [state_by(moment, row, attempts("accepted")) for moment in (NOON - 2 * HOUR, NOON, NOON + HOUR)]

    assert states == [MessageState.QUEUED, MessageState.ACCEPTED, MessageState.FAILED]


def test_message_that_a_person_confirmed_later_was_unknown_before() -> None:
    row = Row("accepted", settled_at=NOON + HOUR)

    assert state_by(NOON, row, attempts("ambiguous")) == MessageState.UNKNOWN


def test_message_that_was_tried_again_waited_in_between() -> None:
    row = Row("unknown", settled_at=NOON + HOUR)

    assert state_by(NOON - HOUR, row, attempts("ambiguous", "ambiguous", "ambiguous")) == MessageState.QUEUED
