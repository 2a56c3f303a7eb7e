from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.errors import RuleBroken
from services.campaigns import Prepared
from services.office_lists import office_list
from tests.services.test_urging_letters import wake
from tests.small_plan import COMMUNE, CONTACTS, LADDERS, UNITS, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from documents.escalation_list import EscalationList
    from rehearsal.rehearsing import RehearsalRoom
    from tests.stories.lines import Line

EVENING = time(23)


def listed(story: Story) -> EscalationList | None:
    with story.workplace.read() as session:
        return office_list(session, story.campaign, as_of=story.at(EVENING))


@pytest.mark.parametrize("day", [date(2022, 8, 22), date(2022, 8, 24), date(2022, 9, 12)])
def test_list_agrees_with_the_status_of_the_same_day(story: Story, line: Line, day: date) -> None:
    line.refused.add("hu2@hanam.example")
    wake(story, date(2022, 6, 24))
    story.skip(to=date(2022, 8, 21))
    story.hand_in("HU1")
    story.give_back("HU1", new_day=date(2022, 8, 21), hour=time(11))
    wake(story, day)

    found = listed(story)

    status = story.status(as_of=story.at(EVENING))
    (tier,) = [one.count for one in status.tiers if one.id == "district"]
    late = {one.name: one.days_late for one in status.units if one.is_overdue and one.tier == "district"}
    assert found is not None
    assert {one.unit: one.days_late for one in (*found.entries, *found.unreached)} == late
    assert (found.received, found.expected) == (tier.received, tier.expected)
    assert len(late) == tier.overdue == 2
    assert [(one.unit, one.is_returned) for one in found.entries] == [("Huyện ủy Lý Nhân", True)]


def test_list_can_be_had_before_the_ladder_comes_to_it(story: Story) -> None:
    wake(story, date(2022, 8, 22))
    assert story.heard("vp") == []

    found = listed(story)

    assert found is not None
    assert [one.unit for one in found.entries] == ["Huyện ủy Lý Nhân", "Huyện ủy Bình Lục"]


def test_communes_are_not_told_of_to_the_office(story: Story) -> None:
    wake(story, date(2022, 8, 10))

    assert story.status(as_of=story.at(EVENING)).tiers[0].count.overdue == 3
    assert listed(story) is None


def test_plan_that_never_tells_the_office_is_refused(room: RehearsalRoom) -> None:
    silent = {**LADDERS, "district": replace(COMMUNE, id="district")}
    story = Story(room, Prepared(plan_with(ladders=silent), UNITS, CONTACTS, "{}", "sha"))
    wake(story, date(2022, 8, 24))

    with pytest.raises(RuleBroken, match="không có thang nhắc việc nào báo cáo lên Văn phòng"):
        listed(story)
