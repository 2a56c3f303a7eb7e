"""F2, F3 over every channel there is: killed at any event, nothing is lost, and nothing is doubled in silence."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.outbox import MessageState
from tests.stories.bureau import Bureau, campaign_of
from tests.stories.crash_images import CUT_AT, Aftermath, Camera, Image, image_of, live_on, run_at
from tests.stories.far_sides import FarSides
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stories.far_sides import Reached

pytestmark = pytest.mark.xdist_group("channels")  # what they look at is played once, so by one worker
CONNECTED = CUT_AT - timedelta(hours=30)  # so the first message over the account finds that its token must be renewed
# Of the first run. The path of zalooa ends in that of zbs, so it is asked for first.
FIRST_CALLS = {"zalobot": 3, "zalooa": 1, "zbs": 2, "esms": 1, "apprise": 2}


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarSides]:
    with FarSides(tmp_path_factory.mktemp("far")) as running:
        yield running


class Morning:
    """The opening of a campaign over all channels, ready to be run; and what each event of the run would leave."""

    def __init__(self, folder: Path, far: FarSides) -> None:
        self._folder, self._far = folder, far
        self._bureau = bureau = Bureau(f"sqlite:///{folder / 'dondoc.db'}", folder, far.wires)
        bureau.prepare()
        Story(bureau, campaign_of(far, now=CUT_AT))
        bureau.connect(far, at=CONNECTED)
        self.evening = image_of(folder, far)
        self.camera = Camera(folder, far)
        bureau.fuse = self.camera
        with self.camera.on(bureau.engine):
            run_at(bureau, far, CUT_AT)
        bureau.die()
        self.whole = live_on(bureau, far)

    def after(self, image: Image) -> Aftermath:
        self._return_to(image)
        return live_on(self._bureau, self._far)

    def with_faults(self, fault: str) -> Aftermath:
        """The same morning, and every call of the first run meets this fault; the far side is well again after it."""
        self._return_to(self.evening)
        self._far.fail_once_each(fault, FIRST_CALLS)
        run_at(self._bureau, self._far, CUT_AT)
        self._far.mail.fault = None
        return live_on(self._bureau, self._far)

    def _return_to(self, image: Image) -> None:
        self._bureau.die()
        self._bureau.engine.dispose()  # the files are changed under it; what it knows of SQL it may keep
        image.restore(self._folder, self._far)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory, far: FarSides) -> Morning:
    return Morning(tmp_path_factory.mktemp("morning"), far)


@pytest.fixture(scope="module")
def cuts(morning: Morning) -> dict[str, Aftermath]:
    """What follows from each picture that differs from the others."""
    return {digest: morning.after(image) for digest, image in morning.camera.images.items()}


def test_f2_the_whole_morning_reaches_everybody_over_every_channel(morning: Morning) -> None:
    whole = morning.whole

    assert Counter(one.channel for one in whole.reached) == Counter(
        {"zalobot": 3, "email": 2, "apprise": 2, "zbs": 1, "zalooa": 1, "esms": 1}
    )
    assert morning.camera.events > 250
    assert whole.proof.not_sent == {"refused": 2}


def test_f2_killed_anywhere_nothing_is_lost_and_nothing_doubled(cuts: dict[str, Aftermath]) -> None:
    counted = {(one.proof.lost, one.proof.doubled, one.proof.undecided, one.proof.rungs) for one in cuts.values()}

    assert len(cuts) > 40
    assert counted == {(0, 0, 0, 10)}


def test_f2_killed_anywhere_nothing_waits_for_ever_that_nobody_was_told_of(cuts: dict[str, Aftermath]) -> None:
    """Only the right to send over the Official Account can be lost with a process: then a person must renew it."""
    waiting = [(cut.waiting, cut.reconsent) for cut in cuts.values() if cut.waiting]

    assert waiting == [({"X3"}, True)]


def test_f2_killed_anywhere_whoever_was_not_reached_is_named(cuts: dict[str, Aftermath]) -> None:
    silent = [unreached(cut) - {one.unit for one in cut.proof.unknown} - cut.waiting for cut in cuts.values()]

    assert set().union(*silent) == set()


def test_f2_killed_anywhere_only_the_message_in_hand_is_in_doubt(cuts: dict[str, Aftermath]) -> None:
    assert {len([row for row in cut.rows if row.doubtful]) for cut in cuts.values()} == {0, 1}


def test_f2_killed_anywhere_what_is_named_unknown_is_what_the_ledger_holds_for_unknown(
    cuts: dict[str, Aftermath],
) -> None:
    for cut in cuts.values():
        unknown = {row.key for row in cut.rows if row.state == MessageState.UNKNOWN}
        assert {one.key for one in cut.proof.unknown} == unknown
        assert {subject for code, subject in cut.told if code == "unknown"} >= unknown


def test_f3_killed_anywhere_nobody_gets_a_message_twice_that_the_channel_cannot_recognise(
    cuts: dict[str, Aftermath],
) -> None:
    twice = {one for cut in cuts.values() for one, times in copies(cut.reached).items() if times > 1}

    assert {one.channel for one in twice} <= {"email"}


def test_f3_a_mail_that_goes_twice_has_the_same_name_and_bytes_and_is_marked(cuts: dict[str, Aftermath]) -> None:
    doubled = 0
    for cut in cuts.values():
        mails = [one for one in cut.reached if one.channel == "email"]
        again = {name for name, times in Counter(one.name for one in mails).items() if times > 1}
        assert len({one.content for one in mails}) == len({one.name for one in mails}) == len({one.to for one in mails})
        assert again <= {row.message_id for row in cut.rows if row.doubtful}
        doubled += len(again)

    assert doubled > 0


def test_f3_a_second_channel_is_only_taken_with_a_reason(cuts: dict[str, Aftermath]) -> None:
    """Whoever heard over two channels: the second takes the place of the first, whose result was not known."""
    both = 0
    for cut in cuts.values():
        by_id = {row.id: row for row in cut.rows}
        for row in cut.rows:
            if row.replaces_id is not None:
                first = by_id[row.replaces_id]
                assert first.state in (MessageState.UNKNOWN, MessageState.FAILED) or cut.reconsent
                both += first.state == MessageState.UNKNOWN

    assert both > 0


def test_f3_after_lost_answers_nobody_gets_a_second_copy_and_who_heard_twice_is_told_of(morning: Morning) -> None:
    found = morning.with_faults("drop_after")

    assert (found.proof.lost, found.proof.doubled, found.waiting) == (0, 0, set())
    assert {one.channel for one, times in copies(found.reached).items() if times > 1} == {"email"}  # by the same name
    assert unreached(found) == set()
    assert {one.unit for one in found.proof.unknown} == {"H0", "X1", "X2", "X3", "X5", "X6", "X7", "X8"}
    assert {one.unit for one in found.proof.possible_doubles} == {"X0", "X4"}  # sent again under the same name
    next_ones = {row.unit: row.channel for row in found.rows if row.replaces_id and row.state == MessageState.ACCEPTED}
    assert next_ones == {"H0": "email", "X6": "email", "X7": "esms", "X8": "esms"}


def test_f3_after_calls_that_broke_off_whoever_was_not_reached_is_named(morning: Morning) -> None:
    found = morning.with_faults("drop")

    assert (found.proof.lost, found.proof.doubled, found.waiting) == (0, 0, set())
    assert set(copies(found.reached).values()) == {1}
    assert unreached(found) == {"X1", "X2", "X3", "X5"}  # they have no second channel
    assert {one.unit for one in found.proof.unknown} >= unreached(found)


def copies(reached: list[Reached]) -> Counter[Reached]:
    return Counter(one._replace(content=b"") for one in reached)


def unreached(cut: Aftermath) -> set[str]:
    arrived = {one.to for one in cut.reached}
    reached = {row.unit for row in cut.rows if row.address in arrived}
    return {row.unit for row in cut.rows} - reached
