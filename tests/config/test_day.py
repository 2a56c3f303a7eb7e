from __future__ import annotations

import os
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from config.day import deliver, owner, run_day, tiers_in_order
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared, open_campaign
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.campaigns import Campaign

EIGHT = time(8)


def morning(day: date) -> datetime:
    return CALENDAR.at(day, EIGHT)


@pytest.fixture
def room() -> Iterator[RehearsalRoom]:
    running = RehearsalRoom(RecordingChannel("email", refused=frozenset({"x1@hanam.example"})))
    yield running
    running.close()


@pytest.fixture
def campaign(room: RehearsalRoom) -> Campaign:
    with room.begin() as session:
        return open_campaign(
            session, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"), now=CALENDAR.at(PLAN.opens, time(7, 30))
        )


def test_a_day_decides_every_tier_from_below_and_sends(room: RehearsalRoom, campaign: Campaign) -> None:
    day = run_day(room, campaign, now=morning(PLAN.opens))

    assert tiers_in_order(campaign) == list(day.decisions) == ["commune", "district", "province"]
    assert day.decisions == {"commune": {"send": 3}, "district": {"send": 2}, "province": {}}
    assert day.deliveries == {"accepted": 4, "rejected": 1}
    assert [(flaw.code, flaw.unit) for flaw in day.flaws] == [("refused", "X1")]


def test_a_day_run_twice_does_nothing_more(room: RehearsalRoom, campaign: Campaign) -> None:
    run_day(room, campaign, now=morning(PLAN.opens))

    again = run_day(room, campaign, now=morning(PLAN.opens))

    assert again.decisions == {"commune": {}, "district": {}, "province": {}}
    assert again.deliveries == {}


def test_a_day_after_days_missed_sends_the_highest_rung_alone(room: RehearsalRoom, campaign: Campaign) -> None:
    day = run_day(room, campaign, now=morning(date(2022, 7, 25)))

    assert day.decisions["commune"] == {"send": 3, "superseded": 6}


def test_deliver_alone_decides_nothing(room: RehearsalRoom, campaign: Campaign) -> None:
    assert deliver(room, campaign, now=morning(PLAN.opens)) == {}


def test_the_owner_names_this_process_and_no_run_twice() -> None:
    first, second = owner(), owner()

    assert f":{os.getpid()}:" in first
    assert first != second
