"""DESIGN 3.2, 3.7, 3.12 and F8: whatever people do, in any order and twice, on both databases."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests import postgres
from tests.small_plan import CONTACTS, PLAN, UNITS, plan_with
from tests.stories.lives import Life
from tests.stories.rooms import RoomAt

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERS = count(1)


def another_campaign() -> Prepared:
    """One database holds many; each life is a campaign of its own."""
    identity = replace(PLAN.identity, id=f"ke-hoach-{next(NUMBERS)}")
    return Prepared(plan_with(identity=identity), UNITS, CONTACTS, "{}", "sha")


def chosen(lives: int, moves: int) -> settings:
    return settings(
        max_examples=lives,
        stateful_step_count=moves,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@pytest.fixture(scope="module")
def postgres_room() -> Iterator[RoomAt]:
    with postgres.server() as address:
        room = RoomAt(address, RecordingChannel("email"))
        yield room
        room.close()


def test_a_life_on_sqlite() -> None:
    def begin() -> Life:
        return Life(RehearsalRoom(RecordingChannel("email")), another_campaign())

    run_state_machine_as_test(begin, settings=chosen(8, 18))  # type: ignore[arg-type]  # it takes any maker of machines


@pytest.mark.xdist_group("postgres")
def test_a_life_on_postgresql(postgres_room: RoomAt) -> None:
    def begin() -> Life:
        return Life(postgres_room, another_campaign())

    run_state_machine_as_test(begin, settings=chosen(4, 12))  # type: ignore[arg-type]  # the same
