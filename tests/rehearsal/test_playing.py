from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest

from config.day import run_day
from rehearsal.acting import Actors
from rehearsal.playing import has_work, play
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom, gather, plain_reports
from rehearsal.scenarios import SILENT
from services.campaigns import open_campaign
from tests.small_plan import CALENDAR, PLAN, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.campaigns import Campaign
    from rehearsal.rehearsing import Rehearsal
    from services.campaigns import Prepared

LAST = date(2022, 8, 5)


@pytest.fixture
def room() -> Iterator[RehearsalRoom]:
    room = RehearsalRoom(RecordingChannel("email"))
    yield room
    room.close()


@pytest.fixture
def campaign(room: RehearsalRoom, prepared: Prepared) -> Campaign:
    with room.begin() as session:
        return open_campaign(session, prepared, now=CALENDAR.opening(PLAN.opens))


@pytest.fixture
def actors(campaign: Campaign) -> Actors:
    return Actors(campaign, SILENT, plain_reports(UNITS))


def test_play_passes_every_day_and_runs_on_those_with_work(
    room: RehearsalRoom, campaign: Campaign, actors: Actors
) -> None:
    played = list(play(room, campaign, actors, through=LAST, run_day=lambda now: run_day(room, campaign, now=now)))

    assert [one.day for one in played] == [date.fromordinal(PLAN.opens.toordinal() + n) for n in range(43)]
    assert [f"{one.day:%d/%m}" for one in played if one.result] == [
        "24/06",
        "15/07",
        "22/07",
        "27/07",
        "29/07",
        "01/08",
        "03/08",
        "05/08",
    ]
    assert not any(any(one.events) for one in played)


def test_play_with_each_day_run_twice_sends_nothing_twice(
    room: RehearsalRoom, campaign: Campaign, actors: Actors, silent: Rehearsal
) -> None:
    def twice(now: datetime) -> None:
        run_day(room, campaign, now=now)
        run_day(room, campaign, now=now)

    list(play(room, campaign, actors, through=LAST, run_day=twice))

    with room.read() as session:
        played = gather(session, campaign, scenario="silent", through=LAST)
    assert played.messages == tuple(one for one in silent.messages if one.at.date() <= LAST)


def test_has_work_ends_when_the_day_is_done(room: RehearsalRoom, campaign: Campaign) -> None:
    now = CALENDAR.at(PLAN.opens, time(8))

    with room.read() as session:
        assert has_work(session, campaign, now=now)
    run_day(room, campaign, now=now)
    with room.read() as session:
        assert not has_work(session, campaign, now=now)
