from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from notifications.contexts import Earlier
from notifications.wording import (
    citation,
    clause_name,
    days_left_text,
    destination,
    falls_on_weekend,
    figures_text,
    first_urging_day,
    time_limit,
)
from tests.notifications.examples import COMMUNE_DUTY, DISTRICT_DUTY, DISTRICTS, EARLIER, PLAN, PROVINCE


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
    assert figures_text(DISTRICTS) == ("đã nhận 10/13 báo cáo (đúng hạn 9, chậm 1); quá hạn 3; đã trả lại để bổ sung 1")
    assert figures_text(PROVINCE) == "đã nhận 0/1 báo cáo (đúng hạn 0, chậm 0); quá hạn 0"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2022, 8, 19), False), (date(2022, 8, 20), True), (date(2022, 8, 21), True), (date(2022, 8, 22), False)],
)
def test_falls_on_weekend_by_day(day: date, *, expected: bool) -> None:
    assert falls_on_weekend(day) is expected


def test_first_urging_day_passes_over_one_that_was_refused() -> None:
    earlier = (
        *EARLIER,
        Earlier(date(2022, 8, 22), "Đôn đốc", "bị từ chối"),
        Earlier(date(2022, 8, 24), "Đôn đốc", "đã gửi"),
        Earlier(date(2022, 8, 31), "Đôn đốc lần tiếp theo", "đã gửi"),
    )

    assert first_urging_day(earlier) == date(2022, 8, 24)


def test_first_urging_day_when_none_went_out() -> None:
    assert first_urging_day(EARLIER) is None
