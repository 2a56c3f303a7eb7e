from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from services.campaigns import Prepared
from tests.small_plan import CONTACTS, UNITS, duty, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom
    from services.status import UnitStatus


def unit(story: Story, code: str) -> UnitStatus:
    return next(one for one in story.status().units if one.unit == code)


def test_status_lists_tiers_that_owe_something_from_the_first_to_report(story: Story) -> None:
    assert [(tier.id, tier.name, tier.deadline) for tier in story.status().tiers] == [
        ("commune", "Cấp xã", date(2022, 7, 31)),
        ("district", "Cấp huyện", date(2022, 8, 20)),
    ]


def test_status_of_a_silent_unit_tells_days_reminders_and_next_step(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))

    found = unit(story, "X1")

    assert (found.state, found.is_overdue, found.days_late) == ("overdue", True, 3)
    assert (found.reminders, found.last_contact) == (6, story.calendar.at(date(2022, 8, 1), time(8)))
    assert found.next_step == story.calendar.at(date(2022, 8, 5), time(8))


def test_status_of_a_unit_that_handed_in_tells_when_and_under_which_number(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")

    found = unit(story, "X1")

    assert (found.state, found.received_at, found.document_number) == ("on_time", story.at(), "7-BC/X1")
    assert found.next_step is None


def test_status_does_not_count_receipts_as_reminders(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    before = unit(story, "X1").reminders

    story.advance(to=date(2022, 7, 21))

    assert unit(story, "X1").reminders == before == 2


def test_status_counts_for_a_district_only_what_is_about_its_own_duty(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))

    assert [kind for _, kind in story.heard("hu1")] == ["opening", "reminder", "district_digest"]
    assert unit(story, "HU1").reminders == 2


def test_status_shows_the_deadline_in_force_and_the_promise(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))
    story.extend("X1", day=date(2022, 8, 15))
    story.promise("X2", day=date(2022, 8, 10))

    assert unit(story, "X1").deadline == date(2022, 8, 15)
    assert unit(story, "X2").promised == date(2022, 8, 10)


def test_status_counts_the_letters_of_each_duty_apart(room: RehearsalRoom) -> None:
    two = (
        duty("first", "district", date(2022, 8, 20), ladder="district", units=["HU1"]),
        duty("second", "district", date(2022, 11, 25), ladder="district", units=["HU1"]),
    )
    story = Story(room, Prepared(plan_with(duties=two), UNITS, CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 5))

    assert {one.duty: one.reminders for one in story.status().units} == {"first": 3, "second": 1}
