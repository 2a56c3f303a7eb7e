from __future__ import annotations

import pytest

from domain.list_cells import Line
from domain.tiers import Tier
from domain.unit_lists import Above, Reading, is_head, read_units

TWO = Above((Tier("commune", "Cấp xã và tương đương", 1), Tier("province", "Cấp tỉnh", 2)), {"TU": "Tỉnh ủy"}, "TU")
THREE = Above(
    (Tier("branch", "Cấp cơ sở", 1), Tier("commune", "Cấp xã", 2), Tier("province", "Cấp tỉnh", 3)),
    {"TU": "Tỉnh ủy"},
    "TU",
)


def read(head: str, *rows: str, above: Above = TWO) -> Reading:
    lines = [Line(number, row.split(";")) for number, row in enumerate(rows, 2)]
    return read_units(Line(1, head.split(";")), lines, above)


def faults(found: Reading) -> list[str]:
    return [f"{one.line},{one.column}: {one.text}" for one in found.problems]


def test_names_alone_are_a_list() -> None:
    found = read("STT;Tên đơn vị", "1;Đảng ủy phường Hà Nam", "2;Đảng ủy xã Lý Nhân")

    assert found.problems == ()
    assert [(one.code, one.name, one.tier, one.superior) for one in found.units] == [
        ("DV-001", "Đảng ủy phường Hà Nam", "commune", "TU"),
        ("DV-002", "Đảng ủy xã Lý Nhân", "commune", "TU"),
    ]


def test_the_people_of_the_list_are_taken_along_and_columns_of_no_use_are_told() -> None:
    found = read(
        "Mã;Đơn vị;Số dân;Đầu mối;E-mail;Điện thoại",
        "DU-1;Đảng ủy xã Lý Nhân;12000;Trần Thị Lan;lan@lynhan.example;912345678",
    )

    (unit,) = found.units
    assert (unit.person, unit.email, unit.phone) == ("Trần Thị Lan", "lan@lynhan.example", "0912345678")
    assert found.unread == ("Số dân",)


def test_superiors_go_by_code_or_name_and_tiers_by_a_word() -> None:
    found = read(
        "Mã;Tên;Cấp;Cấp trên",
        "A;Đảng ủy xã A;xã;",
        "B;Chi bộ Trường B;cơ sở;đảng uỷ xã a",
        "C;Chi bộ Trạm C;branch;A",
        above=THREE,
    )

    assert found.problems == ()
    assert [(one.tier, one.superior) for one in found.units] == [("commune", "TU"), ("branch", "A"), ("branch", "A")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["A B;X;xã;"], "2,1: mã “A B” chỉ được gồm chữ cái không dấu"),
        ([";X;xã;"], "2,1: thiếu mã đơn vị"),
        (["TU;X;xã;"], "2,1: mã “TU” là của Tỉnh ủy"),
        (["A;X;xã;", "A;Y;xã;"], "3,1: mã “A” đã có ở dòng 2."),
        (["A;X;xã;", "B;x;xã;"], "2,2: tên “X” có ở 2 dòng"),
        (["A;;xã;"], "2,2: thiếu tên đơn vị."),
        (["A;X;huyện;"], "2,3: không rõ cấp “huyện”; hãy ghi một trong các cấp: branch (Cấp cơ sở)"),
        (["A;X;;"], "2,3: thiếu cấp"),
        (["A;X;cơ sở;"], "2,4: thiếu cấp trên trực tiếp"),
        (["A;X;xã;Huyện ủy"], "2,4: không có đơn vị nào mang mã hoặc tên “Huyện ủy”"),
        (["A;=X();xã;"], "2,2: ô này bắt đầu bằng “=” như một công thức"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(rows: list[str], said: str) -> None:
    found = read("Mã;Tên;Cấp;Cấp trên", *rows, above=THREE)

    assert faults(found)[0].startswith(said)


def test_a_wrong_address_and_an_empty_list_are_told() -> None:
    assert faults(read("Tên;Email", "X;lan@")) == ["2,2: địa chỉ thư điện tử “lan@” không đúng dạng ten@coquan.vn."]
    assert faults(read("Tên;Email")) == ["2,1: danh sách chưa có đơn vị nào."]
    assert faults(read("Tên;Đơn vị", "X;Y"))[0] == "1,2: cột “Đơn vị” trùng nghĩa với cột 1; hãy bỏ một cột."


def test_a_title_above_the_list_is_no_head() -> None:
    assert [is_head(row.split(";")) for row in ("DANH SÁCH ĐƠN VỊ;", "STT;Tên đơn vị;Cấp", "Tên đơn vị")] == [
        False,
        True,
        False,
    ]
