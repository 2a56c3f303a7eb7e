from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.vietnamese_dates import day_text, long_day_text, moment_text, month_text, weekday_name, weekday_text


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 9, 5), "05/9/2016"),
        (date(2022, 8, 20), "20/8/2022"),
        (date(2022, 6, 24), "24/6/2022"),
        (date(2016, 12, 6), "06/12/2016"),
        (date(2017, 2, 6), "06/02/2017"),
    ],
)
def test_day_text_pads_as_party_documents_do(day: date, expected: str) -> None:
    assert day_text(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 8, 15), "thứ Hai, ngày 15/8/2022"),
        (date(2022, 8, 20), "thứ Bảy, ngày 20/8/2022"),
        (date(2022, 7, 31), "Chủ nhật, ngày 31/7/2022"),
    ],
)
def test_weekday_text_names_the_day(day: date, expected: str) -> None:
    assert weekday_text(day) == expected


def test_long_day_leaves_room_for_what_is_not_known_yet() -> None:
    assert long_day_text(date(2022, 6, 24), year=2021) == "ngày 24 tháng 6 năm 2022"
    assert long_day_text(None, year=2022) == "ngày      tháng      năm 2022"
    assert long_day_text(None) == "ngày      tháng      năm"


def test_weekday_name_stands_alone() -> None:
    assert weekday_name(date(2022, 9, 23)) == "thứ Sáu"


def test_moment_text_keeps_the_zone_it_is_given() -> None:
    moment = datetime(2022, 8, 20, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    assert moment_text(moment) == "08 giờ 05 ngày 20/8/2022"


@pytest.mark.parametrize(("month", "expected"), [("2022-08", "tháng 8/2022"), ("2024-02", "tháng 02/2024")])
def test_month_text_from_year_and_month(month: str, expected: str) -> None:
    assert month_text(month) == expected
