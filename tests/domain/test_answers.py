from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import ANSWER_NAMES, HORIZON, Answer, AnswerKind, read_answer, read_lines
from domain.spelling import fold

TODAY = date(2022, 8, 22)
CLAIMS, PROMISES, RECEIVED, ASKS, BINDING = AnswerKind


def read(text: str, today: date = TODAY) -> Answer:
    return read_answer(text, today=today)


@pytest.mark.parametrize(
    "text",
    [
        "DA NOP",
        "Đã nộp",
        "da nop.",
        "da gui bao cao roi",
        "Dạ em đã nộp rồi ạ",
        "Báo cáo đã gửi qua thư điện tử ngày 20/8/2022",
        "Đơn vị vừa mới nộp xong!",
        "DA_NOP",
    ],
)
def test_claim_to_have_submitted_is_read_as_one(text: str) -> None:
    assert read(text) == Answer(CLAIMS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("HEN 25/8", date(2022, 8, 25)),
        ("hẹn ngày 25/8/2022", date(2022, 8, 25)),
        ("Hẹn 25-8-22 ạ", date(2022, 8, 25)),
        ("Đơn vị chưa nộp được, xin hẹn đến 22.8", date(2022, 8, 22)),
        ("sẽ gửi báo cáo ngày 25 tháng 8 năm 2022", date(2022, 8, 25)),
        ("HEN 5/1", date(2023, 1, 5)),
        ("hẹn 29/2/2024", None),
    ],
)
def test_promise_names_its_day_in_the_year_that_is_meant(text: str, day: date | None) -> None:
    assert read(text) == (Answer(PROMISES, day) if day else Answer(ASKS))


def test_promise_of_the_leap_day_takes_the_year_that_has_one() -> None:
    assert read("hen 29/2", date(2023, 12, 20)) == Answer(PROMISES, date(2024, 2, 29))


@pytest.mark.parametrize(
    "text",
    [
        "HEN 31/2",
        "HEN 21/8",
        "hẹn 25/8/2021",
        "hẹn 25/8 hoặc 27/8",
        "hẹn tuần sau",
        "HEN 99/99/9999",
        "đã nộp, hẹn bổ sung 25/8",
        "Đã nộp chưa?",
        "đã gửi công văn hỏi Sở",
        "Dạ nộp sau ạ",
        "Chưa nộp",
        "Báo cáo gửi về đâu?",
        "đã nhận được chưa",
        "LIENKET 48291",
        "LIENKET 4829131",
        "25/8",
        "",
        "?" * 5000,
    ],
)
def test_everything_else_is_a_question_for_staff(text: str) -> None:
    assert read(text) == Answer(ASKS)


@pytest.mark.parametrize(
    "text", ["OK", "ok ạ", "Đã nhận", "Đã nhận được thông báo", "Vâng", "đã rõ!", "Oke, cảm ơn đồng chí"]
)
def test_acknowledgement_is_read_as_one(text: str) -> None:
    assert read(text) == Answer(RECEIVED)


@pytest.mark.parametrize(
    "text", ["LIENKET 482913", "liên kết: 482 913", "Liên kết mã 482913", "lienket482913".replace("t4", "t 4")]
)
def test_one_time_code_is_found(text: str) -> None:
    assert read(text) == Answer(BINDING, code="482913")


@settings(max_examples=40)
@given(
    st.sampled_from(["Đã nộp", "Hẹn ngày 25/8", "Đã nhận được", "Liên kết 482913", "Báo cáo gửi về đâu?"]),
    st.sampled_from([str.upper, str.lower, str.title, fold, lambda text: unicodedata.normalize("NFD", text)]),
    st.sampled_from(["", " ", "\n", "  . "]),
)
def test_case_marks_spaces_and_composition_make_no_difference(text: str, change: object, room: str) -> None:
    assert callable(change)

    assert read(room + change(text).replace(" ", "  ") + room) == read(text)


@settings(max_examples=100)
@given(st.text(), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_text_is_read_without_failing(text: str, today: date) -> None:
    found = read(text, today)

    assert (found.day is None) == (found.kind is not PROMISES)


@settings(max_examples=60)
@given(st.integers(1, 31), st.integers(1, 12), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_promised_day_is_the_one_written_and_never_past(day: int, month: int, today: date) -> None:
    found = read(f"HEN {day}/{month}", today).day

    if found is None:
        end = today + HORIZON
        assert all((one.day, one.month) != (day, month) for one in days(today, end))
    else:
        assert (found.day, found.month) == (day, month)
        assert today <= found <= today + HORIZON


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_of_several_lines_the_first_that_says_something_counts() -> None:
    mail = "Kính gửi Ban Tuyên giáo,\n\nĐơn vị hẹn 25/8.\nTrân trọng,\nNguyễn Văn A"

    assert read_lines(mail, today=TODAY) == (Answer(PROMISES, date(2022, 8, 25)), "Đơn vị hẹn 25/8.")
    assert read_lines("Gửi về đâu?\nXin cảm ơn", today=TODAY)[0] == Answer(ASKS)


def test_every_kind_of_answer_has_its_word() -> None:
    assert set(ANSWER_NAMES) == set(AnswerKind)
