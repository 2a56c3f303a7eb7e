from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from database.queries.reports import WantedReports, superiors_of_reports
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState
from domain.report_states import ReportState
from services.reports import PAGE, all_reports, reports_page
from services.reviews import accept, withdraw
from services.submissions import Handed, submit

if TYPE_CHECKING:
    from services.reports import ReportList
    from tests.stories.story import Story

FULL = OutlineCheck((SectionCheck("I", "Tình hình", SectionState.FOUND, "I- Tình hình", 7, 93, 1.0),))
EMPTY = replace(FULL, sections=(replace(FULL.sections[0], state=SectionState.EMPTY),))
ODD = replace(FULL, findings=(ReportFinding("date", "mục I", "Ngày 20/8 sau ngày nộp."),))
OPENING = date(2022, 6, 24)
EVENING = time(20)
ALL = WantedReports(ReportState.ALL)


def hand_in(story: Story, unit: str, check: OutlineCheck | None, *, hour: time, number: str = "") -> None:
    handed = Handed(
        file_name="a.docx", size=9, sha256=f"{unit}{hour}", kind="docx", check=check, document_number=number
    )
    with story.workplace.begin() as session:
        submit(
            session,
            story.campaign,
            story.obligation(unit).id,
            handed,
            received_at=story.at(hour),
            now=story.at(hour),
        )


def page(story: Story, wanted: WantedReports = ALL, *, hour: time = EVENING, number: int = 1) -> ReportList:
    with story.workplace.read() as session:
        return reports_page(session, story.campaign, wanted, as_of=story.at(hour), page=number)


def units(story: Story, wanted: WantedReports = ALL, *, hour: time = EVENING) -> list[str]:
    return [one.unit for one in page(story, wanted, hour=hour).lines]


@pytest.fixture
def four(story: Story) -> Story:
    """X1 waits, X2 was accepted, X3 returned, HU1 handed in twice and withdrew the second."""
    story.advance(to=OPENING)
    hand_in(story, "X1", FULL, hour=time(9))
    hand_in(story, "X2", EMPTY, hour=time(10), number="7-BC/ĐU")
    hand_in(story, "X3", ODD, hour=time(11))
    hand_in(story, "HU1", None, hour=time(12))
    hand_in(story, "HU1", FULL, hour=time(13))
    with story.workplace.begin() as session:
        accept(session, story.campaign, story.obligation("X2").id, by="A", now=story.at(time(14)))
    story.give_back("X3", new_day=date(2022, 7, 26), hour=time(15))
    with story.workplace.begin() as session:
        withdraw(session, story.campaign, story.obligation("HU1").id, reason="Nhầm.", by="A", now=story.at(time(16)))
    return story


def test_list_is_narrowed_by_what_became_of_the_version_that_counts_and_counts_every_state(four: Story) -> None:
    found = page(four, WantedReports())

    assert [(one.unit, one.number) for one in found.lines] == [("X1", 1), ("HU1", 1)]
    assert [one.state for one in found.lines] == [ReportState.WAITING] * 2
    assert units(four, WantedReports(ReportState.ACCEPTED)) == ["X2"]
    assert units(four, WantedReports(ReportState.RETURNED)) == ["X3"]
    assert units(four) == ["HU1", "X3", "X2", "X1"]
    assert page(four).counts == {"waiting": 2, "accepted": 1, "returned": 1, "all": 4}
    assert page(four, WantedReports(tier="district")).counts == {"waiting": 1, "accepted": 0, "returned": 0, "all": 1}


def test_list_is_as_it_was_at_that_hour(four: Story) -> None:
    assert units(four, WantedReports(), hour=time(10, 30)) == ["X1", "X2"]
    assert page(four, hour=time(13, 30)).lines[0].number == 2
    assert units(four, WantedReports(ReportState.RETURNED), hour=time(14, 30)) == []


def test_list_is_narrowed_by_what_people_ask(four: Story) -> None:
    asked = {
        WantedReports(ReportState.ALL, tier="commune"): ["X3", "X2", "X1"],
        WantedReports(ReportState.ALL, superior="HU1"): ["X2", "X1"],
        WantedReports(ReportState.ALL, text="hop ly"): ["X1"],
        WantedReports(ReportState.ALL, text="HỢP LÝ"): ["X1"],
        WantedReports(ReportState.ALL, text="x2"): ["X2"],
        WantedReports(ReportState.ALL, text="7-bc"): ["X2"],
        WantedReports(ReportState.ALL, text="0003/TN"): ["X3"],
        WantedReports(ReportState.ALL, text="%"): [],
        WantedReports(ReportState.ALL, text="_"): [],
        WantedReports(ReportState.ALL, text="!!!"): [],
        WantedReports(ReportState.ALL, with_faults=True): ["HU1", "X3", "X2"],
    }

    assert {wanted: units(four, wanted) for wanted in asked} == asked


def test_line_says_what_the_check_found_and_whether_it_was_late(four: Story) -> None:
    lines = {one.unit: one for one in page(four).lines}

    assert [lines[unit].check for unit in ("X1", "X2", "X3", "HU1")] == [
        "đủ 1/1 mục",
        "0/1 mục, để trống I",
        "đủ 1/1 mục; 1 điểm cần xem",
        "chưa đối chiếu, cần người đọc",
    ]
    assert [lines[unit].is_flawless for unit in ("X1", "X2", "X3", "HU1")] == [True, False, False, False]
    assert (lines["X1"].days_late, lines["X3"].deadline) == (0, date(2022, 7, 26))


def test_list_asks_as_much_for_four_as_for_one_and_pages_are_whole(story: Story) -> None:
    story.advance(to=OPENING)
    asked: list[str] = []
    event.listen(story.workplace.engine, "before_cursor_execute", lambda *said: asked.append(str(said[2])))
    hand_in(story, "X1", FULL, hour=time(9))
    page(story)
    for_one, begun = len(asked), len(asked)
    for unit in ("X2", "X3", "HU1"):
        hand_in(story, unit, FULL, hour=time(10))
    begun = len(asked)
    found = page(story, number=99)

    assert len(asked) - begun <= for_one
    assert (found.page, found.pages, PAGE) == (1, 1, 50)


def test_everything_wanted_comes_without_pages_and_with_the_superiors_to_choose_from(four: Story) -> None:
    with four.workplace.read() as session:
        found = all_reports(session, four.campaign, ALL, as_of=four.at(EVENING))
        superiors = dict(superiors_of_reports(session, four.campaign.id))

    assert [one.unit for one in found] == units(four)
    assert "HU1" in superiors
    assert "X1" not in superiors
