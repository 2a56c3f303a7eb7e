from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from services.evidence import evidence
from services.evidence_summary import evidence_summary
from tests.services.test_urging_letters import wake
from tests.small_plan import PLAN, UNITS

if TYPE_CHECKING:
    from documents.evidence_summary import DutySummary, EvidenceSummary
    from tests.stories.lines import Line
    from tests.stories.story import Story


def summed_up(story: Story, unit: str) -> EvidenceSummary:
    with story.workplace.read() as session:
        found = evidence(session, story.campaign, UNITS[unit], as_of=story.at(time(23)))
    return evidence_summary(found, PLAN, UNITS, remarks=())


def duty_of(story: Story, unit: str) -> DutySummary:
    (found,) = summed_up(story, unit).duties
    return found


@pytest.fixture
def august(story: Story) -> Story:
    wake(story, date(2022, 6, 24))
    story.extend("HU1", day=date(2022, 8, 21))
    wake(story, date(2022, 8, 22))
    story.hand_in("HU1")
    return story


def test_summary_says_whose_it_is_and_as_of_when(august: Story) -> None:
    found = summed_up(august, "HU1")

    assert found.abstract.endswith("của Huyện ủy Lý Nhân, tính đến ngày 22/8/2022")
    assert found.letterhead.issuer_line == "BAN TUYÊN GIÁO"
    assert found.letterhead.number_line == ""
    assert found.contacts == (("Đầu mối HU1", "đầu mối", "hu1@hanam.example", "0226.0000.001"),)


def test_summary_tells_each_deadline_with_what_it_rests_on(august: Story) -> None:
    first, second = duty_of(august, "HU1").deadlines

    assert first[:4] == (
        "1",
        "20/8/2022",
        "theo Kế hoạch",
        "Mục II.3 của Kế hoạch: “Hoàn thành báo cáo sơ kết trong tháng 7/2022.”",
    )
    assert second[:4] == ("2", "21/8/2022", "gia hạn", "Văn bản gia hạn số 99-CV/TU\nThường trực Tỉnh ủy")


def test_summary_tells_versions_and_moves_in_words(august: Story) -> None:
    found = duty_of(august, "HU1")

    assert found.facts[0] == ("Tình trạng", "Đã nộp, chờ xem xét (chậm 1 ngày)")
    ((number, came, what, check, review),) = found.versions
    assert (number, came) == ("1", "10 giờ 00 ngày 22/8/2022\n0001/TN-15-KH/TU")
    assert what.startswith("Số 7-BC/HU1\nbao-cao.docx\n")
    assert (check, review) == ("Chưa đối chiếu, cần người đọc", "Đang chờ xem xét")
    assert [row[1] for row in found.events] == ["Gia hạn (hạn mới 21/8/2022)", "Nộp báo cáo"]
    assert found.events[0][3] == "văn bản số 99-CV/TU"


def test_summary_tells_what_the_transport_said(story: Story, line: Line) -> None:
    line.refused.add("hu2@hanam.example")
    wake(story, date(2022, 6, 24))

    ((when, notice, _, outcome, said),) = duty_of(story, "HU2").notices

    assert (when, notice, outcome) == ("08 giờ 00 ngày 24/6/2022", "Thông báo triển khai", "bị từ chối")
    assert said == "08 giờ 00 ngày 24/6/2022: từ chối (550 5.1.1 No such user here)"


def test_notice_that_waits_says_what_keeps_it(story: Story, line: Line) -> None:
    line.is_down = True
    wake(story, date(2022, 6, 24))

    ((_, _, _, outcome, said),) = duty_of(story, "X1").notices

    assert outcome.startswith("chờ gửi: ")
    assert "chưa nhận, gửi lại sau (421 Service not available)" in said


def test_unit_without_a_duty_is_told_so(story: Story) -> None:
    found = summed_up(story, "TT")

    assert found.duties == ()
    assert found.introduction.endswith("Đơn vị không có nhiệm vụ báo cáo trong Kế hoạch.")
