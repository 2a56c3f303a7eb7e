from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from web.charts.hand_in_curve import HEIGHT, WIDTH, Curve, hand_in_curve

FIRST = date(2022, 6, 24)
SVG = "{http://www.w3.org/2000/svg}"


def curve(hand_ins: list[int], projection: list[int], *, expected: int = 10, title: str = "Cấp xã") -> Curve:
    last = FIRST + timedelta(days=max(0, len(hand_ins) - 1))
    return Curve(
        key="curve-x",
        title=title,
        hand_ins=tuple((FIRST + timedelta(days=ahead), number) for ahead, number in enumerate(hand_ins)),
        projection=tuple((last + timedelta(days=ahead), number) for ahead, number in enumerate(projection)),
        deadline=date(2022, 7, 31),
        expected=expected,
    )


def test_picture_is_read_out_by_its_title_and_description() -> None:
    drawn = ET.fromstring(hand_in_curve(curve([0, 2, 5], [5, 7])))  # noqa: S314 -- drawn a line before

    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "curve-x-title curve-x-desc"
    assert drawn.findtext(f"{SVG}title") == "Cấp xã"
    assert "có 5 trên 10 báo cáo" in (drawn.findtext(f"{SVG}desc") or "")
    assert "khoảng 7" in (drawn.findtext(f"{SVG}desc") or "")


def test_what_came_is_one_line_and_what_may_come_another() -> None:
    drawn = ET.fromstring(hand_in_curve(curve([0, 2], [2, 3])))  # noqa: S314 -- the same
    over = ET.fromstring(hand_in_curve(curve([0, 2], [])))  # noqa: S314 -- the same

    assert [one.get("class") for one in drawn.iter(f"{SVG}polyline")] == ["line", "line-ahead"]
    assert [one.get("class") for one in over.iter(f"{SVG}polyline")] == ["line"]


def test_no_name_becomes_markup_and_nothing_is_styled_in_place() -> None:
    drawn = hand_in_curve(curve([1], [], title='<script>"&'))

    assert "<script>" not in drawn
    assert " style=" not in drawn


@given(hand_ins=st.lists(st.integers(0, 20_000), max_size=60), expected=st.integers(0, 20_000))
def test_every_point_lies_within_the_picture(hand_ins: list[int], expected: int) -> None:
    drawn = hand_in_curve(curve(sorted(hand_ins), [], expected=expected))

    for points in re.findall(r'points="([^"]*)"', drawn):
        for x, y in (point.split(",") for point in points.split()):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT
