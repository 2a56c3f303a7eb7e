from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from notifications.contexts import Duty, Earlier
from notifications.wording import (
    acknowledgement,
    addressed,
    by_superior,
    citation,
    clause_name,
    days_left_text,
    destination,
    earlier_lines,
    falls_on_weekend,
    figures_text,
    headline,
    reading_text,
    signature,
    time_limit,
    writer,
)
from tests.notifications.examples import (
    COMMUNE_DUTY,
    DISTRICT_DUTY,
    DISTRICT_LINE,
    DISTRICTS,
    EARLIER,
    LATE_COMMUNE,
    OWN_DUTY,
    PLAN,
    PROVINCE,
    SECTION_DUTY,
    UNREACHED_LINE,
)


def test_citation_names_number_day_and_issuer() -> None:
    assert citation(PLAN) == "Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("III.1", "mục III.1 của Kế hoạch"),
        ("Đề cương, mục II.1.4", "Đề cương, mục II.1.4"),
        ("Công văn số 12-CV/BTGTU", "Công văn số 12-CV/BTGTU"),
    ],
)
def test_clause_name_adds_the_plan_only_to_a_bare_number(clause: str, expected: str) -> None:
    assert clause_name(clause) == expected


def test_destination_names_the_office_it_goes_through() -> None:
    assert destination(DISTRICT_DUTY) == "Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)"


def test_destination_without_office_between() -> None:
    assert destination(COMMUNE_DUTY) == "Huyện ủy Lý Nhân"


def test_time_limit_when_the_whole_day_counts() -> None:
    assert time_limit(DISTRICT_DUTY.deadline) == "thứ Bảy, ngày 20/8/2022 (tính hết ngày 20/8/2022)"


def test_time_limit_when_the_named_day_is_too_late() -> None:
    strict = replace(DISTRICT_DUTY.deadline, last_day=date(2022, 8, 19), whole_day_counts=False)

    assert time_limit(strict) == "thứ Sáu, ngày 19/8/2022 (trước ngày 20/8/2022, không tính ngày 20/8/2022)"


@pytest.mark.parametrize(("days", "expected"), [(7, "còn 7 ngày"), (0, "hôm nay là ngày cuối")])
def test_days_left_text_counts_down(days: int, expected: str) -> None:
    assert days_left_text(days) == expected


def test_figures_text_names_the_returned_only_where_there_are_any() -> None:
    assert figures_text(replace(DISTRICTS, unreached=0)) == (
        "đã nhận 10/13 báo cáo (đúng hạn 9, chậm 1); quá hạn 3; đã trả lại để bổ sung 1"
    )
    assert figures_text(PROVINCE) == "đã nhận 0/1 báo cáo (đúng hạn 0, chậm 0); quá hạn 0"


def test_figures_text_tells_apart_the_overdue_whom_nobody_could_reach() -> None:
    assert "; quá hạn 3, trong đó 1 đơn vị chưa liên lạc được; " in figures_text(DISTRICTS)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2022, 8, 19), False), (date(2022, 8, 20), True), (date(2022, 8, 21), True), (date(2022, 8, 22), False)],
)
def test_falls_on_weekend_by_day(day: date, *, expected: bool) -> None:
    assert falls_on_weekend(day) is expected


@pytest.mark.parametrize(
    ("overdue", "unreached", "expected"),
    [
        (2, 1, "2 đơn vị quá hạn, 1 đơn vị chưa liên lạc được"),
        (2, 0, "2 đơn vị quá hạn"),
        (0, 3, "3 đơn vị chưa liên lạc được"),
    ],
)
def test_headline_counts_the_lists_that_are_not_empty(overdue: int, unreached: int, expected: str) -> None:
    assert headline([DISTRICT_LINE] * overdue, [UNREACHED_LINE] * unreached) == expected


def test_by_superior_puts_units_under_nobody_first_and_parts_no_group() -> None:
    first, other, second = (replace(LATE_COMMUNE, unit=unit) for unit in ("Xã 1", "Xã 2", "Xã 3"))
    other = replace(other, superior="Huyện ủy Lý Nhân")

    found = by_superior((first, other, DISTRICT_LINE, second))

    assert found == [
        ("", [DISTRICT_LINE]),
        ("Thành ủy Phủ Lý", [first, second]),
        ("Huyện ủy Lý Nhân", [other]),
    ]


def test_earlier_lines_fold_reminders_and_number_the_urgings_that_went_out() -> None:
    earlier = (
        *EARLIER,
        Earlier(date(2022, 8, 22), "Đôn đốc", "bị từ chối"),
        Earlier(date(2022, 8, 24), "Đôn đốc", "đã gửi", round=1),
        Earlier(date(2022, 8, 31), "Đôn đốc", "đã gửi", round=2),
    )

    assert earlier_lines(earlier) == [
        "Thông báo triển khai: ngày 27/6/2022",
        "Nhắc việc: ngày 12/8/2022, ngày 19/8/2022",
        "Đôn đốc: ngày 22/8/2022 (bị từ chối), lần 1 ngày 24/8/2022, lần 2 ngày 31/8/2022",
    ]


def test_reading_text_explains_a_day_that_the_clause_seems_to_exclude() -> None:
    assert reading_text(DISTRICT_DUTY.deadline) == " (được hiểu là chậm nhất hết ngày 20/8/2022)"


def test_reading_text_explains_nothing_where_the_clause_is_taken_at_its_word() -> None:
    assert reading_text(COMMUNE_DUTY.deadline) == ""
    assert reading_text(replace(DISTRICT_DUTY.deadline, whole_day_counts=False)) == ""


def test_the_board_does_not_write_to_itself_in_its_own_name() -> None:
    assert (writer(PLAN, OWN_DUTY), addressed(OWN_DUTY, PLAN)) == ("Bộ phận theo dõi", "đồng chí phụ trách")
    assert signature(PLAN, OWN_DUTY) == "Bộ phận theo dõi Kế hoạch số 15-KH/TU"
    assert signature(PLAN, DISTRICT_DUTY) == PLAN.sender
    assert (writer(PLAN, DISTRICT_DUTY), addressed(DISTRICT_DUTY, PLAN)) == (PLAN.sender, "Huyện ủy Lý Nhân")


REPORT = "báo cáo sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW của"


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        (DISTRICT_DUTY, f"{PLAN.sender} đã tiếp nhận {REPORT} Huyện ủy Lý Nhân"),
        (SECTION_DUTY, f"{PLAN.sender} đã tiếp nhận {REPORT} Báo Hà Nam"),
        (
            COMMUNE_DUTY,
            f"Hệ thống theo dõi của {PLAN.sender} đã ghi nhận {REPORT} Đảng ủy xã Chân Lý gửi Huyện ủy Lý Nhân",
        ),
        (
            OWN_DUTY,
            f"Bộ phận theo dõi đã ghi nhận {REPORT} {PLAN.sender} gửi Thường trực Tỉnh ủy (qua Văn phòng Tỉnh ủy)",
        ),
    ],
)
def test_acknowledgement_says_received_only_of_what_comes_to_the_board(duty: Duty, expected: str) -> None:
    assert acknowledgement(PLAN, duty) == expected
