"""Whole campaigns, from the opening to the close, with nothing said that was not expected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rehearsal.rehearsing import RehearsalRoom
from tests.stories.larger_plans import four_tiers, two_tiers
from tests.stories.story import Story

if TYPE_CHECKING:
    from tests.stories.lines import Line


def test_a_campaign_of_three_tiers_is_silent_when_all_are_punctual(story: Story) -> None:
    story.advance(to=date(2022, 7, 13))
    for unit in ("X1", "X2", "X3", "HU1", "HU2"):
        story.hand_in(unit)

    story.advance(to=date(2022, 9, 30))

    for person in ("x1", "x2", "x3", "hu1", "hu2"):
        assert story.heard(person) == [(date(2022, 6, 24), "opening"), (date(2022, 7, 14), "receipt")]
    assert story.unexpected() == []


def test_a_campaign_of_three_tiers_climbs_until_the_report_comes(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    for unit in ("X2", "X3", "HU2"):
        story.hand_in(unit)
    story.advance(to=date(2022, 8, 23))
    story.hand_in("X1")
    story.advance(to=date(2022, 8, 24))
    story.hand_in("HU1")

    story.advance(to=date(2022, 9, 30))

    assert [kind for _, kind in story.heard("x1")] == [
        *("opening", "reminder", "reminder", "reminder", "last_reminder"),
        *("urging", "second_urging", "second_urging", "receipt"),
    ]
    assert story.heard("vp") == [(date(2022, 8, 24), "escalation_list")]
    assert story.heard("btg-ld") == [(date(2022, 8, 5), "board_digest")]
    assert [day for day, _ in story.heard("btg")] == [date(2022, 8, day) for day in (3, 12, 19, 22)]


def test_a_campaign_of_two_tiers_reaches_the_office_without_districts(line: Line) -> None:
    story = Story(RehearsalRoom(line), two_tiers())
    story.advance(to=date(2022, 8, 10))
    story.hand_in("P2")

    story.advance(to=date(2022, 8, 31))

    assert [tier.id for tier in story.status().tiers] == ["commune"]
    assert story.heard("p1")[-4:] == [
        (date(2022, 8, 19), "last_reminder"),
        (date(2022, 8, 22), "urging"),
        (date(2022, 8, 24), "second_urging"),
        (date(2022, 8, 31), "second_urging"),
    ]
    assert story.heard("p2")[-1] == (date(2022, 8, 11), "receipt")
    assert story.heard("btg") == [(date(2022, 8, 22), "board_digest"), (date(2022, 8, 31), "board_digest")]
    assert story.heard("vp") == [(date(2022, 8, 24), "escalation_list"), (date(2022, 8, 31), "escalation_list")]
    assert story.unexpected() == []


def test_a_campaign_of_four_tiers_tells_each_superior_of_its_own(line: Line) -> None:
    story = Story(RehearsalRoom(line), four_tiers())
    story.advance(to=date(2022, 7, 10))
    story.hand_in("C2")

    story.advance(to=date(2022, 8, 24))

    assert [(tier.id, tier.count.overdue) for tier in story.status().tiers] == [
        ("cell", 1),
        ("commune", 1),
        ("district", 1),
    ]
    assert (date(2022, 7, 18), "district_digest") in story.heard("x")
    assert (date(2022, 8, 1), "district_digest") in story.heard("h")
    assert "Chi bộ thôn Nhất: quá hạn 3 ngày" in story.letter("x", day=date(2022, 7, 18)).text
    assert "Đảng ủy xã Liêm Cần: quá hạn 1 ngày" in story.letter("h", day=date(2022, 8, 1)).text
    assert story.heard("vp") == [(date(2022, 8, 24), "escalation_list")]


def test_a_returned_report_has_a_clock_of_its_own(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.advance(to=date(2022, 8, 2))
    story.give_back("X1", new_day=date(2022, 8, 9))

    story.advance(to=date(2022, 8, 17))

    assert story.heard("x1")[-5:] == [
        (date(2022, 7, 21), "receipt"),
        (date(2022, 8, 3), "returned"),
        (date(2022, 8, 8), "last_reminder"),
        (date(2022, 8, 10), "urging"),
        (date(2022, 8, 17), "second_urging"),
    ]
    standing = story.obligation("X1").standing
    assert (standing.state, standing.is_overdue, standing.days_late) == ("returned", True, 8)
