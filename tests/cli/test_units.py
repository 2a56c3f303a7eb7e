from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.usefixtures("opened")
def test_units_lists_every_unit_with_its_people(done: Callable[..., str]) -> None:
    printed = done("units")

    assert printed.startswith("125 đơn vị\n")
    assert "hu-353@hanam.example" in printed
    assert max(map(len, printed.splitlines())) <= 80


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("name", ["Trần Hưng Đạo", "tran hung dao", "TRAN HUNG"])
def test_units_finds_a_part_of_a_name(done: Callable[..., str], name: str) -> None:
    found = json.loads(done("units", name, "--json"))

    assert [one["unit"]["code"] for one in found] == ["DU-13300", "DU-13594"]


@pytest.mark.usefixtures("opened")
def test_units_prints_each_address_on_a_line_of_its_own(done: Callable[..., str]) -> None:
    lines = [line.rstrip() for line in done("units", "BTGTU").splitlines()]

    assert [line.split()[-1] for line in lines[-3:-1]] == ["btgtu-cv1@hanam.example", "btgtu-ld1@hanam.example"]


@pytest.mark.usefixtures("opened")
def test_units_that_match_nothing_are_told_so(done: Callable[..., str]) -> None:
    assert done("units", "zzz") == "Không có đơn vị nào có “zzz” trong tên hoặc mã. Xem tất cả: dondoc units\n"
    assert json.loads(done("units", "zzz", "--json")) == []
