from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from domain.calendar import CalendarRangeError
from domain.errors import RuleBroken
from services.extensions import extend

if TYPE_CHECKING:
    from tests.stories.story import Story


@pytest.fixture
def july(story: Story) -> Story:
    story.advance(to=date(2022, 7, 20))
    return story


def test_extension_names_its_approver_and_document(july: Story) -> None:
    with july.workplace.begin() as session:
        row = extend(
            session,
            july.campaign,
            july.obligation("X1").id,
            day=date(2022, 8, 15),
            approver="Thường trực Tỉnh ủy",
            document_number="99-CV/TU",
            now=july.at(),
        )

    assert (row.number, row.cause, row.approver, row.document_number) == (
        2,
        "extended",
        "Thường trực Tỉnh ủy",
        "99-CV/TU",
    )


@pytest.mark.parametrize(("approver", "document_number"), [("", "99-CV/TU"), ("Thường trực Tỉnh ủy", "  ")])
def test_extension_on_nobodys_word_is_refused(july: Story, approver: str, document_number: str) -> None:
    words: Any = {"approver": approver, "document_number": document_number}

    with pytest.raises(RuleBroken, match="quyết định và số văn bản"), july.workplace.begin() as session:
        extend(session, july.campaign, july.obligation("X1").id, day=date(2022, 8, 15), now=july.at(), **words)


def test_extension_to_a_day_that_is_over_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match="đã qua; hãy chọn một ngày từ hôm nay"):
        july.extend("X1", day=date(2022, 7, 19))


def test_extension_of_a_report_that_came_is_refused(july: Story) -> None:
    july.hand_in("X1")

    with pytest.raises(RuleBroken, match="Không thể gia hạn: đơn vị đã nộp"):
        july.extend("X1", day=date(2022, 8, 15))


def test_extension_shows_in_the_letter_what_it_rests_on(july: Story) -> None:
    july.extend("X1", day=date(2022, 8, 15))

    july.advance(to=date(2022, 8, 1))

    assert "văn bản gia hạn số 99-CV/TU" in july.letter("x1", day=date(2022, 8, 1)).text


def test_extension_of_one_unit_leaves_the_others_alone(july: Story) -> None:
    july.extend("X1", day=date(2022, 8, 15))

    assert [july.obligation(unit).standing.deadline.day for unit in ("X1", "X2")] == [
        date(2022, 8, 15),
        date(2022, 7, 31),
    ]


def test_extension_past_which_no_rung_could_fall_is_refused(story: Story) -> None:
    with pytest.raises(CalendarRangeError, match="quá xa"):
        story.extend("X1", day=date(2022, 12, 9))
