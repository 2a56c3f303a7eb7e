from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.main import DONE, REFUSED
from config.plan_file import find_plan, load_plan
from tests.cli.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc
    from tests.config.folders import PlanFolder

OPENED = (
    "Đã mở đợt ke-hoach-15-kh-tu từ 24/6/2022, 07:30: 123 nhiệm vụ báo cáo.\n"
    "Cần xem: 123 đơn vị chưa có kênh liên lạc nào được xác nhận (Ban Tuyên giáo Tỉnh ủy Hà Nam, "
    "Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam, Thành ủy Phủ Lý và 120 đơn vị khác).\n"
    "  Kiểm tra: dondoc contacts check; danh sách: dondoc contacts list --unproven\n"
)


def test_check_tells_who_owes_what_and_what_to_mind(done: Callable[..., str]) -> None:
    printed = done("plan", "check", SHIPPED)

    assert printed.startswith("Kế hoạch 15-KH/TU yêu cầu 123 báo cáo\n")
    assert "\n15 điểm cần biết\n" in printed
    assert "\n[Đã rõ] (II.3) Hạn 31/7/2022 rơi vào Chủ nhật, không phải ngày làm việc.\n  → Kế hoạch" in printed
    assert max(len(line) for line in printed.splitlines() if not line.startswith(("[", "  →"))) <= 80


def test_check_as_json_counts_the_duties(done: Callable[..., str]) -> None:
    found = json.loads(done("plan", "check", SHIPPED, "--json"))

    assert found["obligations_by_tier"] == {"commune": 109, "district": 13, "province": 1}
    assert sum(len(duty["units"]) for duty in found["duties"]) == found["obligations"] == 123


def test_check_of_a_plan_with_an_error_prints_it_and_ends_with_1(dondoc: Dondoc, folder: PlanFolder) -> None:
    folder.replace("plan.yaml", "day: 2022-09-23", "day: 2034-09-23")

    printed = dondoc("plan", "check", str(folder.path))

    assert printed.code == REFUSED
    assert "[LỖI]" in printed.out
    assert printed.err == "Kế hoạch còn lỗi, chưa thể mở đợt; hãy sửa các điểm ghi LỖI ở trên.\n"


def test_check_of_a_broken_file_names_line_and_column(refused: Callable[..., str], folder: PlanFolder) -> None:
    line = folder.replace("plan.yaml", "reading: through", "reading: until")

    told = refused("plan", "check", str(folder.path))

    assert told == f'plan.yaml, dòng {line}, cột 16: "reading" phải là "through" hoặc "before", không phải "until".\n'


def test_check_of_superiors_in_a_circle_names_the_circle(refused: Callable[..., str], folder: PlanFolder) -> None:
    folder.replace(
        "bodies.csv", "TU-TT,Thường trực Tỉnh ủy Hà Nam,province,,", "TU-TT,Thường trực Tỉnh ủy Hà Nam,province,VPTU,"
    )

    told = refused("plan", "check", str(folder.path))

    assert told == "bodies.csv, dòng 2, cột 4: cấp trên bị khép vòng: TU-TT → VPTU → TU-TT; hãy sửa cột “superior”.\n"


@pytest.mark.parametrize("command", ["check", "show", "open"])
def test_a_plan_that_is_not_there_is_refused_with_the_nearest(refused: Callable[..., str], command: str) -> None:
    assert f"Có phải là: {SHIPPED}?" in refused("plan", command, "ke-hoach-15")


def test_show_speaks_vietnamese_of_the_ladders(done: Callable[..., str]) -> None:
    printed = done("plan", "show", SHIPPED)

    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert "trước hạn 1 ngày làm việc (khẩn) đơn vị: Nhắc lần cuối" in lines
    assert (
        "Căn cứ 51-HD/BTGTW ngày 10/5/2022, Ban Tuyên giáo Trung ương: Hướng dẫn về việc sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW"
        in lines
    )
    assert lines[-1] == "- Lưu Văn phòng Tỉnh ủy"


def test_show_names_ladders_bodies_and_owners_as_people_do(done: Callable[..., str]) -> None:
    printed = done("plan", "show", SHIPPED)

    titles = [line for line in printed.splitlines() if line.startswith("Thang nhắc việc: ")]
    assert [title.partition(": ")[2] for title in titles] == [
        "Cấp xã và tương đương",
        "Cấp huyện và tương đương",
        "Cấp tỉnh",
        "báo cáo bị trả lại",
        "đơn vị đã hẹn ngày nộp",
    ]
    text = " ".join(printed.split())
    assert "[chỉ: Sở Thông tin và Truyền thông tỉnh Hà Nam, Báo Hà Nam, Đài Phát thanh" in text
    assert "lãnh đạo Ban Tuyên giáo Tỉnh ủy Hà Nam: Tổng hợp" in text
    assert "hằng tuần, kể từ mốc sau hạn 5 ngày" in text
    assert "mỗi 7 ngày" not in text
    assert "STTTT" not in text


def test_show_has_the_hints_of_the_outline(done: Callable[..., str]) -> None:
    printed = done("plan", "show", SHIPPED)

    outline = load_plan(find_plan(SHIPPED)).plan.outline
    hints = [hint for section in outline.walk() for hint in section.hints]
    assert hints
    assert [hint for hint in hints if f"- {hint}\n" not in printed] == []


def test_show_as_json_has_the_plan_and_its_units(done: Callable[..., str]) -> None:
    found = json.loads(done("plan", "show", SHIPPED, "--json"))

    assert found["plan"]["identity"]["number"] == "15-KH/TU"
    assert len(found["units"]) == 125


def test_schema_is_json(done: Callable[..., str]) -> None:
    assert "properties" in json.loads(done("plan", "schema"))


def test_open_makes_the_data_folder(done: Callable[..., str], data: Path) -> None:
    printed = done("plan", "open", SHIPPED, "--on", "2022-06-24")

    assert printed == OPENED
    assert (data / "dondoc.db").is_file()


def test_open_twice_is_refused(refused: Callable[..., str], opened: Path) -> None:
    before = (opened / "dondoc.db").read_bytes()

    told = refused("plan", "open", SHIPPED, "--on", "2022-06-25")

    assert told == "Đợt “ke-hoach-15-kh-tu” đã được mở; mỗi kế hoạch chỉ mở một lần.\n"
    assert (opened / "dondoc.db").read_bytes() == before


@pytest.mark.parametrize("day", ["2031-01-01", "2020-12-31"])
def test_open_beyond_the_calendar_is_refused(refused: Callable[..., str], data: Path, day: str) -> None:
    told = refused("plan", "open", SHIPPED, "--on", day)

    assert told.startswith("Lịch làm việc chỉ biết từ 01/01/2021 đến 31/12/2023, không có ngày ")
    assert not data.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2022-06-23", "Ngày mở đợt 23/6/2022 sớm hơn ngày ban hành kế hoạch 24/6/2022;"),
        ("2022-09-24", "Ngày mở đợt 24/9/2022 đã quá hạn cuối cùng hoặc ngày kết thúc của kế hoạch (23/9/2022);"),
    ],
)
@pytest.mark.usefixtures("data")
def test_open_outside_the_time_of_the_plan_is_refused(refused: Callable[..., str], day: str, sentence: str) -> None:
    assert refused("plan", "open", SHIPPED, "--on", day).startswith(sentence)
    assert "Hãy mở một đợt trước" in refused("status")


def test_a_unit_without_a_contact_is_found_and_the_campaign_opens_all_the_same(
    dondoc: Dondoc, data: Path, folder: PlanFolder
) -> None:
    contacts = folder.path / "contacts.csv"
    lines = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    contacts.write_text("".join(line for line in lines if not line.startswith("HU-353,")), encoding="utf-8")

    checked = dondoc("plan", "check", str(folder.path))
    opened = dondoc("plan", "open", str(folder.path), "--on", "2022-06-24")
    ran = dondoc("day", "--as-of", "2022-06-24", "--json")
    why = dondoc("why", "HU-353", "--as-of", "2022-06-24")

    assert [one.code for one in (checked, opened, ran, why)] == [DONE] * 4
    assert "Huyện ủy Lý Nhân" in checked.out
    assert opened.out == OPENED
    assert json.loads(ran.out)["decisions"]["district"] == {"no_channel": 1, "send": 12}
    assert "không có kênh" in why.out
    assert (data / "dondoc.db").is_file()
