from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from documents.copied_lines import CopiedLine, CopiedRow, copied_rows
from domain.copies import Copied, CopyKind, SectionText
from domain.sentences import Span
from tests.documents.consolidations import PAIR, SHARED

LINES = st.lists(st.sampled_from(["Một.", "Hai hai.", "Ba ba ba.", "", "  "]), max_size=8)


def pair_of(first: str, second: str, *words: str) -> Copied:
    """Two texts that share these words, each where it first stands."""
    stretches = tuple(
        (Span(at, at + len(shared)), Span(other, other + len(shared)))
        for shared in words
        for at, other in [(first.index(shared), second.index(shared))]
    )
    return Copied(CopyKind.UNITS, "I", SectionText("A", "I", first), SectionText("B", "I", second), 0.5, stretches)


def plain(*lines: str) -> tuple[CopiedLine, ...]:
    return tuple(CopiedLine(line) for line in lines)


def test_shared_line_faces_its_copy() -> None:
    marked = CopiedLine(SHARED, ((0, len(SHARED)),))

    assert copied_rows(PAIR) == (
        CopiedRow(plain("Cấp ủy đã ban hành văn bản."), plain("Đảng bộ ta có lời riêng.")),
        CopiedRow((marked,), (marked,)),
        CopiedRow(plain("Riêng của Kim Bảng."), plain("Hết.")),
    )


def test_copy_further_down_still_faces_its_original() -> None:
    pair = pair_of("Chung.", "Một.\nHai.\nPhần Chung. Và thêm.", "Chung.")

    assert copied_rows(pair) == (
        CopiedRow((), plain("Một.", "Hai.")),
        CopiedRow((CopiedLine("Chung.", ((0, 6),)),), (CopiedLine("Phần Chung. Và thêm.", ((5, 11),)),)),
    )


def test_lines_in_another_order_are_marked_though_they_cannot_face_each_other() -> None:
    rows = copied_rows(pair_of("Dòng dài hơn.\nNgắn.", "Ngắn.\nDòng dài hơn.", "Dòng dài hơn.", "Ngắn."))

    assert rows == (
        CopiedRow((), (CopiedLine("Ngắn.", ((0, 5),)),)),
        CopiedRow((CopiedLine("Dòng dài hơn.", ((0, 13),)),), (CopiedLine("Dòng dài hơn.", ((0, 13),)),)),
        CopiedRow((CopiedLine("Ngắn.", ((0, 5),)),), ()),
    )


def test_stretch_over_two_lines_is_marked_in_both() -> None:
    rows = copied_rows(pair_of("Một hai.\nBa bốn.", "Một hai.\nBa bốn.", "hai.\nBa"))

    assert [row.first for row in rows] == [(CopiedLine("Một hai.", ((4, 8),)),), (CopiedLine("Ba bốn.", ((0, 2),)),)]


def test_stretches_that_overlap_are_marked_once() -> None:
    pair = pair_of("Một hai ba.", "Một hai ba.", "Một hai", "hai ba")

    assert copied_rows(pair)[0].first == (CopiedLine("Một hai ba.", ((0, 10),)),)


def test_texts_that_share_nothing_stand_in_one_row() -> None:
    assert copied_rows(pair_of("Một.\n\nHai.", "Ba.")) == (CopiedRow(plain("Một.", "Hai."), plain("Ba.")),)
    assert copied_rows(pair_of("", "")) == ()


@given(LINES, LINES, st.data())
def test_every_line_stands_there_once_in_its_order(first: list[str], second: list[str], data: st.DataObject) -> None:
    one, other = "\n".join(first), "\n".join(second)
    spans = st.tuples(_spans(one), _spans(other))
    pair = replace(pair_of(one, other), stretches=tuple(data.draw(st.lists(spans, max_size=4))))

    rows = copied_rows(pair)

    assert [line.text for row in rows for line in row.first] == [line for line in first if line.strip()]
    assert [line.text for row in rows for line in row.second] == [line for line in second if line.strip()]


@st.composite
def _spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))
