from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.main import DONE, REFUSED, WRONG_USAGE
from tests.cli.test_json_shapes import documented, keys

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dondoc


@pytest.mark.usefixtures("opened")
def test_what_is_well_is_told_with_its_sign(dondoc: Dondoc) -> None:
    printed = dondoc("doctor", "--only", "database", "--only", "disk")

    assert (printed.code, printed.err) == (DONE, "")
    assert printed.out.startswith("Ổ đĩa (disk)\n  ✓ Tốt: Ghi được vào ")
    assert "\nCơ sở dữ liệu (database)\n  ✓ Tốt: Đúng dạng hiện hành" in printed.out
    assert printed.out.endswith("0 lỗi, 0 điều lưu ý, 5 mục tốt.\n")


@pytest.mark.usefixtures("opened")
def test_quiet_prints_nothing_while_all_is_well(dondoc: Dondoc) -> None:
    printed = dondoc("doctor", "--only", "database", "--quiet")

    assert (printed.code, printed.out, printed.err) == (DONE, "", "")


def test_a_fault_ends_with_one_and_says_what_to_do(dondoc: Dondoc, data: Path) -> None:
    printed = dondoc("doctor", "--only", "database", "--quiet")

    assert printed.code == REFUSED
    assert f"✗ LỖI: Chưa có cơ sở dữ liệu tại {data}/dondoc.db." in printed.out
    assert "→ Hãy mở một đợt: dondoc plan open" in printed.out
    assert printed.err == "Có 1 lỗi cần sửa.\n"


def test_a_check_that_there_is_not_is_wrong_usage(dondoc: Dondoc) -> None:
    printed = dondoc("doctor", "--only", "tim")

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert "“tim”" in printed.err


@pytest.mark.usefixtures("opened")
def test_documented_keys_of_the_doctor_are_the_real_keys(dondoc: Dondoc) -> None:
    printed = json.loads(dondoc("doctor", "--offline", "--json").out)

    assert keys(printed) == keys(documented("doctor"))
