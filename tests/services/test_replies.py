from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState
from domain.units import ContactRole
from services.campaigns import Prepared
from services.submissions import Handed, submit
from tests.small_plan import CONTACTS, PLAN, UNITS, contact
from tests.stories.story import Story

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom

NIGHT = time(22)


def test_receipt_goes_out_at_any_hour(story: Story) -> None:
    story.advance(to=date(2022, 7, 23))  # a Saturday
    story.hand_in("X1", hour=time(21))

    story.deliver(NIGHT)

    receipt = story.letter("x1", day=date(2022, 7, 23))
    assert receipt.subject == "[15-KH/TU] Phiếu tiếp nhận số 0001/TN-15-KH/TU – Đảng ủy xã Hợp Lý"


def test_receipt_does_not_use_up_the_days_message(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 7, 15))
    story.hand_in("X1", hour=time(7, 45))
    story.give_back("X1", new_day=date(2022, 7, 18), hour=time(7, 50))

    story.run()

    assert [kind for day, kind in story.heard("x1") if day == date(2022, 7, 15)] == [
        "receipt",
        "returned",
        "last_reminder",
    ]


def test_receipt_tells_a_late_report_by_how_many_days(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))
    story.hand_in("X1")

    story.deliver(time(11))

    assert "chậm 3 ngày" in next(row for row in story.messages(to="x1") if row.message == "receipt").text


def test_receipt_for_a_report_by_post_measures_the_day_it_came(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))
    story.hand_in("X1", received=date(2022, 7, 29))

    story.deliver(time(11))

    assert "chậm" not in next(row for row in story.messages(to="x1") if row.message == "receipt").text


def test_return_tells_the_reason_and_the_new_day(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 27), hour=time(11))

    story.deliver(time(11))

    text = next(row for row in story.messages(to="x1") if row.message == "returned").text
    assert "Sơ sài." in text
    assert "27/7/2022" in text


def test_reply_goes_to_every_contact_but_the_leaders(room: RehearsalRoom) -> None:
    people = [*CONTACTS, contact("X1", suffix="-2"), contact("X1", role=ContactRole.LEADER, suffix="-ld")]
    story = Story(room, Prepared(PLAN, UNITS, people, "{}", "sha"))
    story.advance(to=date(2022, 7, 20))

    story.hand_in("X1")

    assert [row.recipient for row in story.messages() if row.message == "receipt"] == ["x1", "x1-2"]


def test_reply_to_a_unit_without_contact_is_a_decision_all_the_same(room: RehearsalRoom) -> None:
    story = Story(room, Prepared(PLAN, UNITS, [one for one in CONTACTS if one.unit != "X1"], "{}", "sha"))
    story.advance(to=date(2022, 7, 20))

    story.hand_in("X1")

    receipt = story.decisions("X1")[-1].decision
    assert (receipt.rung, receipt.outcome) == ("receipt#1", "no_channel")


CHECK = OutlineCheck(
    sections=(
        SectionCheck("I", "Tình hình quán triệt", SectionState.FOUND, "I- Tình hình quán triệt", 3, 120, 1.0),
        SectionCheck("II", "Kết quả", SectionState.EMPTY, "II- Kết quả", 9, 0, 1.0),
        SectionCheck("IV", "Đề xuất, kiến nghị", SectionState.MISSING),
    ),
    findings=(ReportFinding("stale_date", "mục I, đoạn 4", "Báo cáo nói về năm 2014."),),
)
READ_BY_MACHINE = "Đọc bằng máy từ bản chụp, cần người đọc lại."


def receipt_of(story: Story, check: OutlineCheck, *, note: str = "") -> str:
    """The text of the receipt for a report with this check."""
    handed = Handed(
        file_name="a.pdf", size=1, sha256="a" * 64, document_number="7-BC", kind="pdf", check=check, note=note
    )
    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        submit(session, story.campaign, owed, handed, received_at=story.at(), now=story.at())
    story.deliver(time(10, 5))
    (text,) = [row.text for row in story.messages(to="x1") if row.message == "receipt"]
    return text


def test_receipt_tells_which_sections_are_wanting_and_what_to_look_at(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    text = receipt_of(story, CHECK)

    assert "ở 1/3 mục phải báo cáo" in text
    assert "Chưa thấy mục:\n- IV. Đề xuất, kiến nghị" in text
    assert "chưa có nội dung:\n- II. Kết quả" in text
    assert "- mục I, đoạn 4: Báo cáo nói về năm 2014." in text
    assert "bản chụp" not in text


def test_receipt_of_a_scan_says_that_a_person_reads_it_again(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    text = receipt_of(story, replace(CHECK, note=READ_BY_MACHINE), note=READ_BY_MACHINE)

    assert "kết quả đối chiếu chỉ để tham khảo" in text


def test_receipt_of_what_the_program_cannot_read_says_so(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    text = receipt_of(story, OutlineCheck(note="Bản chụp, cần người đọc."))

    assert "chưa tự đọc được nội dung" in text
    assert "Đối chiếu" not in text


def test_extension_tells_both_dates_and_what_it_rests_on(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    story.extend("X1", day=date(2022, 8, 15))
    story.deliver(time(10, 5))

    text = story.letter("x1", day=date(2022, 7, 20)).text
    assert "Theo văn bản số 99-CV/TU của Thường trực Tỉnh ủy" in text
    assert "31/7/2022" in text
    assert "15/8/2022" in text


def test_extension_is_no_news_to_a_unit_whose_report_came(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.extend("X1", day=date(2022, 8, 15))
    story.hand_in("X1", hour=time(10, 1))

    story.deliver(time(10, 5))

    assert story.sent(date(2022, 7, 20)) == [("receipt", "x1")]
