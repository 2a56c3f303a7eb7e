"""What commands that act on one duty have in common."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cli.acting import standing_line
from domain.lifecycle import Stage
from domain.obligations import State
from services.case_files import CaseFile

if TYPE_CHECKING:
    from collections.abc import Callable

OPENED = pytest.mark.usefixtures("opened")


@OPENED
def test_act_prints_how_the_duty_stands_in_one_shape(done: Callable[..., str]) -> None:
    found = json.loads(done("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-08-22", "--json"))

    assert found == {
        "unit": "HU-353",
        "duty": "district",
        "stage": "open",
        "state": "overdue",
        "is_overdue": True,
        "days_late": 2,
        "deadline": "2022-08-20",
        "promised": "2022-08-25",
        "receipt": None,
    }


@OPENED
def test_act_before_the_last_event_says_from_when_on_it_may_be(
    done: Callable[..., str], refused: Callable[..., str]
) -> None:
    done("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-08-22T09:30")

    told = refused("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-08-22")

    assert told == (
        "Việc này được ghi lúc 08 giờ 00 ngày 22/8/2022, trước việc gần nhất của đơn vị (lúc 09 giờ 30 ngày 22/8/2022). "
        "Hãy ghi thời điểm từ lúc đó trở đi, ví dụ 2022-08-22T09:30; xem các việc đã ghi: dondoc review show HU-353\n"
    )
    done("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-08-22T09:30")


@OPENED
def test_act_before_the_opening_is_refused(refused: Callable[..., str]) -> None:
    told = refused("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-06-20")

    assert told == (
        "Lúc 08 giờ 00 ngày 20/6/2022 đợt chưa mở (đợt mở lúc 07 giờ 30 ngày 24/6/2022); hãy ghi đúng thời điểm.\n"
    )


@OPENED
def test_act_today_on_a_campaign_of_another_year_says_how_to_name_the_day(refused: Callable[..., str]) -> None:
    told = refused("promise", "HU-353", "--day", "2022-08-25")

    assert "ở ngoài lịch làm việc của đợt (01/01/2021 đến 31/12/2023)" in told
    assert told.endswith("hãy ghi ngày bằng --as-of, ví dụ --as-of 2022-09-30.\n")


@OPENED
def test_act_that_is_refused_changes_nothing(done: Callable[..., str], refused: Callable[..., str]) -> None:
    before = done("review", "show", "HU-353", "--as-of", "2022-12-01", "--json")

    refused("promise", "HU-353", "--day", "2022-12-20", "--as-of", "2022-08-22")

    assert done("review", "show", "HU-353", "--as-of", "2022-12-01", "--json") == before


@pytest.mark.parametrize(
    ("stage", "state", "days_late", "promised", "line"),
    [
        (Stage.OPEN, State.EXPECTED, 0, None, "chưa nộp, chưa đến hạn; hạn 20/8/2022."),
        (
            Stage.OPEN,
            State.OVERDUE,
            3,
            date(2022, 8, 25),
            "chưa nộp, quá hạn 3 ngày; hạn 20/8/2022; hẹn nộp 25/8/2022.",
        ),
        (Stage.RECEIVED, State.LATE, 2, None, "đã nộp, chờ xem xét, chậm 2 ngày; hạn 20/8/2022."),
        (Stage.ACCEPTED, State.ON_TIME, 0, None, "đã chấp nhận, đúng hạn; hạn 20/8/2022."),
        (Stage.RETURNED, State.RETURNED, 0, None, "đã trả lại, chờ nộp lại; hạn 20/8/2022."),
        (Stage.RETURNED, State.RETURNED, 4, None, "đã trả lại, chờ nộp lại, quá hạn 4 ngày; hạn 20/8/2022."),
        (Stage.EXEMPT, State.EXEMPT, 0, None, "được miễn báo cáo."),
    ],
)
def test_standing_is_told_in_one_line(
    *, stage: Stage, state: State, days_late: int, promised: date | None, line: str
) -> None:
    is_overdue = bool(days_late) and state is not State.LATE
    found = CaseFile(
        unit="HU-353",
        name="Huyện ủy Lý Nhân",
        duty="district",
        duty_name="Báo cáo sơ kết",
        stage=stage,
        state=state,
        is_overdue=is_overdue,
        days_late=days_late,
        deadline=date(2022, 8, 20),
        promised=promised,
        versions=(),
        events=(),
    )

    assert standing_line(found) == f"Báo cáo sơ kết: {line}"
