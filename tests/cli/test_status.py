from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AS_OF = ("--as-of", "2022-08-22")


@pytest.mark.usefixtures("opened")
def test_status_shows_the_figures_of_each_tier(done: Callable[..., str]) -> None:
    lines = [" ".join(line.split()) for line in done("status", *AS_OF).splitlines()]

    assert lines[0].startswith("Kế hoạch 15-KH/TU: Sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW")
    assert lines[2] == "Tính đến 22/8/2022, 23:59"
    assert "Cấp huyện và tương đương 20/8/2022 13 0 0 0 13 0 0%" in lines
    assert "Cấp tỉnh 23/9/2022 1 0 0 0 0 0 –" in lines


@pytest.mark.usefixtures("opened")
def test_status_lists_who_is_missing_by_tier_and_deadline(done: Callable[..., str]) -> None:
    printed = done("status", *AS_OF)

    assert "\nCấp huyện và tương đương, hạn 20/8/2022: 13 đơn vị chưa có báo cáo\n" in printed
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert "HU-353 Huyện ủy Lý Nhân quá hạn 2 ngày 0 24/8/2022" in lines
    assert "BHN Báo Hà Nam quá hạn 2 ngày 0 24/8/2022" in lines


@pytest.mark.usefixtures("opened")
def test_status_breaks_no_date_and_fits_the_terminal(done: Callable[..., str]) -> None:
    printed = done("status", *AS_OF).splitlines()

    assert max(map(len, printed[1:])) <= 80
    assert all("quá hạn 22 ngày" in line and "26/8/2022" in line for line in printed if line.startswith("DU-13"))


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("tier", ["district", "huyện"])
def test_status_of_one_tier_leaves_the_others_out(done: Callable[..., str], tier: str) -> None:
    found = json.loads(done("status", "--tier", tier, *AS_OF, "--json"))

    assert [one["id"] for one in found["tiers"]] == ["district"]
    assert {one["tier"] for one in found["units"]} == {"district"}
    assert len(found["units"]) == 13


@pytest.mark.usefixtures("opened")
def test_status_after_everybody_handed_in_says_so(done: Callable[..., str], report: str) -> None:
    done("transmit", report, "--number", "45-TTr/BTGTU", "--on", "2022-09-20")

    printed = done("status", "--tier", "tỉnh", "--as-of", "2022-09-30")

    assert printed.endswith("\nMọi đơn vị đều đã có báo cáo.\n")


@pytest.mark.usefixtures("opened")
def test_status_counts_a_day_as_over_and_a_moment_as_it_is(done: Callable[..., str]) -> None:
    whole_day = json.loads(done("status", "--as-of", "2022-08-20", "--json"))
    moment = json.loads(done("status", "--as-of", "2022-08-20T10:00", "--json"))

    assert whole_day["as_of"] == "2022-08-20T23:59:59.999999+07:00"
    assert moment["as_of"] == "2022-08-20T10:00:00+07:00"
    assert whole_day["tiers"][1]["overdue"] == moment["tiers"][1]["overdue"] == 0


@pytest.mark.usefixtures("opened")
def test_status_gives_no_rate_before_the_deadline_has_passed(done: Callable[..., str]) -> None:
    rates = {}
    for day in ("2022-07-31", "2022-08-01"):
        lines = done("status", "--as-of", day).splitlines()
        rates[day] = [line.split()[-1] for line in lines if line.startswith("Cấp ") and "đơn vị" not in line][1:]

    assert rates == {"2022-07-31": ["–", "–", "–"], "2022-08-01": ["0%", "–", "–"]}


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("command", ["status", "day"])
def test_a_look_before_the_opening_says_so(done: Callable[..., str], command: str) -> None:
    told = "Lúc này đợt chưa mở; đợt mở từ 24/6/2022, 07:30.\n"

    assert told in done(command, "--as-of", "2022-06-20")
    assert told not in done(command, "--as-of", "2022-06-24")


@pytest.mark.usefixtures("opened")
def test_status_long_after_the_calendar_ends_still_looks_back(done: Callable[..., str]) -> None:
    found = json.loads(done("status", "--as-of", "2031-01-01", "--json"))

    assert [tier["overdue"] for tier in found["tiers"]] == [109, 13, 1]


@pytest.mark.usefixtures("opened")
def test_status_of_a_plan_that_is_not_open_is_refused(refused: Callable[..., str]) -> None:
    told = refused("status", "--plan", "ke-hoach-khac")

    assert told == "Chưa mở đợt “ke-hoach-khac”. Hãy chạy: dondoc plan open ke-hoach-khac\n"


def test_status_without_a_database_is_refused_and_makes_none(refused: Callable[..., str], data: Path) -> None:
    told = refused("status")

    assert told.startswith(f"Chưa có cơ sở dữ liệu tại {data / 'dondoc.db'}. Hãy mở một đợt trước: dondoc plan open")
    assert not data.exists()
