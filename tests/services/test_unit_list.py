from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from services.unit_list import unit_list

if TYPE_CHECKING:
    from tests.stories.story import Story


def words_of(story: Story) -> str:
    with zipfile.ZipFile(io.BytesIO(content_of(story))) as workbook:
        return workbook.read("xl/sharedStrings.xml").decode()


def content_of(story: Story) -> bytes:
    with story.workplace.read() as session:
        return unit_list(session, story.campaign, story.status())


def test_unit_list_names_every_unit_with_its_state(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))
    story.hand_in("X1")

    words = words_of(story)

    assert [name in words for name in ("Đảng ủy xã Hợp Lý", "Huyện ủy Bình Lục")] == [True, True]
    assert [state in words for state in ("chậm", "quá hạn", "chưa đến hạn")] == [True, True, True]


def test_unit_list_says_what_comes_next_and_how_to_reach_the_unit(story: Story) -> None:
    story.advance(to=date(2022, 8, 15))
    story.hand_in("X1")

    words = words_of(story)

    # X2 and X3 were urged on 01/8 and 12/8; HU1 and HU2 are to be reminded before 20/8.
    assert [step in words for step in ("19/8/2022: Đôn đốc lần 3", "17/8/2022: Nhắc việc")] == [True, True]
    assert "Huyện ủy Lý Nhân" in words
    assert "0226.0000.001" in words


def test_unit_list_of_the_same_status_has_the_same_bytes(story: Story) -> None:
    assert content_of(story) == content_of(story)
