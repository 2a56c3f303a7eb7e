from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.main import WRONG_USAGE
from tests.cli.conftest import SHIPPED, Dondoc
from tests.documents.examples import paragraph, word_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.config.folders import PlanFolder

PARTIAL = (
    paragraph("II- Kết quả sau 5 năm triển khai thực hiện Chỉ thị số 07-CT/TW", style="Heading1")
    + paragraph("2. Đánh giá chung", style="Muc")
    + paragraph("IV. Kiến nghị", style="Heading1")
    + paragraph("Không.")
    + paragraph("V. Công tác thi đua", style="Heading1")
    + paragraph("Tốt.")
)


@pytest.fixture
def partial(tmp_path: Path) -> str:
    path = tmp_path / "do-dang.docx"
    path.write_bytes(word_file(PARTIAL))
    return str(path)


@pytest.mark.usefixtures("data")
def test_check_needs_no_open_campaign(done: Callable[..., str], report: str) -> None:
    printed = done("check", report, "--plan", SHIPPED, "--unit", "ly nhan")

    lines = printed.splitlines()
    assert lines[0] == "Tệp bao-cao.docx (loại .docx), báo cáo của Huyện ủy Lý Nhân"
    assert lines[-1] == "Báo cáo đủ 15/15 mục phải nộp."


@pytest.mark.usefixtures("data")
def test_check_names_what_is_missing_empty_and_extra(done: Callable[..., str], partial: str) -> None:
    printed = done("check", partial, "--plan", SHIPPED, "--unit", "HU-353")

    assert "  - V. Công tác thi đua" in printed.splitlines()
    assert "IV. Kiến nghị (đoạn 3, độ tin cậy 98%)" in " ".join(printed.split())
    assert printed.splitlines()[-1] == (
        "Báo cáo có 1/15 mục phải nộp, còn thiếu mục I.1, I.2, I.3, I.4, I.5, II.1.1, II.1.2, II.1.3, II.1.5, III.1, "
        "III.2.1, III.2.2, III.2.3 và để trống mục II.2. Đề nghị bổ sung trước khi nộp; mục không có gì để báo cáo thì "
        "ghi “Không.”."
    )


@pytest.mark.usefixtures("data")
def test_check_in_json_has_every_section_once(done: Callable[..., str], partial: str) -> None:
    found = json.loads(done("check", partial, "--plan", SHIPPED, "--unit", "HU-353", "--json"))

    states = {one["number"]: one["state"] for one in found["sections"]}
    assert (found["file"], found["kind"], found["plan"], found["unit"]) == ("do-dang.docx", "docx", SHIPPED, "HU-353")
    assert (found["complete"], found["note"]) == (False, "")
    assert len(states) == 16
    assert (states["IV"], states["II.2"], states["II.1.4"], states["I.1"]) == ("none", "empty", "not_owed", "missing")
    assert found["extra_headings"] == ["V. Công tác thi đua"]


@pytest.mark.usefixtures("data")
def test_check_of_an_owner_asks_for_its_own_section_only(done: Callable[..., str], report: str) -> None:
    found = json.loads(done("check", report, "--plan", SHIPPED, "--unit", "BHN", "--json"))

    owed = [one for one in found["sections"] if one["state"] != "not_owed"]
    assert [(one["number"], one["state"]) for one in owed] == [("II.1.4", "missing")]


@pytest.mark.usefixtures("data")
def test_check_takes_a_folder_and_its_units(done: Callable[..., str], report: str, folder: PlanFolder) -> None:
    folder.replace("outline.yaml", "title: Đánh giá chung", "title: Nhận xét về mọi mặt của đời sống")

    found = json.loads(done("check", report, "--plan", str(folder.path), "--unit", "HU-353", "--json"))

    assert {one["number"]: one["title"] for one in found["sections"]}["II.2"] == "Nhận xét về mọi mặt của đời sống"


@pytest.mark.usefixtures("opened")
def test_check_prefers_the_plan_of_the_open_campaign(done: Callable[..., str], report: str) -> None:
    named = done("check", report, "--plan", SHIPPED, "--unit", "HU-353", "--json")

    assert done("check", report, "--unit", "HU-353", "--json") == named


@pytest.mark.usefixtures("data")
def test_check_refuses_what_it_cannot_read_and_says_what_to_do(refused: Callable[..., str], tmp_path: Path) -> None:
    broken, picture = tmp_path / "hong.docx", tmp_path / "anh.xyz"
    broken.write_bytes(b"PK\x03\x04 hong")
    picture.write_bytes(b"abc")
    call = ("--plan", SHIPPED, "--unit", "HU-353")

    assert "Đề nghị" in refused("check", str(broken), *call)
    assert "Đề nghị" in refused("check", str(picture), *call)
    assert "Không tìm thấy tệp" in refused("check", str(tmp_path / "khong-co.docx"), *call)
    assert "thư mục" in refused("check", str(tmp_path), *call)


@pytest.mark.usefixtures("data")
def test_check_refuses_an_unknown_unit_duty_or_plan(refused: Callable[..., str], report: str) -> None:
    assert "Không có đơn vị nào" in refused("check", report, "--plan", SHIPPED, "--unit", "xyzabc")
    assert "--duty" in refused("check", report, "--plan", SHIPPED, "--unit", "HU-353", "--duty", "commune")
    assert "không có nhiệm vụ" in refused("check", report, "--plan", SHIPPED, "--unit", "VPTU")
    assert "Không có kế hoạch" in refused("check", report, "--plan", "khac", "--unit", "HU-353")


@pytest.mark.usefixtures("data")
def test_check_without_a_unit_is_wrong_usage(dondoc: Dondoc, report: str) -> None:
    printed = dondoc("check", report, "--plan", SHIPPED)

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert "--unit" in printed.err


@pytest.mark.usefixtures("data")
def test_check_of_a_form_knows_whose_report_it_is(done: Callable[..., str], tmp_path: Path) -> None:
    form = tmp_path / "mau.docx"
    done("outline", SHIPPED, "--unit", "STTTT", "--out", str(form))

    found = json.loads(done("check", str(form), "--json"))

    assert (found["plan"], found["unit"]) == (SHIPPED, "STTTT")
    assert {one["number"]: one["state"] for one in found["sections"]}["II.1.4"] == "empty"
