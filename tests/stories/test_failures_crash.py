"""F2, F3: the power goes off at every statement between the decision and the word of the transport."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, cast

import pytest

from domain.outbox import MessageState
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.power_cuts import Fuse, FusedLine, PowerCutError
from tests.stories.process import ROOT, Office, live
from tests.stories.story import Story

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from notifications.envelope import Envelope
    from services.proving import Proof

pytestmark = pytest.mark.xdist_group("crash")  # what they look at is played once, so by one worker
SMALL = Prepared(PLAN, UNITS, CONTACTS, "{}", "sha")
A_FULL_MORNING = date(2022, 8, 24)  # letters to districts, and an escalation
AFTER_THE_LEASE, AFTER_THE_RETRY = time(8, 20), time(8, 40)
OWNER = re.compile(rf"{re.escape(socket.gethostname())}:{os.getpid()}:[0-9a-f]{{8}}".encode())


@dataclass(frozen=True)
class Aftermath:
    """What a morning came to that was cut off at its n-th event (0: never) and taken up twice again."""

    cut_at: int
    decisions: list[tuple[str, ...]]
    states: set[str]
    carried: list[Envelope]
    doubtful: set[str]
    told: set[str]
    proof: Proof

    @property
    def copies(self) -> Counter[str]:
        return Counter(envelope.key for envelope in self.carried)


class Mornings:
    """The same morning again and again, each time after the same evening.

    What two cuts have left alike goes on alike, so it is lived through once; most events only look or write what the
    next commit would have kept.
    """

    def __init__(self) -> None:
        self._known: dict[object, Aftermath] = {}
        self._line = FusedLine()
        self._story = Story(RehearsalRoom(self._line), SMALL)
        self._story.skip(to=date(2022, 8, 22))
        self._story.advance(to=date(2022, 8, 23))
        self._evening = self._database.serialize()
        self._story.skip(to=A_FULL_MORNING)
        self.whole, self.uncut = self._morning(cut_at=0), self._aftermath(0)

    def cut_at(self, event: int) -> Aftermath:
        assert self._morning(cut_at=event) == event
        left = self._left()
        if left not in self._known:
            self._known[left] = self._aftermath(event)
        return replace(self._known[left], cut_at=event)

    def _left(self) -> tuple[bytes, tuple[str, ...]]:
        """All that the cut has left: the database, each run being called something else, and the letters that went."""
        database = OWNER.sub(b"a run", self._database.serialize())
        return database, tuple(envelope.key for envelope in self._line.carried)

    @property
    def _database(self) -> sqlite3.Connection:
        with self._story.workplace.engine.connect() as connection:
            return cast("sqlite3.Connection", connection.connection.driver_connection)

    def _morning(self, *, cut_at: int) -> int:
        """Returns how many events there were until the power went off, or until the end."""
        self._database.deserialize(self._evening)
        self._line.carried.clear()
        self._line.fuse = fuse = Fuse(cut_at)
        with contextlib.suppress(PowerCutError), fuse.on(self._story.workplace.engine):
            self._story.run()
        self._line.fuse = Fuse(0)
        return fuse.events

    def _aftermath(self, event: int) -> Aftermath:
        self._story.run(AFTER_THE_LEASE)
        day = self._story.run(AFTER_THE_RETRY)
        decided = [one for unit in ("HU1", "HU2", "X1") for one in self._story.decisions(unit)]
        messages = self._story.messages()
        return Aftermath(
            event,
            [(one.unit, one.decision.rung, one.decision.recipient, one.decision.outcome) for one in decided],
            {row.state for row in messages},
            list(self._line.carried),
            {row.key for row in messages if row.doubtful},
            {flaw.subject for flaw in day.flaws if flaw.code == "unknown"},
            self._story.proof(),
        )


@pytest.fixture(scope="module")
def mornings() -> Mornings:
    return Mornings()


@pytest.fixture(scope="module")
def cut_mornings(mornings: Mornings) -> list[Aftermath]:
    """One for each statement, each commit, and each moment before and after a letter leaves."""
    return [mornings.cut_at(event) for event in range(1, mornings.whole + 1)]


def test_f2_cut_off_anywhere_no_rung_ends_undecided(mornings: Mornings, cut_mornings: list[Aftermath]) -> None:
    assert mornings.whole > 50
    assert [cut.cut_at for cut in cut_mornings if cut.decisions != mornings.uncut.decisions] == []


def test_f2_cut_off_anywhere_no_letter_is_lost(mornings: Mornings, cut_mornings: list[Aftermath]) -> None:
    assert [cut.cut_at for cut in cut_mornings if set(cut.copies) != set(mornings.uncut.copies)] == []
    assert [cut.cut_at for cut in cut_mornings if cut.states != mornings.uncut.states] == []
    assert mornings.uncut.states == {MessageState.ACCEPTED, MessageState.HELD}


def test_f3_cut_off_anywhere_at_most_one_letter_goes_twice(cut_mornings: list[Aftermath]) -> None:
    extra = {cut.cut_at: sum(number - 1 for number in cut.copies.values()) for cut in cut_mornings}

    assert set(extra.values()) == {0, 1}


def test_f3_what_may_have_gone_twice_is_marked_and_told(cut_mornings: list[Aftermath]) -> None:
    silent = [cut.cut_at for cut in cut_mornings if {key for key, n in cut.copies.items() if n > 1} - cut.doubtful]

    assert silent == []
    assert all(cut.told == cut.doubtful for cut in cut_mornings)


def test_f3_a_second_copy_is_byte_for_byte_the_first(cut_mornings: list[Aftermath]) -> None:
    assert [cut.cut_at for cut in cut_mornings if len(set(cut.carried)) != len(cut.copies)] == []


def test_f2_f3_cut_off_anywhere_the_ledger_proves_itself(cut_mornings: list[Aftermath]) -> None:
    """Nothing lost and nothing doubled; what may have gone twice is named by the ledger, and nothing else is."""
    assert [cut.cut_at for cut in cut_mornings if not cut.proof.is_sound] == []
    named = [{one.key for one in (*cut.proof.possible_doubles, *cut.proof.unknown)} for cut in cut_mornings]
    assert named == [cut.doubtful for cut in cut_mornings]


@pytest.mark.parametrize("die_at", [9, 40, 66, 75])
def test_f2_a_killed_process_leaves_nothing_undecided(tmp_path: Path, die_at: int) -> None:
    office = Office(tmp_path)
    office.prepare()
    story = Story(office, SMALL)
    command = [sys.executable, "-m", "tests.stories.process", str(tmp_path), str(PLAN.opens), "--die-at", str(die_at)]

    killed = subprocess.run(command, input="go\n", text=True, check=False, cwd=ROOT)  # noqa: S603 -- our own module
    for hour in (AFTER_THE_LEASE, AFTER_THE_RETRY):
        live(office, [PLAN.opens], hour=hour)

    assert killed.returncode == -signal.SIGKILL
    assert {row.state for row in story.messages()} == {MessageState.ACCEPTED}
    assert set(office.wire.carried) == {row.key for row in story.messages()}
    assert len(office.wire.carried) - len(set(office.wire.carried)) <= 1
    story.skip(to=PLAN.opens)
    assert story.is_proved()
