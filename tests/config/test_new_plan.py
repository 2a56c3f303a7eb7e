from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.calendar import known_until
from config.new_plan import Wanted, copy_plan, write_new_plan
from config.plan_errors import PlanError
from config.plan_file import load_plan
from config.preparing import prepare_plan
from domain.errors import RuleBroken
from domain.findings import Severity, findings

if TYPE_CHECKING:
    from config.plan_file import LoadedPlan

EARLY = date(2026, 3, 2)  # the calendar of the program reaches past the campaign
LATE = date(2026, 11, 27)  # the campaign reaches past the calendar


def errors(loaded: LoadedPlan) -> list[str]:
    found = findings(loaded.plan, loaded.units, loaded.contacts)
    return [one.text for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize("tiers", [2, 3])
@pytest.mark.parametrize("today", [EARLY, LATE, date(2027, 6, 5), date(2028, 2, 29)])
def test_the_template_is_a_plan_without_errors_whatever_the_day(tmp_path: Path, tiers: int, today: date) -> None:
    written = write_new_plan(tmp_path / "so-ket", Wanted(today=today, tiers=tiers))

    loaded = load_plan(tmp_path / "so-ket")
    assert (len(loaded.plan.tiers), len(loaded.units), errors(loaded)) == (tiers, 8, [])
    assert (loaded.sha256, loaded.marks) == (written.plan.sha256, written.plan.marks)
    days = [duty.deadline.day for duty in loaded.plan.duties]
    assert [today, *days, loaded.plan.closes] == sorted([today, *days, loaded.plan.closes])
    assert all(loaded.plan.calendar.is_working_day(day) for day in days)


def test_every_unit_and_every_address_of_the_template_is_marked(tmp_path: Path) -> None:
    loaded = write_new_plan(tmp_path / "so-ket", Wanted(today=EARLY)).plan

    assert all("(MẪU)" in unit.name for unit in loaded.units)
    assert all(one.address.endswith("@mau.example") for one in loaded.contacts)
    marked = {mark.file for mark in loaded.marks}
    assert marked == {"plan.yaml", "outline.yaml", "bodies.csv", "units.csv", "contacts.csv"}


def test_a_plan_whose_marks_are_gone_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "so-ket"
    write_new_plan(folder, Wanted(today=LATE))
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace(" (MẪU)", "").replace("@mau.example", "@tinh.example")
        path.write_text(f"# (MẪU) trong lời giải thích\n{text}", encoding="utf-8")

    assert load_plan(folder).marks == ()


def test_days_off_that_were_announced_since_come_with_the_plan(tmp_path: Path) -> None:
    folder = tmp_path / "so-ket"
    write_new_plan(folder, Wanted(today=LATE))
    calendar = folder / "calendar.yaml"
    day = "{ day: 2027-01-08, works: false, name: Ngày nghỉ hoán đổi, source: Thông báo }"
    calendar.write_text(calendar.read_text(encoding="utf-8").replace("overrides: []", f"overrides: [{day}]"), "utf-8")

    plan = prepare_plan(str(folder)).plan

    assert plan.calendar.last > known_until()
    assert plan.calendar.day_off_name(date(2027, 1, 8)) == "Ngày nghỉ hoán đổi"
    assert load_plan(folder).sha256 != write_new_plan(tmp_path / "khac", Wanted(today=LATE)).plan.sha256


def test_a_wrong_calendar_of_a_plan_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "so-ket"
    write_new_plan(folder, Wanted(today=LATE))
    (folder / "calendar.yaml").write_text("last: cuối năm\nsource: Thông báo\n", encoding="utf-8")

    with pytest.raises(PlanError, match=r'calendar\.yaml, dòng 1, cột 7: "last": phải là một ngày có thật'):
        load_plan(folder)


def test_a_deadline_can_be_given(tmp_path: Path) -> None:
    loaded = write_new_plan(tmp_path / "so-ket", Wanted(today=EARLY, deadline=date(2026, 5, 15))).plan

    assert loaded.plan.duties[0].deadline.day == date(2026, 5, 15)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2025, 1, 1), date(2031, 1, 1)])
def test_a_deadline_that_cannot_be_leaves_nothing_behind(tmp_path: Path, day: date) -> None:
    with pytest.raises(RuleBroken, match=r"Hạn .*hãy chọn"):
        write_new_plan(tmp_path / "so-ket", Wanted(today=EARLY, deadline=day))

    assert list(tmp_path.iterdir()) == []


def test_an_offices_list_takes_the_place_of_the_example(tmp_path: Path) -> None:
    units = tmp_path / "don-vi.csv"
    rows = "STT;Tên đơn vị;Email\n1;Đảng ủy xã Lý Nhân;lynhan@tinh.example\n2;Đảng ủy phường Phủ Lý;\n"
    units.write_text(f"DANH SÁCH;;\n{rows}", encoding="utf-8-sig")

    loaded = write_new_plan(tmp_path / "so-ket", Wanted(today=EARLY, units=units)).plan

    assert [unit.name for unit in loaded.units][3:] == ["Đảng ủy xã Lý Nhân", "Đảng ủy phường Phủ Lý"]
    assert [one.address for one in loaded.contacts if one.unit == "DV-001"] == ["lynhan@tinh.example"]
    assert [mark for mark in loaded.marks if mark.file == "units.csv"] == []
    assert errors(loaded) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Tên đơn vị;Email\nX;lan@\n", "don-vi.csv, dòng 2, cột 2: địa chỉ thư điện tử “lan@” không đúng dạng"),
        ("1;2\n3;4\n", "don-vi.csv: thiếu cột “tên đơn vị”"),
        ("", "Tệp “don-vi.csv” trống."),
    ],
)
def test_a_list_with_faults_writes_nothing(tmp_path: Path, content: str, said: str) -> None:
    units = tmp_path / "don-vi.csv"
    units.write_text(content, encoding="utf-8")

    with pytest.raises(RuleBroken, match=said):
        write_new_plan(tmp_path / "so-ket", Wanted(today=EARLY, units=units))

    assert list(tmp_path.iterdir()) == [units]


def test_a_copy_of_a_plan_bears_the_name_of_its_folder(tmp_path: Path) -> None:
    loaded = copy_plan(tmp_path / "Kế hoạch 20", "ke-hoach-15-kh-tu").plan

    assert (loaded.plan.identity.id, len(loaded.units)) == ("ke-hoach-20", 125)
    assert loaded.marks == ()


def test_nothing_is_written_over_anything(tmp_path: Path) -> None:
    folder = tmp_path / "so-ket"
    write_new_plan(folder, Wanted(today=EARLY))
    before = {path: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(RuleBroken, match="không ghi đè lên gì cả"):
        write_new_plan(folder, Wanted(today=EARLY, tiers=3))
    with pytest.raises(RuleBroken, match="không ghi đè lên gì cả"):
        copy_plan(folder, "ke-hoach-15-kh-tu")
    with pytest.raises(RuleBroken, match="hãy tạo thư mục ấy trước"):
        copy_plan(tmp_path / "khong-co" / "so-ket", "ke-hoach-15-kh-tu")

    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "so-ket").mkdir()
    monkeypatch.chdir(tmp_path)

    write_new_plan(Path("so-ket"), Wanted(today=EARLY))

    assert (tmp_path / "so-ket" / "plan.yaml").is_file()
