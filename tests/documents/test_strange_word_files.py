"""Files that no program should write, and some that it may: each is read, or refused with the way out."""

from __future__ import annotations

from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks import Heading, Paragraph
from documents.package import UnreadableReport
from documents.reading import read_report
from tests.documents.examples import WORD, paragraph, word_file
from tests.documents.word_files import (
    MACROS,
    TEMPLATE,
    Parts,
    abstract,
    blocks,
    bold,
    build,
    level,
    line,
    listing,
    numbered,
    replaced,
    style,
    texts,
)

_TABLE = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
_CONTROL = ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")
_INSERTION = ("<w:ins>", "</w:ins>")


def _nested(around: tuple[str, str], times: int, inner: str) -> str:
    return around[0] * times + inner + around[1] * times


@pytest.mark.parametrize("around", [_TABLE, _CONTROL])
def test_ten_thousand_levels_are_refused_with_the_way_out(around: tuple[str, str]) -> None:
    with pytest.raises(UnreadableReport, match="lồng vào nhau") as refusal:
        read_report(build(_nested(around, 10_000, line("đáy"))))

    assert "Đề nghị" in str(refusal.value)


@pytest.mark.parametrize(("around", "times"), [(_TABLE, 80), (_CONTROL, 120), (_INSERTION, 240)])
def test_as_many_levels_as_the_parser_takes_are_read(around: tuple[str, str], times: int) -> None:
    assert texts(_nested(around, times, line("đáy")) + line("sau")) == ["đáy", "sau"]


def test_text_boxes_within_text_boxes_are_read_to_the_bottom() -> None:
    around = (
        f"<w:p>{line('x')[5:-6]}<w:r><w:pict><v:textbox><w:txbxContent>",
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    )

    assert texts(_nested(around, 40, line("đáy"))) == ["x"] * 40 + ["đáy"]


def test_strict_form_of_the_standard_is_read_like_the_usual_one() -> None:
    parts = Parts(
        styles=style("Heading1", name="heading 1"),
        numbering=abstract(0, level(0, "decimal", "%1.")) + listing(1, 0),
    )
    body = line("Tình hình", style="Heading1") + numbered("Công tác") + line("Không.")
    usual = build(body, parts)

    strict = replaced(
        usual,
        word=(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        office=(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        drawing=("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
    )

    assert b"purl" not in usual
    assert (
        read_report(strict).blocks
        == read_report(usual).blocks
        == (
            Heading(1, "Tình hình", 1),
            Heading(2, "1. Công tác", 2),
            Paragraph("Không.", 3),
        )
    )


@pytest.mark.parametrize("main_type", [MACROS, TEMPLATE])
def test_file_with_macros_and_a_template_are_read_as_text(main_type: str) -> None:
    assert texts(line("Không."), Parts(main_type=main_type)) == ["Không."]


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:pPr><w:pStyle/><w:outlineLvl w:val="x"/><w:jc/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>',
        "<w:p><w:p><w:r><w:t>x</w:t></w:r></w:p></w:p>",
        "<w:r><w:t>x</w:t></w:r>",
        "<w:tbl><w:r><w:t>x</w:t></w:r></w:tbl>",
        "<w:tbl><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tbl>",
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-3"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
        "<w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>",
        '<w:p><w:r><w:rPr><w:rStyle w:val="?"/><w:b w:val="maybe"/></w:rPr><w:t>x</w:t></w:r></w:p>',
        "<w:p><w:r><w:t>x</w:t><w:footnoteReference/><w:endnoteReference w:id='y'/></w:r></w:p>",
        "<w:p><w:hyperlink w:anchor='_Toc'/><w:r><w:t>x</w:t></w:r></w:p>",
        "<w:p><w:r><w:del/><w:t>x</w:t></w:r></w:p>",
        "<mc:AlternateContent/><w:p><w:r><w:t>x</w:t></w:r></w:p>",
        "<w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent>",
    ],
)
def test_weird_xml_loses_no_text(body: str) -> None:
    assert texts(body) == ["x"]


def test_styles_based_on_each_other_are_no_endless_way() -> None:
    styles = style("A", based_on="B") + style("B", based_on="A")

    assert texts(line("x", style="A"), Parts(styles=styles)) == ["x"]


def test_relationship_that_leads_to_nothing_is_a_part_that_is_not_there() -> None:
    content = replaced(
        build(line("x"), Parts(styles=style("A"))), target=('Target="styles.xml"', 'Target="../../../etc/x"')
    )

    assert read_report(content).blocks == (Paragraph("x", 1),)


def test_file_of_python_docx_is_read_with_its_built_in_styles(tmp_path_factory: pytest.TempPathFactory) -> None:
    document = docx.Document()
    document.add_heading("I- Tình hình", level=1)
    document.add_paragraph("Xã có 12 đài.", style="List Number")
    document.add_paragraph("Loa tốt.", style="List Bullet")
    path = tmp_path_factory.mktemp("docx") / "a.docx"
    document.save(str(path))

    assert read_report(path.read_bytes()).blocks == (
        Heading(1, "I- Tình hình", 1),
        Paragraph("1. Xã có 12 đài.", 2),
        Paragraph("Loa tốt.", 3),
    )


_NAMES = ("p", "tbl", "tr", "tc", "r", "sdt", "sdtContent", "ins", "del", "moveFrom", "pPr", "rPr", "trPr", "tcPr",
    "numPr", "txbxContent", "hyperlink", "smartTag")  # fmt: skip
_LEAVES = st.sampled_from(
    [
        *(
            f'<w:{name} w:val="{value}"/>'
            for name in ("pStyle", "b", "ilvl", "numId", "outlineLvl", "gridSpan")
            for value in "1x"
        ),
        *(f"<w:{name}/>" for name in ("tab", "br", "cellDel", "del", "gridBefore", "vanish", "altChunk", "rPrChange")),
        *(f"<w:t>{text}</w:t>" for text in ("I- Một", "1.", "a) hai: ", "PHẦN THỨ HAI", "Không.", "....3")),
        "<mc:AlternateContent/>",
        "<w:footnoteReference w:id='1'/>",
    ]
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.tuples(st.sampled_from(_NAMES), st.lists(inner, max_size=5)).map(
        lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"
    ),
    max_leaves=30,
)
_PARTS = Parts(
    styles=style("1", inner='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr>'),
    numbering=abstract(0, level(0, "upperRoman", "%1-"), level(1, "decimal", "%2.")) + listing(1, 0),
    footnotes=f'<w:footnote w:id="1">{line("chú thích")}</w:footnote>',
)


@settings(max_examples=200)
@given(st.lists(_TREES, max_size=6).map("".join))
def test_any_tree_of_known_elements_is_read_in_order(body: str) -> None:
    found = blocks(body, _PARTS)

    assert all(one.position <= two.position for one, two in pairwise(found))
    assert all(block.level >= 1 and block.text for block in found if isinstance(block, Heading))


_INLINE = st.sampled_from(["<w:ins>", "<w:smartTag>", "<w:hyperlink>", "<w:sdt><w:sdtContent>", ""])


@given(
    st.lists(
        st.tuples(_INLINE, st.sampled_from(["I- Tình", "1.", "hình: ", "12 lớp;", "A"]), st.booleans()), min_size=1
    )
)
def test_every_word_of_a_paragraph_is_in_its_blocks_once(pieces: list[tuple[str, str, bool]]) -> None:
    closing = {"<w:sdt><w:sdtContent>": "</w:sdtContent></w:sdt>", "": ""}
    runs = [
        f"{around}{bold(text) if is_bold else f'<w:r><w:t>{text}</w:t></w:r>'}{closing.get(around, around.replace('<', '</'))}"
        for around, text, is_bold in pieces
    ]

    found = blocks(f"<w:p>{''.join(runs)}</w:p>")

    written = "".join(text for _, text, _ in pieces)
    assert "".join("".join(block.text.split()) for block in found if isinstance(block, Heading | Paragraph)) == "".join(
        written.split()
    )


@pytest.mark.parametrize("form", ["\u0042\u00e1\u006f", "\u0042\u0061\u0301\u006f"])
def test_letters_and_their_marks_are_composed(form: str) -> None:
    assert read_report(word_file(paragraph(form))).blocks == (Paragraph("Báo", 1),)
