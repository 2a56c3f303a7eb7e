from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from services.standings import count_tier, obligations_at

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_obligations_stand_as_they_stood_at_any_moment(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 27), hour=time(14))

    moments = [story.at(time(9)), story.at(time(11)), story.at(time(15)), story.calendar.at(date(2022, 7, 28), time(9))]

    found = [story.obligation("X1", as_of=moment).standing for moment in moments]
    assert [(one.state, one.is_overdue) for one in found] == [
        ("expected", False),
        ("on_time", False),
        ("returned", False),
        ("returned", True),
    ]


def test_obligations_can_be_asked_for_by_id(story: Story) -> None:
    wanted = story.obligation("X2").id

    with story.workplace.read() as session:
        found = obligations_at(session, story.campaign, as_of=story.at(), only=[wanted])

    assert [one.unit for one in found] == ["X2"]


def test_promise_is_unknown_before_it_was_made(story: Story) -> None:
    story.advance(to=date(2022, 8, 5))
    story.promise("X1", day=date(2022, 8, 10))

    found = [story.obligation("X1", as_of=story.at(hour)).promise for hour in (time(9), time(11))]

    assert [promise and promise.day for promise in found] == [None, date(2022, 8, 10)]


def test_tier_is_counted_on_its_own(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))
    story.hand_in("X1")

    with story.workplace.read() as session:
        found = obligations_at(session, story.campaign, as_of=story.at())

    commune, district = (count_tier(found, tier) for tier in ("commune", "district"))
    assert (commune.expected, commune.late, commune.overdue) == (3, 1, 2)
    assert (district.expected, district.received, district.overdue) == (2, 0, 0)
