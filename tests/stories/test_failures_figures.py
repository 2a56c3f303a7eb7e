"""F18, F19, F20, F24: figures that count what is empty, lose who is silent, or drift."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import RuleBroken
from domain.units import UnitTree
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.small_plan import BOARD_UNIT, CONTACTS, DISTRICTS, OFFICE_UNIT, PLAN, TOP, UNITS, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from services.status import Status

UNIT_CODES = ("X1", "X2", "X3", "HU1", "HU2")
moves = st.lists(
    st.tuples(st.sampled_from(UNIT_CODES), st.sampled_from(("hand_in", "give_back", "extend")), st.integers(0, 9)),
    max_size=25,
)


def small_story() -> Story:
    return Story(RehearsalRoom(RecordingChannel("email")), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))


def test_f18_an_empty_file_is_no_report(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    with pytest.raises(RuleBroken, match="trống"):
        story.hand_in("X1", size=0)

    assert [tier.count.received for tier in story.status().tiers] == [0, 0]


def test_f18_a_second_version_is_not_a_second_report(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    numbers = [story.hand_in("X1", hour=time(9 + hour)) for hour in range(3)]

    assert numbers == ["0001/TN-15-KH/TU", "0002/TN-15-KH/TU", "0003/TN-15-KH/TU"]
    assert [(tier.count.expected, tier.count.received) for tier in story.status().tiers] == [(3, 1), (2, 0)]


@settings(max_examples=20, deadline=None)
@given(moves=moves)
def test_f18_whatever_happens_rates_stay_between_none_and_all(moves: list[tuple[str, str, int]]) -> None:
    story = small_story()
    story.skip(to=date(2022, 7, 25))
    for minute, (unit, move, days) in enumerate(moves):
        _try(story, unit, move, days=days, hour=time(9, minute))
        for as_of in (story.at(), story.calendar.at(date(2022, 9, 30), time(10))):
            _is_sound(story.status(as_of=as_of))


def _try(story: Story, unit: str, move: str, *, days: int, hour: time) -> None:
    """A move that the rules refuse changes nothing."""
    day = date(2022, 7, 26 + days // 2)
    try:
        if move == "hand_in":
            story.hand_in(unit, hour=hour)
        elif move == "give_back":
            story.give_back(unit, new_day=day, hour=hour)
        else:
            story.extend(unit, day=day, hour=hour)
    except RuleBroken:
        return


def _is_sound(found: Status) -> None:
    assert [tier.count.expected for tier in found.tiers] == [3, 2]
    for count in (tier.count for tier in found.tiers):
        assert 0 <= count.on_time_rate <= 1
        assert count.on_time + count.late == count.received <= count.expected
        assert count.received + count.overdue <= count.expected
        assert count.returned <= count.expected - count.received


def test_f19_a_new_unit_tree_leaves_the_figures_of_a_running_campaign_alone(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))
    story.hand_in("X1")
    before = story.status()
    merged = replace(UNITS["X2"], code="X9", name="Đảng ủy xã Hợp Mỹ")
    reshaped = UnitTree((TOP, OFFICE_UNIT, BOARD_UNIT, *DISTRICTS, merged))

    contacts = [one for one in CONTACTS if one.unit in reshaped]
    next_plan = plan_with(identity=replace(PLAN.identity, id="ke-hoach-sau", number="16-KH/TU"))
    later = Story(story.workplace, Prepared(next_plan, reshaped, contacts, "{}", "sha"))

    assert story.status() == before
    assert [tier.count.expected for tier in later.status().tiers] == [1, 2]


def test_f19_two_campaigns_whose_plans_bear_the_same_number_give_receipts_of_their_own(story: Story) -> None:
    next_year = plan_with(identity=replace(PLAN.identity, id="ke-hoach-nam-sau"))
    later = Story(story.workplace, Prepared(next_year, UNITS, CONTACTS, "{}", "sha"))
    for one in (story, later):
        one.skip(to=date(2022, 7, 1))

    story.hand_in("X1")
    later.hand_in("X1")

    assert [one.obligation("X1").standing.state for one in (story, later)] == ["on_time", "on_time"]


def test_f20_who_never_reported_stays_in_the_denominator(story: Story) -> None:
    story.advance(to=date(2022, 7, 28))
    story.hand_in("X1")

    story.advance(to=date(2022, 9, 30))

    commune, _ = story.status().tiers
    assert (commune.count.expected, commune.count.on_time, commune.count.overdue) == (3, 1, 2)
    assert commune.count.on_time_rate == pytest.approx(1 / 3)


def test_f20_a_report_that_came_late_never_becomes_on_time(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 8, 10), hour=time(11))
    story.advance(to=date(2022, 8, 4))
    story.hand_in("X1")

    standing = story.obligation("X1").standing

    assert (standing.state, standing.days_late) == ("late", 2)


def test_f24_any_day_asked_for_again_gives_the_same_answer(story: Story) -> None:
    then = {}
    for day in (date(2022, 7, 20), date(2022, 7, 29), date(2022, 8, 2), date(2022, 8, 22), date(2022, 9, 30)):
        story.advance(to=day)
        then[day] = story.status()
        _something_happens(story, day)

    again = {day: story.status(as_of=found.as_of) for day, found in then.items()}

    assert again == then
    assert len({tuple(one.state for one in found.units) for found in then.values()}) == len(then)


def _something_happens(story: Story, day: date) -> None:
    """After the status was asked for."""
    later = time(15)
    match day:
        case date(month=7, day=20):
            story.hand_in("X1", hour=later)
        case date(month=7, day=29):
            story.give_back("X1", new_day=date(2022, 8, 5), hour=later)
            story.extend("X2", day=date(2022, 8, 15), hour=later)
        case date(month=8, day=2):
            story.promise("X3", day=date(2022, 8, 9), hour=later)
            story.hand_in("X1", hour=later)
        case date(month=8, day=22):
            story.hand_in("HU1", hour=later)


def test_f24_overdue_begins_at_midnight_by_itself(story: Story) -> None:
    last_minute, midnight = (story.calendar.at(day, hour) for day, hour in LAST_MINUTE)

    states = [story.obligation("X1", as_of=moment).standing.state for moment in (last_minute, midnight)]

    assert states == ["expected", "overdue"]


LAST_MINUTE = ((date(2022, 7, 31), time(23, 59)), (date(2022, 8, 1), time(0)))
