"""What comes along with a passage: each test puts one into an edited draft and reads what became of it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from lxml import etree

from documents.blocks import Footnote, Image
from documents.carrying_over import carry_over
from documents.reading import read_report
from documents.word_names import WORD
from tests.documents.edited_drafts import (
    AT,
    DRAFT,
    FIRST,
    HEADING,
    LATE,
    SECOND,
    THIRD,
    accepted,
    body_of,
    draft,
    edited,
    part,
    rejected,
)
from tests.documents.examples import audit_findings
from tests.documents.word_files import Parts, abstract, build, level, line, listing, numbered, style

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document
    from lxml.etree import _Element

SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p/></w:footnote>'
)
CITED = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
ITEMS = ("Tuyên truyền miệng ở các chi bộ", "Bản tin nội bộ hằng tháng", "Cụm pano ở trung tâm huyện")


def onto(base: bytes, theirs: bytes, new: bytes) -> bytes:
    content = carry_over(base, theirs, new, at=AT, reasons={}).content
    assert read_report(rejected(content)).blocks == read_report(theirs).blocks
    return content


def note(number: int, text: str) -> str:
    return f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'


def test_footnote_comes_along_as_a_new_one() -> None:
    own = Parts(footnotes=SEPARATORS + note(1, "Ghi chú của người biên tập."))
    late = Parts(footnotes=SEPARATORS + note(1, "Theo báo cáo số 21-BC/HU."))
    theirs = build(line(FIRST, CITED.format(1)) + line(SECOND), own)
    new = build(line(FIRST) + line(SECOND) + line(LATE, CITED.format(1)), late)

    content = onto(build(line(FIRST) + line(SECOND)), theirs, new)

    notes = [block.text for block in read_report(content).blocks if isinstance(block, Footnote)]
    assert notes == ["Ghi chú của người biên tập.", "Theo báo cáo số 21-BC/HU."]


def test_footnote_comes_along_into_a_file_without_any(tmp_path: Path) -> None:
    body = "".join(map(line, DRAFT)) + line(LATE, CITED.format(1))
    new = build(body, Parts(footnotes=SEPARATORS + note(1, "Theo báo cáo số 21.")))

    theirs = draft(*DRAFT)

    content = onto(build("".join(map(line, DRAFT))), theirs, new)

    assert accepted(content) == [*DRAFT, LATE, "Theo báo cáo số 21."]
    assert audit_findings(content, tmp_path / "onto.docx") == []


def test_item_put_into_a_list_is_counted_with_it() -> None:
    """The edited file calls the list by another number."""
    numbering = abstract(1, level(0, "decimal", "%1.")) + listing(1, 1) + listing(9, 1)
    base, new = (
        build("".join(numbered(item, is_bold=False) for item in items), Parts(numbering=numbering))
        for items in ((ITEMS[0], ITEMS[2]), ITEMS)
    )
    theirs = build(
        "".join(numbered(item, list_id=9, is_bold=False) for item in (ITEMS[0], ITEMS[2])), Parts(numbering=numbering)
    )

    assert accepted(onto(base, theirs, new)) == [f"{place}. {item}" for place, item in enumerate(ITEMS, start=1)]


def test_list_of_its_own_comes_along_with_its_numbers() -> None:
    numbering = abstract(1, level(0, "lowerLetter", "%1)")) + listing(4, 1)
    new = build(
        line(FIRST) + numbered(ITEMS[0], list_id=4, is_bold=False) + numbered(ITEMS[1], list_id=4, is_bold=False),
        Parts(numbering=numbering),
    )

    content = onto(build(line(FIRST)), build(line(FIRST)), new)

    assert accepted(content) == [FIRST, f"a) {ITEMS[0]}", f"b) {ITEMS[1]}"]


def test_style_is_found_by_name_and_brought_if_it_is_missing() -> None:
    base = build(line(FIRST, style="BT"), Parts(styles=style("BT", name="Body Text")))
    theirs = build(line(FIRST, style="Thanvan"), Parts(styles=style("Thanvan", name="body text")))
    new = build(
        line(FIRST, style="BT") + line(LATE, style="BT") + line(THIRD, style="Thanvan"),
        Parts(styles=style("BT", name="Body Text") + style("Thanvan", name="Quote", based_on="BT")),
    )

    content = onto(base, theirs, new)

    used = [one.get(f"{WORD}val") for one in body_of(content).iter(f"{WORD}pStyle")]
    assert used == ["Thanvan", "Thanvan", "ThanvanDD1"]
    assert re.search(r'styleId="ThanvanDD1".*basedOn w:val="Thanvan"', part(content, "word/styles.xml"))


def test_picture_comes_along_once(picture: bytes) -> None:
    def add(document: Document) -> None:
        document.add_picture(BytesIO(picture), width=Mm(30))
        document.add_paragraph(LATE)
        document.add_picture(BytesIO(picture), width=Mm(40))

    content = onto(draft(*DRAFT), draft(*DRAFT), edited(draft(*DRAFT), add))

    found = docx.Document(BytesIO(content))
    assert [found.part.related_parts[one].blob for one in found.element.body.xpath(".//a:blip/@r:embed")] == [
        picture
    ] * 2
    assert len({*found.element.body.xpath(".//wp:docPr/@id")}) == 2
    assert sum(isinstance(block, Image) for block in read_report(content).blocks) == 2


def test_picture_that_is_gone_is_struck_out(picture: bytes) -> None:
    base = edited(draft(*DRAFT), lambda document: document.add_picture(BytesIO(picture), width=Mm(30)))

    content = onto(base, base, draft(*DRAFT))

    assert accepted(content) == list(DRAFT)


def test_link_comes_along() -> None:
    def add(document: Document) -> None:
        paragraph: _Element = document.add_paragraph(LATE)._p
        target = document.part.relate_to("https://hanam.example/bao-cao", LINK, is_external=True)
        paragraph.append(etree.fromstring(LINKED.format(target)))

    content = onto(draft(*DRAFT), draft(*DRAFT), edited(draft(*DRAFT), add))

    found = docx.Document(BytesIO(content))
    (link,) = found.element.body.iter(f"{WORD}hyperlink")
    (target,) = link.attrib.values()
    assert found.part.rels[target].target_ref == "https://hanam.example/bao-cao"


LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
LINKED = (
    f'<w:hyperlink xmlns:w="{WORD[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:id="{}"><w:r><w:t> Xem thêm.</w:t></w:r></w:hyperlink>'
)


def commented(*spans: tuple[int, int, str], blocks: tuple[str, ...] = DRAFT) -> bytes:
    """From one paragraph to another, by their places, a comment that names the source."""

    def add(document: Document) -> None:
        for first, last, text in spans:
            runs = [document.paragraphs[first].runs[0], document.paragraphs[last].runs[-1]]
            document.add_comment(runs, text=text, author="Đôn đốc", initials="ĐĐ")

    return edited(draft(*blocks), add)


def comments(content: bytes) -> list[tuple[str, str]]:
    """Each comment with the text that it stands beside."""
    document = docx.Document(BytesIO(content))
    found = []
    for comment in document.comments:
        beside, is_open = [], False
        for one in document.element.body.iter(f"{WORD}commentRangeStart", f"{WORD}commentRangeEnd", f"{WORD}t"):
            if one.tag == f"{WORD}t":
                beside += [one.text] if is_open else []
            elif one.get(f"{WORD}id") == str(comment.comment_id):
                is_open = str(one.tag).endswith("Start")
        found.append((comment.text, "".join(beside)))
    return found


def test_comment_with_the_source_comes_along() -> None:
    new = commented((1, 1, "Nguồn: Lý Nhân"), (4, 4, "Nguồn: Kim Bảng"), blocks=(*DRAFT, LATE))

    content = onto(commented((1, 1, "Nguồn: Lý Nhân")), commented((1, 1, "Nguồn: Lý Nhân")), new)

    assert comments(content) == [("Nguồn: Lý Nhân", FIRST), ("Nguồn: Kim Bảng", LATE)]


def test_comment_over_several_blocks_is_set_beside_those_that_are_new() -> None:
    new = commented((1, 3, "Nguồn: Lý Nhân, bản 2"), blocks=(HEADING, FIRST, LATE, SECOND, THIRD))
    theirs = draft(*DRAFT)

    assert comments(onto(draft(*DRAFT), theirs, new)) == [("Nguồn: Lý Nhân, bản 2", LATE)]


def test_comment_goes_when_its_passage_is_not_accepted() -> None:
    new = commented((1, 2, "Nguồn: Kim Bảng"), blocks=(HEADING, LATE, LATE + " Tiếp.", FIRST, SECOND, THIRD))

    content = rejected(onto(draft(*DRAFT), draft(*DRAFT), new))

    assert not list(body_of(content).iter(f"{WORD}commentRangeStart", f"{WORD}commentReference"))


def test_source_that_changed_under_the_same_words_is_renewed() -> None:
    base, new = commented((1, 1, "Nguồn: Lý Nhân, bản 1")), commented((1, 1, "Nguồn: Lý Nhân, bản 2"))

    assert comments(onto(base, base, new)) == [("Nguồn: Lý Nhân, bản 2", FIRST)]


def test_comment_that_people_wrote_is_left_alone() -> None:
    base, new = commented((1, 1, "Nguồn: Lý Nhân, bản 1")), commented((1, 1, "Nguồn: Lý Nhân, bản 2"))
    theirs = commented((1, 1, "Đồng chí Nam xem lại số liệu này."))

    assert comments(onto(base, theirs, new)) == [("Đồng chí Nam xem lại số liệu này.", FIRST)]


def test_pages_turned_sideways_have_the_headers_of_those_around_them(tmp_path: Path) -> None:
    def turn(document: Document) -> None:
        for orientation in (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE):
            document.sections[-1].orientation = orientation
            document.add_paragraph(LATE)
            document.add_section()

    content = onto(draft(*DRAFT), draft(*DRAFT), edited(draft(*DRAFT), turn))

    sections = docx.Document(BytesIO(content)).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert [section.header.is_linked_to_previous for section in sections] == [False] * 3
    assert [section.different_first_page_header_footer for section in sections] == [True, False, True]
    assert audit_findings(content, tmp_path / "onto.docx") == []
