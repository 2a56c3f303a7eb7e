from __future__ import annotations

import pytest
from docx.oxml.ns import qn
from lxml import etree

from documents.party_text import write_runs


def written(text: str, *, marked: bool = False) -> etree._Element:
    paragraph = etree.Element(qn("w:p"))
    write_runs(paragraph, text, marked=marked)
    return paragraph


def signs(text: str) -> list[str]:
    """What its runs are made of: texts, and other signs by name."""
    pieces = (piece for run in written(text) for piece in run)
    return [piece.text or etree.QName(piece).localname for piece in pieces]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Một\thai\nba\rbốn", ["Một", "tab", "hai", "br", "ba", "br", "bốn"]),
        ("Chỉ thị 07-CT/TW", ["Chỉ thị ", "07", "noBreakHyphen", "CT/TW"]),
        ("-BC/HU", ["noBreakHyphen", "BC/HU"]),
        ("chính trị - xã hội 2016-2021", ["chính trị - xã hội 2016-2021"]),
        ("a\x00b", ["ab"]),
        ("", []),
    ],
)
def test_text_is_held_in_the_signs_of_word(text: str, pieces: list[str]) -> None:
    assert signs(text) == pieces


def test_space_at_the_edge_of_a_run_is_kept() -> None:
    texts = list(written("Số 07-CT/TW và").iter(qn("w:t")))

    assert [text.get(qn("xml:space")) for text in texts] == ["preserve", None, None, "preserve"]


def test_marked_text_is_bold_on_grey() -> None:
    (run,) = written("chung", marked=True)

    assert [etree.QName(one).localname for one in run[0]] == ["b", "shd"]
    assert written("riêng")[0].find(qn("w:rPr")) is None
