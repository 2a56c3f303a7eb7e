from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import ContactRow
from domain.calls import CallResult, Ground
from services.calls import Made, put_on_list, record_call, take
from services.phone_list import phone_list

if TYPE_CHECKING:
    from services.phone_list import PhoneLine
    from tests.stories.lines import Line
    from tests.stories.story import Story


def listed(story: Story, hour: time = time(17)) -> dict[str, PhoneLine]:
    with story.workplace.read() as session:
        return {line.unit: line for line in phone_list(session, story.campaign, as_of=story.at(hour), caller="Mai")}


def note(story: Story, unit: str, result: CallResult, *, number: str = "0226.0000.001", hour: time = time(10)) -> None:
    made = Made(unit, result, unit.lower() if number == "0226.0000.001" else "", number)
    with story.workplace.begin() as session:
        record_call(session, story.campaign, made, who="Mai", now=story.at(hour))


def give_number(story: Story, contact: str, phone: str) -> None:
    with story.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == contact).values(phone=phone))


def test_list_is_empty_while_letters_arrive_and_nobody_is_overdue(story: Story) -> None:
    story.advance(to=date(2022, 7, 29))

    assert listed(story) == {}


def test_list_names_whom_to_call_and_why_from_the_day_those_above_are_told(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    story.hand_in("X2")

    found = listed(story)

    assert list(found) == ["X1", "X3"]
    line = found["X1"]
    assert (line.superior, line.days_late, line.reasons) == (
        "Huyện ủy Lý Nhân",
        1,
        ("Quá hạn 1 ngày, đã đôn đốc 1 lần",),
    )
    assert line.call is not None
    assert (line.call.name, line.call.number) == ("Đầu mối X1", "0226.0000.001")
    assert line.sent[0] == "Thông báo triển khai: ngày 24/6/2022"
    assert "Tôi là Mai, gọi thay mặt Ban Tuyên giáo" in line.script
    assert "đã quá hạn 1 ngày" in line.script


def test_unit_whose_only_address_is_refused_is_on_the_list_at_once(story: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")

    story.advance(to=date(2022, 6, 24))

    found = listed(story)
    assert list(found) == ["X1"]
    assert found["X1"].grounds == (Ground.NO_CHANNEL,)
    assert found["X1"].reasons == ("Thư bị từ chối 1 lần (550)",)


def test_unit_without_any_contact_is_called_through_its_superior(story: Story) -> None:
    with story.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.unit == "X1").values(unit="X2"))
    story.advance(to=date(2022, 6, 24))

    found = listed(story)["X1"]

    assert found.reasons == ("Chưa có kênh liên lạc nào",)
    assert found.call is not None
    assert (found.call.unit, found.call.is_own) == ("HU1", False)
    assert "nhờ đồng chí giúp chuyển lời đến Đảng ủy xã Hợp Lý" in found.script


def test_those_to_whom_the_campaign_reports_are_not_asked_to_pass_the_word_on(story: Story) -> None:
    story.advance(to=date(2022, 8, 24))
    give_number(story, "hu1", "")

    found = listed(story)["HU1"]

    assert (found.call, found.numbers) == (None, ())
    assert found.reasons[-1] == "Chưa có số điện thoại dùng được; cần hỏi số khác"


def test_wrong_number_is_struck_and_the_one_that_answered_is_named(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    note(story, "X1", CallResult.WRONG_NUMBER)

    found = listed(story)["X1"]
    assert [one.is_wrong for one in found.numbers] == [True, False]
    assert found.call is not None
    assert found.call.unit == "HU1"
    assert found.reasons[-1] == "Số 0226.0000.001 không đúng; cần số khác"

    note(story, "X1", CallResult.REACHED, number="0912.000.001", hour=time(11))
    story.advance(to=date(2022, 8, 3))

    found = listed(story)["X1"]
    assert found.call is not None
    assert (found.call.number, found.call.contact) == ("0912.000.001", "")


def test_calls_without_an_answer_are_counted(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    note(story, "X1", CallResult.NO_ANSWER, hour=time(9))
    note(story, "X1", CallResult.NO_ANSWER, hour=time(10))

    assert "X1" not in listed(story, time(11))
    found = listed(story, time(14))["X1"]
    assert found.no_answers == 2
    assert found.reasons[-1] == "Đã gọi 2 lần không có người nghe"


def test_unit_in_somebodys_hands_says_whose(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    with story.workplace.begin() as session:
        take(session, story.campaign, "X1", who="Lan", now=story.at(time(16, 45)))

    found = listed(story)

    assert (found["X1"].taken_by, found["X1"].taken_until) == ("Lan", story.at(time(17, 15)))
    assert found["X3"].taken_by == ""


def test_unit_that_staff_want_called_says_who_asked(story: Story) -> None:
    story.advance(to=date(2022, 7, 4))
    with story.workplace.begin() as session:
        put_on_list(session, story.campaign, "X3", who="Lan", now=story.at(), note="Hỏi địa chỉ.")

    assert [(line.unit, line.reasons) for line in listed(story).values()] == [
        ("X3", ("Lan đề nghị gọi (04/7/2022): Hỏi địa chỉ.",))
    ]


def test_list_of_an_earlier_day_is_what_it_was_that_day(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    before = listed(story)
    story.skip(to=date(2022, 8, 2))
    note(story, "X1", CallResult.REACHED)
    story.hand_in("X3")

    story.skip(to=date(2022, 8, 1))

    assert listed(story) == before


def test_board_does_not_call_itself(story: Story) -> None:
    story.advance(to=date(2022, 8, 31))

    assert "BTG" not in listed(story)
