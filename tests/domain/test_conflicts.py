"""Figures that contradict each other, within a report and between a unit and those below it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.conflicts import differs_from_subordinates, stated_twice
from domain.figures import Conflict, Figure, FigureFound, FigureKind, number_text

SPEAKERS = Figure("loa", "Loa truyền thanh", "chiếc", "II.1.3", FigureKind.STOCK, is_summed=True)
COVERAGE = Figure("phu", "Tỷ lệ phủ sóng", "%", "II.1.3", FigureKind.RATIO)
PLACE = "mục II.1.3, đoạn 4"


def found(unit: str, value: int, figure: str = "loa", where: str = PLACE) -> FigureFound:
    return FigureFound(unit, figure, "II.1.3", Decimal(value), where, "")


def test_a_figure_stated_twice_is_told_with_both_places() -> None:
    table = "mục II.1.3, bảng 1 (đoạn 7), dòng 2"
    every = (found("A", 1350), found("A", 1350), found("A", 1360, where=table), found("B", 20), found("A", 98, "phu"))

    assert stated_twice((SPEAKERS, COVERAGE), every) == (
        Conflict(
            "A",
            "stated_twice",
            "II.1.3",
            PLACE,
            f"“Loa truyền thanh” (chiếc) được ghi khác nhau: 1.350 ({PLACE}); 1.360 ({table}); đề nghị đơn vị đối chiếu.",
        ),
    )


def differing(district: list[int], communes: list[FigureFound], figure: Figure = SPEAKERS) -> tuple[Conflict, ...]:
    stated = [found("H", value) for value in district]
    return differs_from_subordinates((figure,), stated, communes, unit="H", units=("A", "B"))


def test_a_district_that_differs_from_its_communes_is_told() -> None:
    (conflict,) = differing([60], [found("A", 30), found("B", 25)])

    assert (conflict.unit, conflict.code, conflict.where) == ("H", "differs_from_subordinates", PLACE)
    assert conflict.text == (
        "“Loa truyền thanh” (chiếc) ghi 60, 2 đơn vị cấp dưới cộng lại là 55; đề nghị đơn vị đối chiếu."
    )


@pytest.mark.parametrize(
    ("district", "communes"),
    [
        ([55], [found("A", 30), found("B", 25)]),
        ([60], [found("A", 30)]),
        ([60], [found("A", 30), found("B", 25), found("B", 26)]),
        ([60, 61], [found("A", 30), found("B", 25)]),
        ([], [found("A", 30), found("B", 25)]),
    ],
    ids=["the same", "one is silent", "one is disputed", "the district itself is", "the district is silent"],
)
def test_a_district_is_not_blamed_without_all_its_communes(district: list[int], communes: list[FigureFound]) -> None:
    assert differing(district, communes) == ()


def test_ratios_are_not_compared_with_a_sum() -> None:
    ratio = replace(SPEAKERS, kind=FigureKind.RATIO)

    assert differing([60], [found("A", 30), found("B", 25)], ratio) == ()


@pytest.mark.parametrize(
    ("value", "text"), [("1350", "1.350"), ("1.5", "1,5"), ("1234567.25", "1.234.567,25"), ("0", "0")]
)
def test_numbers_are_written_as_vietnamese_write_them(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text
