from __future__ import annotations

import unicodedata

import pytest

from domain.contact_lists import Reading, is_head, read_contacts
from domain.list_cells import Line
from domain.units import Contact, ContactRole
from tests.small_plan import UNITS

HEAD = ("Mã", "Đơn vị", "Họ tên", "Vai trò", "Kênh", "Địa chỉ", "Điện thoại")
GOOD = ("X1-1", "X1", "Nguyễn Văn A", "đầu mối", "email", "a@hanam.example", "0912345678")


def read(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Reading:
    return read_contacts(Line(1, head), [Line(number, row) for number, row in enumerate(rows, 2)], units=UNITS)


def but(**changed: str) -> tuple[str, ...]:
    names = ("code", "unit", "name", "role", "channel", "address", "phone")
    return tuple(changed.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def faults(*rows: tuple[str, ...]) -> list[tuple[int, int]]:
    found = read(*rows)
    assert all(one.text.endswith((".", "dondoc units")) for one in found.problems)
    return [(one.line, one.column) for one in found.problems]


def test_list_is_read_row_by_row_in_its_order() -> None:
    found = read(GOOD, but(channel="zbs", address="0912345678"), but(code="X2-1", unit="X2", role="Lãnh đạo"))

    assert found.problems == ()
    assert [(one.code, one.channel, one.role) for one in found.contacts] == [
        ("X1-1", "email", ContactRole.FOCAL),
        ("X1-1", "zbs", ContactRole.FOCAL),
        ("X2-1", "email", ContactRole.LEADER),
    ]


def test_head_may_be_english_in_any_order_and_leave_out_what_is_not_needed() -> None:
    head = ("STT", "address", "channel", "unit", "code", "name", "ghi chú")

    found = read(("1", "a@hanam.example", "Thư điện tử", "X1", "X1-1", "A", "mới"), head=head)

    expected = Contact("X1-1", "X1", "A", ContactRole.FOCAL, "email", "a@hanam.example")
    assert (found.contacts, found.problems) == ((expected,), ())


def test_unit_is_found_by_its_full_name_however_it_is_spelt() -> None:
    name = UNITS["X1"].name
    decomposed = unicodedata.normalize("NFD", name)

    assert [one.unit for one in read(but(unit=decomposed), but(code="B", unit=name.upper())).contacts] == ["X1", "X1"]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"code": ""}, 1),
        ({"code": "X1 1"}, 1),
        ({"unit": "Không có"}, 2),
        ({"unit": ""}, 2),
        ({"name": ""}, 3),
        ({"name": '=HYPERLINK("x")'}, 3),
        ({"name": "@SUM(1)"}, 3),
        ({"name": "A\u202eB"}, 3),
        ({"name": "A\u200bB"}, 3),
        ({"name": "A\nB"}, 3),
        ({"name": "A\x00"}, 3),
        ({"name": "#REF!"}, 3),
        ({"name": "x" * 301}, 3),
        ({"name": "Nguy\ufffdn"}, 3),
        ({"role": "giám đốc"}, 4),
        ({"channel": "zalo"}, 5),
        ({"channel": ""}, 5),
        ({"address": ""}, 6),
        ({"address": "a@b"}, 6),
        ({"address": "a@hanam.example\u00ad"}, 6),
        ({"channel": "zalooa", "address": "2.46846E+18"}, 6),
        ({"channel": "zbs", "address": "9,12E+08"}, 6),
        ({"phone": "12"}, 7),
    ],
)
def test_fault_is_told_once_with_its_row_and_its_column(changed: dict[str, str], column: int) -> None:
    assert faults(
        GOOD, but(code="B", name="B") if "code" in changed else GOOD[:0], but(**{"code": "C", **changed})
    ) == [(4, column)]


def test_every_fault_of_the_list_is_told_at_once() -> None:
    assert faults(but(code="", unit="?"), but(address="x", phone="1")) == [(2, 1), (2, 2), (3, 6), (3, 7)]


def test_person_twice_on_one_channel_or_in_two_units_is_a_fault() -> None:
    assert faults(GOOD, but(address="b@hanam.example"), but(unit="X2", channel="zbs", address="0912345678")) == [
        (3, 1),
        (4, 2),
    ]


def test_blank_rows_and_blanks_around_words_do_not_count() -> None:
    found = read(("", "", "\u00a0"), but(name=" \u00a0Nguyễn  Văn A\u00a0"))

    assert (found.contacts[0].name, found.problems) == ("Nguyễn Văn A", ())


def test_short_row_lacks_only_what_is_needed() -> None:
    assert faults(GOOD[:6]) == []
    assert faults(GOOD[:5]) == [(2, 6)]


def test_head_with_faults_stops_the_reading() -> None:
    found = read(GOOD, head=("mã", "đơn vị", "mã", "lạ"))

    assert [one.column for one in found.problems] == [3, 4, 1]
    assert found.contacts == ()


def test_list_without_rows_is_a_fault() -> None:
    assert faults() == [(2, 1)]


def test_title_above_the_list_is_no_head() -> None:
    assert is_head(HEAD)
    assert not is_head(("Danh sách đầu mối của các đơn vị", "", ""))
    assert not is_head(("Đơn vị", "Tỉnh ủy"))
