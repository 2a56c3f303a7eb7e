from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import MatchCorrectionRow, OutlineCheckRow
from database.queries.outline_checks import check_of
from domain.errors import RuleBroken
from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from services.outline_checks import correct_match, keep_check

if TYPE_CHECKING:
    from tests.stories.story import Story

VERSION = 1
FIRST = OutlineCheck(sections=(SectionCheck("I", "Tình hình", SectionState.FOUND, "I- Tình hình", 7, 93, 0.8),))
MENDED = OutlineCheck(
    sections=(
        SectionCheck("I", "Tình hình", SectionState.MISSING),
        SectionCheck("II", "Kết quả", SectionState.FOUND, "I- Tình hình", 7, 93, 1.0, is_corrected=True),
    ),
    extra_headings=("V- Khác",),
    extra_positions=(40,),
)


@pytest.fixture
def checked(story: Story) -> Story:
    """X1 handed in, and its file was checked."""
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    with story.workplace.begin() as session:
        keep_check(session, VERSION, FIRST, now=story.at())
    return story


def correct(story: Story, *, position: int, section: str | None, check: OutlineCheck = MENDED) -> None:
    with story.workplace.begin() as session:
        correct_match(
            session,
            VERSION,
            position=position,
            section=section,
            check=check,
            by="Nguyễn Văn A",
            reason="Đề mục đặt nhầm.",
            now=story.at(),
        )


def latest(story: Story) -> OutlineCheck | None:
    with story.workplace.read() as session:
        return check_of(session, VERSION)


def test_correction_is_kept_beside_the_check_that_it_led_to(checked: Story) -> None:
    correct(checked, position=7, section="II")

    assert latest(checked) == MENDED
    with checked.workplace.read() as session:
        row = session.scalars(select(MatchCorrectionRow)).one()
        assert (row.position, row.section, row.by, row.reason) == (7, "II", "Nguyễn Văn A", "Đề mục đặt nhầm.")
        assert len(session.scalars(select(OutlineCheckRow)).all()) == 2


def test_heading_may_be_said_to_belong_to_no_section(checked: Story) -> None:
    correct(checked, position=40, section=None)

    assert latest(checked) == MENDED


@pytest.mark.parametrize(
    ("position", "section", "sentence"),
    [
        (8, "II", "Ở đoạn 8 của tệp không có đề mục nào để xếp vào mục II"),
        (7, "I", "Ở đoạn 7 của tệp không có đề mục nào để xếp vào mục I"),
        (7, None, "Ở đoạn 7 của tệp không có đề mục nào để bỏ ra"),
    ],
)
def test_correction_that_did_not_take_is_refused(
    checked: Story, position: int, section: str | None, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        correct(checked, position=position, section=section)

    assert latest(checked) == FIRST


def test_correction_of_a_file_that_nobody_could_read_is_refused(checked: Story) -> None:
    unread = OutlineCheck(note="Bản chụp, cần người đọc.")

    with pytest.raises(RuleBroken, match="Máy không đọc được tệp này nên không có đề mục nào để sửa"):
        correct(checked, position=7, section="II", check=unread)
