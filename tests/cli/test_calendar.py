from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from cli.main import REFUSED, WRONG_USAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-07-05")
SITE = "https://dondoc.tinh.example"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_calendar_of_a_unit_is_a_file(done: Callable[..., str], here: Path) -> None:
    printed = done("calendar", "--unit", "ly nhan", *ON)

    (event,) = Calendar.from_ical((here / "Lich-bao-cao-HU-353.ics").read_bytes()).walk("VEVENT")
    assert printed == (
        "Hạn báo cáo 15-KH/TU: Huyện ủy Lý Nhân: Lich-bao-cao-HU-353.ics\n"
        "  20/8/2022  [15-KH/TU] Hạn gửi báo cáo – Huyện ủy Lý Nhân\n"
    )
    assert event["SUMMARY"] == "[15-KH/TU] Hạn gửi báo cáo – Huyện ủy Lý Nhân"


def test_calendar_of_staff_has_few_events_for_all_units(done: Callable[..., str], here: Path) -> None:
    done("calendar", "--staff", *ON, "--out", "ra/lich.ics")

    events = Calendar.from_ical((here / "ra" / "lich.ics").read_bytes()).walk("VEVENT")
    assert 3 <= len(events) < 12
    assert any("Cấp xã và tương đương: chưa nộp 109/109 đơn vị" in str(event["SUMMARY"]) for event in events)


def test_calendar_is_not_written_over_unasked(dondoc: Dondoc, done: Callable[..., str]) -> None:
    done("calendar", "--unit", "ly nhan", *ON)

    again = dondoc("calendar", "--unit", "ly nhan", *ON)

    assert again.code == REFUSED
    assert "--force" in again.err
    done("calendar", "--unit", "ly nhan", *ON, "--force")


def test_link_without_an_address_on_the_web_offers_the_file(dondoc: Dondoc, here: Path) -> None:
    printed = dondoc("calendar", "--unit", "ly nhan", "--link")

    assert printed.code == REFUSED
    assert "DONDOC_WEB_URL" in printed.err
    assert "dondoc calendar --unit HU-353" in printed.err
    assert not list(here.glob("*.ics"))


def test_link_of_a_unit_is_printed_and_no_file_written(
    done: Callable[..., str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_WEB_URL", f"{SITE}/")

    first, second = (done("calendar", "--unit", "ly nhan", "--link") for _ in range(2))

    assert first == second
    assert first.startswith(f"Huyện ủy Lý Nhân: {SITE}/lich/u1-")
    assert first.splitlines()[0].endswith(".ics")
    assert not list(here.glob("*.ics"))


def test_links_of_staff_are_one_for_each_person(done: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_WEB_URL", SITE)

    printed = json.loads(done("calendar", "--staff", "--link", "--json", *ON))

    links = [one["url"] for one in printed["subscribers"]]
    assert printed["path"] is None
    assert len(set(links)) == len(links) >= 1
    assert all(link.startswith(f"{SITE}/lich/s1-") for link in links)


def test_link_is_not_printed_unasked(done: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_WEB_URL", SITE)

    for options in ((), ("--json", "--force")):
        assert SITE not in done("calendar", "--unit", "ly nhan", *options)


@pytest.mark.parametrize(
    "arguments", [(), ("--unit", "ly nhan", "--staff"), ("--staff", "--link", "--out", "a.ics")], ids=str
)
def test_calendar_of_nobody_or_two_ways_at_once_is_wrong_usage(dondoc: Dondoc, arguments: tuple[str, ...]) -> None:
    assert dondoc("calendar", *arguments).code == WRONG_USAGE


def test_unit_without_a_duty_has_no_calendar(dondoc: Dondoc) -> None:
    printed = dondoc("calendar", "--unit", "van phong tinh uy", *ON)

    assert printed.code == REFUSED
    assert "không có nhiệm vụ báo cáo trong đợt này" in printed.err
