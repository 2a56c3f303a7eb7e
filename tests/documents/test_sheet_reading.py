from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.sheet_reading import MOST_BYTES, read_sheet
from domain.errors import RuleBroken

NAME = "dau-moi"


def workbook(*rows: tuple[object, ...]) -> bytes:
    """The second sheet holds the rows, the first is empty."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet()
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row, book.add_format({"num_format": "dd/mm/yyyy"}) if place == 1 else None)
    return target.getvalue()


BOOK = workbook(("mã", "điện thoại"), (), ("X1", 912345678))


@pytest.mark.parametrize(
    "text",
    [
        "mã,đơn vị\r\nX1,Xã A\r\n",
        "\ufeffmã;đơn vị\nX1;Xã A\n",
        "sep=;\r\nmã;đơn vị\r\nX1;Xã A",
        'mã\tđơn vị\n"X1"\tXã A\n',
    ],
)
def test_csv_is_read_whatever_divides_its_cells(text: str) -> None:
    rows = read_sheet(text.encode(), name=NAME)

    assert [cells for _, cells in rows] == [["mã", "đơn vị"], ["X1", "Xã A"]]


def test_unicode_text_of_excel_is_read() -> None:
    assert read_sheet("mã\tđơn vị\n".encode("utf-16"), name=NAME) == [(1, ["mã", "đơn vị"])]


def test_rows_bear_the_numbers_that_a_person_sees() -> None:
    assert [number for number, _ in read_sheet(b"sep=;\na;b\n\n;\nc;d\n", name=NAME)] == [2, 5]
    assert [number for number, _ in read_sheet(BOOK, name=NAME)] == [1, 3]


def test_numbers_of_a_workbook_become_the_figures_that_were_typed() -> None:
    book = workbook(("a",), (datetime(2022, 6, 24),), (912345678, True, 1.5), (2468458835296197922,))  # noqa: DTZ001 -- as Excel has it

    assert [cells for _, cells in read_sheet(book, name=NAME)] == [
        ["a", "", ""],
        ["2022-06-24", "", ""],
        ["912345678", "TRUE", "1.5"],
        ["2.46846E+18", "", ""],
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "trống"),
        (b"  \n", "trống"),
        ("mã".encode("utf-16")[2:] + b"\xff", "UTF-8"),
        (b'ma,"dau', "dòng 1: không đọc được thành các ô"),
        (b'sep=,\na,b\n"x', "dòng 3: không đọc được thành các ô"),
        (b"PK\x03\x04 no zip", "lưu lại dạng .xlsx"),
        (b"\xd0\xcf\x11\xe0 no workbook", "lưu lại dạng .xlsx"),
        (workbook(), "không có ô nào"),
        (b"a" * (MOST_BYTES + 1), "quá lớn"),
    ],
    ids=range(9),
)
def test_file_that_is_no_list_is_refused_with_a_remedy(content: bytes, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        read_sheet(content, name=NAME)


@settings(max_examples=60, deadline=None)
@given(places=st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_workbook_is_read_or_refused(places: list[tuple[int, int]]) -> None:
    damaged = bytearray(BOOK)
    for place, value in places:
        damaged[place] = value
    with suppress(RuleBroken):
        assert read_sheet(bytes(damaged), name=NAME)
