from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import OutboxRow, VersionRow
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, UNITS, duty, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom
    from tests.stories.lines import Line


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


def test_district_digest_lists_whomever_the_ladder_tells_the_superior_of(room: RehearsalRoom) -> None:
    to_the_board = (duty("commune", "commune", date(2022, 7, 31), ladder="commune", addressee="Ban Thường vụ"),)
    story = Story(room, Prepared(plan_with(duties=to_the_board), UNITS, CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 1))

    assert "Đảng ủy xã Hợp Lý: quá hạn 1 ngày" in story.letter("hu1", day=date(2022, 8, 1)).text


def test_second_list_of_a_day_is_not_taken_for_an_older_one(story: Story) -> None:
    """The office has heard of one district; another is escalated later that day, for a rung that stood earlier."""
    story.advance(to=date(2022, 8, 23))
    story.skip(to=date(2022, 8, 24))
    ladder_of_hu1 = update(VersionRow).where(VersionRow.obligation_id == story.obligation("HU1").id)
    with story.workplace.begin() as session:
        session.execute(ladder_of_hu1.values(next_step_at=None))
    story.run()
    with story.workplace.begin() as session:
        session.execute(ladder_of_hu1.values(next_step_at=story.calendar.at(date(2022, 8, 24), time(8))))
    story.decide(time(9))
    with story.workplace.begin() as session:
        second = update(OutboxRow).where(OutboxRow.message == "escalation_list", OutboxRow.state == "queued")
        session.execute(second.values(moment=story.calendar.at(date(2022, 8, 22), time(8))))

    story.deliver(time(9))

    lists = {row.state for row in story.messages(to="vp") if row.message == "escalation_list"}
    assert lists == {"accepted"}
