from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.units import ContactRole
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS, contact
from tests.stories.story import Story

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom
    from tests.stories.lines import Line


def test_case_leaves_the_leaders_of_a_unit_alone(room: RehearsalRoom) -> None:
    with_leader = [*CONTACTS, contact("X1", role=ContactRole.LEADER, suffix="-ld")]
    story = Story(room, Prepared(PLAN, UNITS, with_leader, "{}", "sha"))

    story.advance(to=date(2022, 8, 12))

    assert story.heard("x1-ld") == []


def test_case_tells_staff_of_the_board_and_its_leaders_apart(story: Story) -> None:
    story.advance(to=date(2022, 8, 5))

    assert story.heard("btg") == [(date(2022, 8, 3), "board_digest")]
    assert story.heard("btg-ld") == [(date(2022, 8, 5), "board_digest")]


def test_case_of_a_unit_without_contact_is_decided_all_the_same(room: RehearsalRoom) -> None:
    without = [one for one in CONTACTS if one.unit != "X1"]
    story = Story(room, Prepared(PLAN, UNITS, without, "{}", "sha"))

    story.advance(to=date(2022, 6, 24))

    (opening,) = [one.decision for one in story.decisions("X1")]
    assert (opening.recipient, opening.channel, opening.outcome) == ("-/unit", "-", "no_channel")


def test_case_of_a_refused_address_says_what_to_mend(story: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")

    story.advance(to=date(2022, 7, 15))

    reminder = story.decisions("X1")[-1].decision
    assert reminder.outcome == "no_channel"
    assert reminder.reason.startswith("Địa chỉ x1@hanam.example đã bị máy chủ thư từ chối")


def test_case_of_a_returned_report_is_open_again(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 27))

    story.advance(to=date(2022, 7, 26))

    assert story.decisions("X1")[-1].decision.outcome == "send"
