from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import OutboxRow
from domain.deadlines import Deadline, Reading
from domain.outbox import MessageState
from services.letters import deadline_facts

if TYPE_CHECKING:
    from tests.stories.lines import Line
    from tests.stories.story import Story


def test_letter_is_addressed_to_the_superior_where_the_duty_says_so(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))

    assert "Huyện ủy Lý Nhân (qua Ban Tuyên giáo Tỉnh ủy)" in story.letter("x1", day=date(2022, 6, 24)).text
    assert "Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)" in story.letter("hu1", day=date(2022, 6, 24)).text


def test_reminder_counts_the_days_left(story: Story) -> None:
    story.advance(to=date(2022, 7, 15))

    assert story.letter("x1", day=date(2022, 7, 15)).subject.startswith("[15-KH/TU] Nhắc nộp báo cáo: còn 16 ngày")


def test_second_urging_counts_what_really_went_out(story: Story, line: Line) -> None:
    story.advance(to=date(2022, 7, 31))
    line.is_down = True
    story.advance(to=date(2022, 8, 11))
    line.is_down = False

    story.advance(to=date(2022, 8, 19))

    kinds = [story.letter("x1", day=day).subject for day in (date(2022, 8, 12), date(2022, 8, 19))]
    assert kinds[0].startswith("[15-KH/TU] Đôn đốc nộp báo cáo: quá hạn 12 ngày")
    assert kinds[1].startswith("[15-KH/TU] Đôn đốc lần 2: quá hạn 19 ngày")


def test_urging_cites_the_earlier_letters_with_how_they_fared(story: Story) -> None:
    story.advance(to=date(2022, 7, 29))
    with story.workplace.begin() as session:
        reminders = OutboxRow.key == "ke-hoach-nho/X1/commune/v1/-7d/x1/email"
        session.execute(update(OutboxRow).where(reminders).values(state=MessageState.UNKNOWN))

    story.advance(to=date(2022, 8, 1))

    text = story.letter("x1", day=date(2022, 8, 1)).text
    assert "15/7/2022" in text
    assert "chưa rõ kết quả" in text


def test_deadline_facts_carry_the_reading() -> None:
    before = deadline_facts(Deadline(date(2022, 8, 20), Reading.BEFORE, clause="III.1", assumed=True))

    assert (before.last_day, before.whole_day_counts, before.is_assumed) == (date(2022, 8, 19), False, True)
