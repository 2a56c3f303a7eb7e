from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.stories.lines import Line
    from tests.stories.story import Story


def test_district_digest_tells_who_was_on_time_and_who_is_overdue(story: Story) -> None:
    story.advance(to=date(2022, 7, 28))
    story.hand_in("X2")

    story.advance(to=date(2022, 8, 1))

    text = story.letter("hu1", day=date(2022, 8, 1)).text
    assert "đã nhận 1/2 báo cáo (đúng hạn 1, chậm 0); quá hạn 1" in text
    assert "Đảng ủy xã Hợp Lý: quá hạn 1 ngày" in text
    assert text.index("Đảng ủy xã Nhân Mỹ") < text.index("Đảng ủy xã Hợp Lý")


def test_board_digest_has_the_figures_of_every_tier(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))

    text = story.letter("btg", day=date(2022, 8, 3)).text

    assert "đã nhận 0/3 báo cáo (đúng hạn 0, chậm 0); quá hạn 3" in text
    assert "đã nhận 0/2 báo cáo (đúng hạn 0, chậm 0); quá hạn 0" in text


def test_board_digest_marks_a_returned_report(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 29))

    story.advance(to=date(2022, 8, 3))

    text = story.letter("btg", day=date(2022, 8, 3)).text
    assert "Đảng ủy xã Hợp Lý" in text
    assert "đã trả lại để bổ sung 1" in text


def test_last_contact_is_what_a_transport_took_over(story: Story, line: Line) -> None:
    story.advance(to=date(2022, 7, 31))
    line.refused.add("x1@hanam.example")

    story.advance(to=date(2022, 8, 1))

    text = story.letter("hu1", day=date(2022, 8, 1)).text
    assert "Lần liên hệ gần nhất: Nhắc lần cuối, 29/7/2022" in text


def test_escalation_names_only_what_was_escalated(story: Story) -> None:
    story.advance(to=date(2022, 8, 22))
    story.extend("HU2", day=date(2022, 8, 31))

    story.advance(to=date(2022, 8, 24))

    text = story.letter("vp", day=date(2022, 8, 24)).text
    assert "Huyện ủy Lý Nhân: quá hạn 4 ngày" in text
    assert "Huyện ủy Bình Lục" not in text
