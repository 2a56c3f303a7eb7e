"""F2, F3, F28 with one to four processes over one database, SQLite and PostgreSQL, killed for good in their midst."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from database.migrations.running import upgrade
from database.models import DecisionRow
from database.session import open_engine, reading
from domain.campaigns import Campaign
from domain.outbox import MessageState
from services.audit import audit
from tests.fakes.zalo_consent import PATH
from tests.small_plan import PLAN
from tests.stories.bureau import CHAINS, Bureau, campaign_of
from tests.stories.crash_images import AFTER_THE_LEASE, CUT_AT, Aftermath, live_on
from tests.stories.far_sides import FarSides
from tests.stories.nursery import TURNS, Nursery, Order, nursery
from tests.stories.rooms import new_database
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.stories.crash_images import Aftermath

KILLED = -signal.SIGKILL
CONNECTED = CUT_AT - timedelta(hours=30)  # the token must be renewed, in the midst of the run
NOBODY_DIES = (0, 0, 0, 0)
ONE_ALONE = ((75,), (130,), (230,))  # test_failures_channels looks at every event

SEVERAL = ((60, 0), (40, 70, 0), (35, 60, 80, 100))
ON_POSTGRESQL = ((130,), (60, 90), (50, 70, 0), (45, 60, 80, 100))


@pytest.fixture(scope="module")
def born() -> Iterator[Nursery]:
    with nursery() as running:
        yield running


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, and nothing in them."""
    path = tmp_path_factory.mktemp("empty") / "dondoc.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def far(tmp_path: Path) -> Iterator[FarSides]:
    with FarSides(tmp_path / "far") as running:
        yield running


class House:
    """A campaign in a database of its own, over which processes work."""

    def __init__(self, database: str, folder: Path, far: FarSides, born: Nursery) -> None:
        self._database, self._folder, self._far, self._born = database, folder, far, born
        self.bureau = Bureau(database, folder, far.wires)

    def open(self, chains: Mapping[str, Sequence[str]] = CHAINS) -> Story:
        story = Story(self.bureau, campaign_of(self._far, chains, now=CUT_AT))
        self.bureau.connect(self._far, at=CONNECTED)
        self._far.set_clocks(CUT_AT)
        return story

    def live(
        self,
        die_at: Sequence[int] = (0,),
        *,
        later: timedelta = timedelta(),
        before: Callable[[Sequence[int]], None] = lambda _: None,
        **more: object,
    ) -> list[int]:
        """One run of so many processes at once. Returns how each ended."""
        now = CUT_AT + later
        self._far.set_clocks(now)
        order = Order(self._database, str(self._folder), self._far.wires, now.isoformat(), die_at)
        return self._born.live(replace(order, **more), before=before)  # type: ignore[arg-type]  # as the order has them

    def live_on(self, *, later: timedelta = timedelta()) -> Aftermath:
        return live_on(self.bureau, self._far, since=CUT_AT + later)

    def ledger(self) -> list[tuple[str, ...]]:
        columns = (DecisionRow.rung, DecisionRow.recipient, DecisionRow.channel, DecisionRow.outcome)
        with self.bureau.read() as session:
            return sorted(tuple(row) for row in session.query(*columns))

    def close(self) -> None:
        self.bureau.die()
        self.bureau.engine.dispose()


@pytest.fixture
def house(empty: Path, tmp_path: Path, far: FarSides, born: Nursery) -> Iterator[House]:
    shutil.copy(empty, tmp_path)
    with closing(House(f"sqlite:///{tmp_path / 'dondoc.db'}", tmp_path, far, born)) as found:
        yield found


@pytest.fixture
def house_on_postgresql(postgresql: str, tmp_path: Path, far: FarSides, born: Nursery) -> Iterator[House]:
    with closing(House(new_database(postgresql), tmp_path, far, born)) as found:
        yield found


def assert_sound(found: Aftermath) -> None:
    """Nothing is lost, nothing went twice but a mail by the same name, and who was not reached is named."""
    proof = found.proof
    assert (proof.rungs, proof.lost, proof.doubled, proof.undecided) == (10, 0, 0, 0)
    assert found.waiting <= ({"X2", "X3"} if found.reconsent else set())
    times = Counter(one._replace(content=b"") for one in found.reached)
    twice = {one for one, number in times.items() if number > 1}
    assert {one.channel for one in twice} <= {"email"}
    assert {one.name for one in twice} <= {row.message_id for row in found.rows if row.doubtful}
    addresses = {one.to for one in found.reached}
    reached = {row.unit for row in found.rows if row.address in addresses}
    assert set(CHAINS) - reached <= {one.unit for one in proof.unknown} | found.waiting


@pytest.mark.parametrize("die_at", [*ONE_ALONE, *SEVERAL], ids=str)
def test_f2_killed_processes_lose_nothing_and_double_nothing(house: House, die_at: tuple[int, ...]) -> None:
    assert_survived(house, die_at)


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("die_at", ON_POSTGRESQL, ids=str)
def test_f2_killed_processes_on_postgresql_lose_nothing_and_double_nothing(
    house_on_postgresql: House, die_at: tuple[int, ...]
) -> None:
    assert_survived(house_on_postgresql, die_at)


def assert_survived(house: House, die_at: tuple[int, ...]) -> None:
    """After so many processes at once, of which some killed themselves. Each leaves one message in doubt at most."""
    house.open()

    ends = house.live(die_at)

    assert set(ends) <= {0, KILLED}
    assert KILLED in ends or len(ends) > 1  # of several, the others may have left nothing to do for the one
    found = house.live_on()
    assert_sound(found)
    assert len([row for row in found.rows if row.doubtful]) <= ends.count(KILLED)


@pytest.mark.parametrize("when", ["before", "after"])
def test_f2_killed_by_every_far_side_in_turn_nothing_is_lost_and_nothing_doubled(
    house: House, far: FarSides, when: str
) -> None:
    """The far side has the call and has not acted on it yet, or has acted and not answered: then the process is gone."""
    house.open()
    ways = ("email", "zalobot", "zbs", "zalooa", "esms", "apprise")
    ends = []
    for turn, channel in enumerate(ways):

        def arm(pids: Sequence[int], channel: str = channel) -> None:
            far.do_at_next(channel, when, partial(os.kill, pids[0], signal.SIGKILL))

        ends += house.live(later=turn * AFTER_THE_LEASE, before=arm)

    found = house.live_on(later=len(ways) * AFTER_THE_LEASE)

    assert ends == [KILLED] * len(ways)
    assert_sound(found)
    doubtful = {row.channel for row in found.rows if row.doubtful}
    assert doubtful == set(ways)
    unknown = {one.channel for one in found.proof.unknown}
    assert unknown == {"zalobot", "zbs", "zalooa", "apprise"}  # mail and eSMS know their own message again


def test_f28_four_schedulers_at_once_write_one_ledger_over_all_channels(house: House) -> None:
    assert_one_ledger(house)


@pytest.mark.xdist_group("postgres")
def test_f28_four_schedulers_at_once_on_postgresql_write_one_ledger_over_all_channels(
    house_on_postgresql: House,
) -> None:
    assert_one_ledger(house_on_postgresql)


def assert_one_ledger(house: House) -> None:
    house.open()

    ends = house.live(NOBODY_DIES)

    assert ends == [0] * 4
    firsts = [("opening", unit.lower(), ways[0].lstrip("!"), "send") for unit, ways in CHAINS.items()]
    seconds = [("opening", "x6", "email", "send"), ("opening", "x8", "zalobot", "send")]
    assert house.ledger() == sorted(firsts + seconds)
    found = house.live_on()
    assert_sound(found)
    assert Counter(one.to for one in found.reached).most_common(1)[0][1] == 1
    assert {row.state for row in found.rows} == {MessageState.ACCEPTED, MessageState.FAILED}
    assert len(house._far.zalo.called(PATH)) == 1


ALL_ZALO = {"H0": ("zalooa",), **{f"X{number}": ("zbs",) for number in range(12)}}


def test_a_token_that_ends_in_mid_batch_is_renewed_once_by_four_workers(house: House, far: FarSides) -> None:
    assert_renewed_once(house, far)


@pytest.mark.xdist_group("postgres")
def test_a_token_that_ends_in_mid_batch_is_renewed_once_by_four_workers_on_postgresql(
    house_on_postgresql: House, far: FarSides
) -> None:
    assert_renewed_once(house_on_postgresql, far)


def assert_renewed_once(house: House, far: FarSides) -> None:
    house.open(ALL_ZALO)
    house.bureau.connect(far, at=CUT_AT - timedelta(hours=1))

    def end_the_token() -> None:
        assert far.zalo.grant is not None
        far.zalo.grant.access_until = CUT_AT

    far.zalo.fail("/message/template", *[""] * 4, ("before", end_the_token))

    assert house.live(NOBODY_DIES) == [0] * 4
    assert len(far.zalo.called(PATH)) == 1
    assert Counter(one.to for one in far.reached()) == Counter(row.address for row in house.live_on().rows)


def test_three_processes_keep_one_pace(house: House, far: FarSides, tmp_path: Path) -> None:
    """Sixty mails a minute: of all that leave, no two leave within the same second."""
    story = house.open({f"{code}": ("email",) for code in ("H0", *(f"X{number}" for number in range(17)))})
    story.skip(to=CUT_AT.date())
    story.decide()

    ends = house.live((0, 0, 0), rates="email=60", paced=True)

    seconds = sorted(float(line) for line in (tmp_path / TURNS).read_text(encoding="ascii").splitlines())[::2]
    assert (ends, len(far.reached())) == ([0] * 3, 18)
    assert [round(second, 6) for second in seconds] == list(range(18))


@pytest.mark.xdist_group("postgres")
def test_f15_the_auditor_has_an_index_for_each_question_on_postgresql_too(postgresql: str) -> None:
    """Whether it is worth while, the server decides by what there is; here it takes one wherever there is one."""
    engine = open_engine(make_url(postgresql).set(database="postgres").render_as_string(hide_password=False))
    campaign = Campaign(1, PLAN, CUT_AT)
    asked: list[tuple[str, Any]] = []
    with reading(engine) as session:
        session.execute(text("SET enable_seqscan = off"))
        event.listen(engine, "before_cursor_execute", lambda _c, _u, said, values, *_: asked.append((said, values)))
        audit(session, campaign, now=CUT_AT)
        plans = [
            line
            for said, values in tuple(asked)
            for line in session.connection().exec_driver_sql(f"EXPLAIN {said}", values).scalars()
        ]
    engine.dispose()

    assert len(asked) > 20
    assert [line for line in plans if "Seq Scan on outbox" in line or "Seq Scan on decisions" in line] == []
