from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.main import WRONG_USAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc


def test_a_new_plan_tells_what_to_do_next(done: Callable[..., str]) -> None:
    printed = done("plan", "new", "so ket")

    assert printed.startswith("Đã tạo so ket: 8 đơn vị, 6 báo cáo.\n")
    assert "\n  2. Kiểm tra:    dondoc plan check 'so ket'\n" in printed


def test_a_new_plan_passes_its_check_and_names_what_is_still_of_the_template(
    done: Callable[..., str], refused: Callable[..., str], data: Path
) -> None:
    done("plan", "new", "so-ket")

    checked = done("plan", "check", "so-ket")
    told = json.loads(done("plan", "check", "so-ket", "--json"))["template_values"]

    assert "\n  plan.yaml, dòng 8: number: 00-KH/TU (MẪU)\n" in checked
    assert told[0] == {"file": "plan.yaml", "line": 8, "text": "number: 00-KH/TU (MẪU)"}
    assert f"\n[Giá trị mẫu] {len(told)} dòng" in checked
    assert refused("plan", "open", "so-ket").startswith(f"Chưa thể mở đợt: {len(told)} dòng còn mang giá trị")
    assert not data.exists()


def test_once_its_marks_are_gone_a_new_plan_is_rehearsed_and_opened(done: Callable[..., str], data: Path) -> None:
    done("plan", "new", "so-ket")
    for path in Path("so-ket").iterdir():
        text = path.read_text(encoding="utf-8").replace(" (MẪU)", "").replace("@mau.example", "@tinh.example")
        path.write_text(text, encoding="utf-8")

    assert "Giá trị mẫu" not in done("plan", "check", "so-ket")
    assert "Triển khai nhiệm vụ báo cáo" in done("rehearse", "so-ket/plan.yaml")
    assert done("plan", "open", str(Path("so-ket").resolve())).startswith("Đã mở đợt so-ket từ ")
    assert (data / "dondoc.db").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--tiers", "4"), "Mẫu có sẵn cho 2 hoặc 3 cấp, không có cho 4 cấp."),
        (("--from", "ke-hoach-15-kh-tu", "--tiers", "3"), "--from chép nguyên một kế hoạch"),
        (("--deadline", "mai"), "“mai” không phải là ngày;"),
    ],
)
def test_options_that_cannot_be_are_told(dondoc: Dondoc, options: tuple[str, ...], said: str) -> None:
    printed = dondoc("plan", "new", "so-ket", *options)

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert printed.err.startswith(said)
    assert not Path("so-ket").exists()


def test_a_list_of_units_that_is_not_there_is_told(refused: Callable[..., str]) -> None:
    assert refused("plan", "new", "so-ket", "--units", "khong-co.xlsx").startswith("Không có tệp khong-co.xlsx;")
