from __future__ import annotations

import pytest
from lxml import etree

from documents.carrying.tracked import Stamp, is_end_deleted, mark_deleted, mark_inserted, next_id
from documents.word_names import WORD
from tests.documents.edited_drafts import AT
from tests.documents.word_files import NAMES, run

LINK = f'<w:hyperlink w:anchor="x">{run("liên kết")}</w:hyperlink>'
OWN = f'<w:ins w:id="41" w:author="Nam" w:date="2022-08-23T02:00:00Z">{run("của Nam")}</w:ins>'


def element(xml: str) -> etree._Element:
    return etree.fromstring(f"<w:body {NAMES}>{xml}</w:body>")[0]


def names(one: etree._Element) -> list[str]:
    return [str(part.tag).removeprefix(WORD) for part in one.iter()]


@pytest.mark.parametrize(("mark", "name"), [(mark_inserted, "ins"), (mark_deleted, "del")], ids=["ins", "del"])
def test_end_of_a_paragraph_is_marked_where_words_order_wants_it(mark: object, name: str) -> None:
    paragraph = element(f'<w:p><w:pPr><w:jc w:val="both"/><w:rPr><w:b/></w:rPr><w:sectPr/></w:pPr>{run("x")}</w:p>')

    mark(paragraph, Stamp(AT, first=1))  # type: ignore[operator]

    text = "t" if name == "ins" else "delText"
    assert names(paragraph) == ["p", "pPr", "jc", "rPr", name, "b", "sectPr", name, "r", "rPr", text]


def test_neighbouring_runs_are_under_one_mark_and_links_stay_outside() -> None:
    paragraph = element(f"<w:p>{run('a')}{run('b')}{LINK}{run('c')}</w:p>")

    mark_inserted(paragraph, Stamp(AT, first=1))

    assert [str(child.tag).removeprefix(WORD) for child in paragraph] == ["pPr", "ins", "hyperlink", "ins"]
    assert len(paragraph.findall(f"{WORD}ins/{WORD}r")) == 3
    assert paragraph.find(f"{WORD}hyperlink/{WORD}ins/{WORD}r") is not None


def test_what_people_inserted_is_struck_out_within_their_mark() -> None:
    paragraph = element(f"<w:p>{OWN}</w:p>")

    mark_deleted(paragraph, Stamp(AT, first=42))

    assert paragraph.find(f"{WORD}ins/{WORD}del/{WORD}r/{WORD}delText") is not None
    assert is_end_deleted(paragraph)


def test_rows_are_marked_behind_their_other_properties() -> None:
    """A row without any gets one, which changes nothing: the standard wants a property besides the mark."""
    rows = "<w:tr><w:tc><w:p/></w:tc></w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    table = element(f"<w:tbl>{rows}</w:tbl>")

    mark_deleted(table, Stamp(AT, first=1))

    found = [names(properties)[1:] for properties in table.iter(f"{WORD}trPr")]
    assert found == [["cantSplit", "del"], ["tblHeader", "del"]]


def test_text_in_a_box_is_not_marked_apart_from_its_box() -> None:
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{run('x')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    paragraph = element(f"<w:p>{box}</w:p>")

    mark_deleted(paragraph, Stamp(AT, first=1))

    assert names(paragraph).count("del") == 2
    assert names(paragraph).count("delText") == 0


def test_marks_are_numbered_above_those_that_are_there() -> None:
    paragraph = element(f"<w:p>{OWN}{run('x')}</w:p>")

    mark_inserted(paragraph, Stamp(AT, first=next_id(paragraph)))

    ids = [one.get(f"{WORD}id") for one in paragraph.iter(f"{WORD}ins")]
    assert sorted(filter(None, ids)) == ["41", "42", "43", "44"]
