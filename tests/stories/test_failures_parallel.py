"""F21, F25, F28: many people at once on the last day, and two schedulers over one database."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, time
from threading import Barrier
from typing import IO, TYPE_CHECKING, cast

import pytest
from sqlalchemy import func, select

from config.day import tiers_in_order
from database.models import DecisionRow, EventRow, SubmissionRow
from domain.campaigns import Campaign
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.decisions import decide_tier
from services.proving import prove
from tests import postgres
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS
from tests.stories.claiming import claim
from tests.stories.larger_plans import province
from tests.stories.process import ROOT, Office, live
from tests.stories.rooms import RoomAt
from tests.stories.story import OPENS_AT, Story

if TYPE_CHECKING:
    from pathlib import Path

    from config.wiring import Workplace
    from tests.stories.lines import Line

SMALL = Prepared(PLAN, UNITS, CONTACTS, "{}", "sha")
MORNINGS = [date(2022, 6, 24), date(2022, 7, 15), date(2022, 8, 1), date(2022, 8, 12), date(2022, 8, 24)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A workplace on a file."""
    office = Office(tmp_path)
    office.prepare()
    return office


AT_ONCE = 200


def test_f21_two_hundred_reports_in_the_same_moment_are_all_kept(office: Office) -> None:
    _hand_in_at_once(office)


@pytest.mark.xdist_group("postgres")
def test_f21_two_hundred_reports_in_the_same_moment_are_all_kept_on_postgresql() -> None:
    with postgres.server() as address, closing(RoomAt(address, RecordingChannel("email"))) as room:
        _hand_in_at_once(room)


def _hand_in_at_once(workplace: Workplace) -> None:
    """Every unit at its own machine; each report has its own receipt, file, event and answer."""
    story = Story(workplace, province(2, AT_ONCE))
    story.skip(to=date(2022, 7, 29))
    units = [f"X{number}" for number in range(AT_ONCE)]
    together = Barrier(AT_ONCE)

    def hand_in(unit: str) -> str:
        together.wait()
        return story.hand_in(unit)

    with ThreadPoolExecutor(AT_ONCE) as people:
        numbers = list(people.map(hand_in, units))

    assert sorted(numbers) == [f"{number:04d}/TN-15-KH/TU" for number in range(1, AT_ONCE + 1)]
    assert [tier.count.on_time for tier in story.status().tiers] == [AT_ONCE, 0]
    with workplace.read() as session:
        kept = session.scalar(select(func.count(SubmissionRow.sha256.distinct())))
        noted = session.scalar(select(func.count()).select_from(EventRow).where(EventRow.move == "submit"))
    assert (kept, noted) == (AT_ONCE, AT_ONCE)
    assert {row.unit for row in story.messages() if row.message == "receipt"} == set(units)


def test_f21_many_versions_of_one_report_are_numbered_one_after_another(office: Office) -> None:
    story = Story(office, SMALL)
    story.skip(to=date(2022, 7, 29))

    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: story.hand_in("X1"), range(8)))

    with office.read() as session:
        numbers = session.scalars(select(SubmissionRow.number).order_by(SubmissionRow.number)).all()
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8]


def test_f28_two_schedulers_at_once_write_one_ledger(tmp_path: Path) -> None:
    alone, together = _started(tmp_path / "alone"), _started(tmp_path / "together")
    live(alone, MORNINGS)

    ends = _live_at_once(tmp_path / "together")

    assert ends == [(0, ""), (0, "")]
    assert _ledger(together) == _ledger(alone)
    assert sorted(together.wire.carried) == sorted(alone.wire.carried)
    assert max(Counter(together.wire.carried).values()) == 1
    with together.read() as session:
        campaign = Campaign(1, PLAN, CALENDAR.at(PLAN.opens, OPENS_AT))
        proof = prove(session, campaign, as_of=CALENDAR.at(MORNINGS[-1], time(23, 59)))
    assert (proof.lost_items, proof.doubled_items, proof.possible_doubles) == ((), (), ())


def test_f28_a_tick_between_another_ticks_tiers_doubles_nothing(story: Story) -> None:
    story.advance(to=date(2022, 7, 31))
    story.skip(to=date(2022, 8, 1))
    commune, *others = tiers_in_order(story.campaign)

    with story.workplace.begin() as session:
        decide_tier(session, story.campaign, tier=commune, now=story.at())
    story.run(time(10, 1))
    for tier in (commune, *others):
        with story.workplace.begin() as session:
            assert decide_tier(session, story.campaign, tier=tier, now=story.at(time(10, 2))) == {}

    assert Counter(story.sent(date(2022, 8, 1))).most_common(1)[0][1] == 1


def test_f25_two_couriers_at_once_still_bring_one_message_a_day(story: Story) -> None:
    story.advance(to=date(2022, 8, 11))
    story.skip(to=date(2022, 8, 12))
    story.decide()  # HU1 is reminded of its own report, and has a list about its communes
    rooms = (story.workplace, story.campaign, story.workplace.channels)

    taken = []
    for owner in ("first", "second"):
        with rooms[0].begin() as session:
            claimed = claim(session, rooms[1], rooms[2], owner=owner, now=story.at(), limit=5)
            taken += [message.envelope.address for message in claimed]

    assert max(Counter(taken).values()) == 1


def test_f28_no_message_is_claimed_twice(line: Line) -> None:
    story = Story(RehearsalRoom(line), SMALL)
    story.skip(to=PLAN.opens)
    story.decide()

    claims = []
    for owner in ("first", "second"):
        with story.workplace.begin() as session:
            claimed = claim(session, story.campaign, story.workplace.channels, owner=owner, now=story.at())
            claims.append([message.outbox_id for message in claimed])

    assert [len(claim) for claim in claims] == [5, 0]
    assert story.is_proved()


def _started(folder: Path) -> Office:
    office = Office(folder)
    office.prepare()
    Story(office, SMALL)
    return office


def _live_at_once(folder: Path) -> list[tuple[int, str]]:
    """Two processes live through the mornings, each of them at the same time. Returns how each process ended."""
    command = [sys.executable, "-m", "tests.stories.process", str(folder), *map(str, MORNINGS)]
    with _process(command) as first, _process(command) as second:
        for _ in MORNINGS:
            for one in (first, second):
                cast("IO[str]", one.stdout).readline()
            for one in (first, second):
                print("go", file=one.stdin, flush=True)
        return [(one.wait(), cast("IO[str]", one.stderr).read()) for one in (first, second)]


def _process(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 -- our own module
        command,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )


def _ledger(office: Office) -> set[tuple[object, ...]]:
    with office.read() as session:
        columns = (DecisionRow.version_id, DecisionRow.rung, DecisionRow.recipient, DecisionRow.outcome)
        found = session.execute(select(*columns, func.count()).group_by(*columns))
        return {tuple(row) for row in found}
