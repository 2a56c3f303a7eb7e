from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from services.unit_list import unit_list

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_unit_list_names_every_unit_with_its_state(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))
    story.hand_in("X1")

    content = unit_list(story.status())

    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        words = workbook.read("xl/sharedStrings.xml").decode()
    assert [name in words for name in ("Đảng ủy xã Hợp Lý", "Huyện ủy Bình Lục")] == [True, True]
    assert [state in words for state in ("chậm", "quá hạn", "chưa đến hạn")] == [True, True, True]


def test_unit_list_of_the_same_status_has_the_same_bytes(story: Story) -> None:
    found = story.status()

    assert unit_list(found) == unit_list(found)
