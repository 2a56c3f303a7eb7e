from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import OutboxRow, VersionRow
from domain.calls import CallResult
from domain.units import UnitTree
from services.calls import Made, record_call
from services.campaigns import Prepared
from tests.small_plan import (
    BOARD_UNIT,
    COMMUNES,
    CONTACTS,
    DISTRICTS,
    OFFICE_UNIT,
    PLAN,
    TOP,
    UNITS,
    duty,
    plan_with,
)
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


def test_district_digest_does_not_blame_whom_nobody_could_reach(story: Story, line: Line) -> None:
    line.refused.add("x2@hanam.example")

    story.advance(to=date(2022, 8, 1))

    text = story.letter("hu1", day=date(2022, 8, 1)).text
    overdue, unreached = text.split("Các đơn vị chưa liên lạc được (1)")
    assert "quá hạn 2, trong đó 1 đơn vị chưa liên lạc được" in overdue
    assert ("Đảng ủy xã Nhân Mỹ" in overdue, "Đảng ủy xã Nhân Mỹ" in unreached) == (False, True)


def test_list_that_comes_again_cites_the_last_one(story: Story) -> None:
    story.advance(to=date(2022, 8, 31))

    digests = [row.text for row in story.messages(to="hu1") if row.message == "district_digest"]
    escalations = [row.text for row in story.messages(to="vp") if row.message == "escalation_list"]
    assert ["Tiếp theo thư ngày 01/8/2022" in text for text in digests[:2]] == [False, True]
    assert ["Tiếp theo Báo cáo ngày 24/8/2022" in text for text in escalations[:2]] == [False, True]


def test_board_digest_lists_communes_by_district_whatever_their_order(room: RehearsalRoom) -> None:
    first, second, third = COMMUNES
    units = UnitTree((TOP, OFFICE_UNIT, BOARD_UNIT, *DISTRICTS, first, third, second))
    story = Story(room, Prepared(PLAN, units, CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 3))

    text = story.letter("btg", day=date(2022, 8, 3)).text
    named = ["Trực thuộc Huyện ủy Lý Nhân", first.name, second.name, "Trực thuộc Huyện ủy Bình Lục", third.name]
    assert [text.count(name) for name in named] == [1] * 5
    assert sorted(named, key=text.index) == named


def test_board_digest_names_all_that_it_counts_the_board_among_them(room: RehearsalRoom) -> None:
    own = duty("province", "province", date(2022, 7, 31), ladder="commune", units=["BTG"])
    story = Story(room, Prepared(plan_with(duties=(*PLAN.duties, own)), UNITS, CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 4))

    text = "".join(row.text for row in story.messages(to="btg") if row.message == "board_digest")
    assert "Cấp tỉnh (hạn gửi: 31/7/2022): đã nhận 0/1 báo cáo (đúng hạn 0, chậm 0); quá hạn 1" in text
    assert "- Ban Tuyên giáo Tỉnh ủy: quá hạn " in text


def test_escalation_counts_the_overdue_that_are_not_escalated_yet(story: Story) -> None:
    story.advance(to=date(2022, 8, 17))
    story.hand_in("HU2")
    story.give_back("HU2", new_day=date(2022, 8, 23))

    story.advance(to=date(2022, 8, 24))

    text = story.letter("vp", day=date(2022, 8, 24)).text
    assert "quá hạn 2; " in text
    assert "Ngoài ra, 1 đơn vị quá hạn theo hạn riêng" in text


def test_escalation_of_two_tiers_on_one_day_has_the_figures_of_both(room: RehearsalRoom) -> None:
    own = duty("province", "province", date(2022, 8, 20), ladder="district", units=["BTG"])
    story = Story(room, Prepared(plan_with(duties=(*PLAN.duties, own)), UNITS, CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 24))

    text = story.letter("vp", day=date(2022, 8, 24)).text
    assert "Cấp huyện (hạn gửi: 20/8/2022), tính đến 08 giờ 00 ngày 24/8/2022: đã nhận 0/2 báo cáo" in text
    assert "Cấp tỉnh (hạn gửi: 20/8/2022), tính đến 08 giờ 00 ngày 24/8/2022: đã nhận 0/1 báo cáo" in text
    assert "đã được nhắc và đôn đốc (3)" in text


def test_unit_spoken_to_on_the_telephone_counts_as_reached_with_the_call_as_last_contact(
    story: Story, line: Line
) -> None:
    line.refused.add("hu1@hanam.example")
    story.advance(to=date(2022, 8, 22))
    with story.workplace.begin() as session:
        record_call(session, story.campaign, Made("HU1", CallResult.REACHED), who="Mai", now=story.at())

    story.advance(to=date(2022, 8, 24))

    text = story.letter("vp", day=date(2022, 8, 24)).text
    assert "Huyện ủy Lý Nhân: quá hạn 4 ngày" in text
    assert "Lần liên hệ gần nhất: Gọi điện, đã gặp, 22/8/2022" in text
