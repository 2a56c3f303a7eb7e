from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from documents.blocks import Heading, Paragraph
from documents.heading_labels import split_label
from tests.documents.examples import STYLES
from tests.documents.word_files import (
    Parts,
    abstract,
    blocks,
    bold,
    headings,
    level,
    line,
    listing,
    numbered,
    run,
    style,
    texts,
)

_LIST = abstract(0, level(0, "upperRoman", "%1-"), level(1, "decimal", "%2."), level(2, "decimal", "%2.%3."))
PARTY = Parts(numbering=_LIST + listing(1, 0))
BUILT_IN = Parts(styles=STYLES[STYLES.index(">") + 1 : STYLES.rindex("</")])
CENTRED = '<w:jc w:val="center"/>'


def test_bold_paragraphs_with_typed_labels_are_headings_at_the_level_of_their_shape() -> None:
    body = "".join(
        line(bold(text))
        for text in (
            "I- Tình hình",
            "1. Công tác",
            "1.1. Kết quả",
            "a) Ưu điểm",
            "b) Hạn chế",
            "2. Đánh giá",
            "a) Chung",
        )
    )

    assert headings(body) == [
        (1, "I- Tình hình", "bold"),
        (2, "1. Công tác", "bold"),
        (3, "1.1. Kết quả", "bold"),
        (4, "a) Ưu điểm", "bold"),
        (4, "b) Hạn chế", "bold"),
        (2, "2. Đánh giá", "bold"),
        (3, "a) Chung", "bold"),
    ]


def test_automatic_numbers_stand_in_the_text_of_headings() -> None:
    body = numbered("Tình hình") + numbered("Công tác", level=1) + numbered("Kết quả", level=2)

    assert headings(body, PARTY) == [
        (1, "I- Tình hình", "numbering"),
        (2, "1. Công tác", "numbering"),
        (3, "1.1. Kết quả", "numbering"),
    ]


def test_numbered_heading_that_is_not_bold_is_sure_only_where_lists_are_not_numbered_so() -> None:
    body = "".join(numbered(f"Đánh giá {word}", level=at, is_bold=False) for at, word in enumerate("abc"))

    assert [sign for _, _, sign in headings(body, PARTY)] == ["numbering", "typed", "numbering"]


def test_style_counts_more_than_the_outline_level_that_it_states_itself() -> None:
    body = line("Một", style="Heading1") + line("Hai", style="Muc") + line("Ba", properties='<w:outlineLvl w:val="2"/>')

    assert headings(body, BUILT_IN) == [(1, "Một", "style"), (2, "Hai", "outline_level"), (3, "Ba", "outline_level")]


def test_numbered_list_in_the_text_stays_text() -> None:
    sentences = ["1. Tổ chức 12 hội nghị tuyên truyền cho nhân dân.", "2. Mở 03 lớp tập huấn;", "a) Không."]

    assert blocks("".join(map(line, sentences))) == tuple(
        Paragraph(text, position) for position, text in enumerate(sentences, start=1)
    )


def test_short_title_behind_a_plain_label_is_a_candidate() -> None:
    body = line("I. TÌNH HÌNH CHUNG") + line("1. Đánh giá chung") + line("a) Ưu điểm")

    assert headings(body) == [
        (1, "I. TÌNH HÌNH CHUNG", "typed"),
        (2, "1. Đánh giá chung", "typed"),
        (3, "a) Ưu điểm", "typed"),
    ]


@pytest.mark.parametrize(
    ("runs", "title", "rest"),
    [
        ((bold("1.1. Tiêu đề:"), run(" nội dung tiếp theo.")), "1.1. Tiêu đề:", "nội dung tiếp theo."),
        ((bold("1.1. Tiêu đề"), run(": nội dung tiếp theo.")), "1.1. Tiêu đề:", "nội dung tiếp theo."),
        ((bold("1.1. Tiêu đề. "), run("Nội dung.")), "1.1. Tiêu đề.", "Nội dung."),
        ((bold("1.1. Tiêu đề"), "<w:r><w:br/></w:r>", run("Nội dung.")), "1.1. Tiêu đề", "Nội dung."),
    ],
)
def test_bold_lead_of_a_paragraph_is_a_heading_and_its_text_runs_on(
    runs: tuple[str, ...], title: str, rest: str
) -> None:
    assert blocks(line(*runs)) == (Heading(3, title, 1), Paragraph(rest, 1))


def test_first_words_in_bold_for_their_weight_are_no_heading() -> None:
    assert blocks(line(bold("1. Tổ chức"), run(" 12 hội nghị."))) == (Paragraph("1. Tổ chức 12 hội nghị.", 1),)


def test_number_left_plain_before_a_bold_title_is_part_of_the_heading() -> None:
    assert headings(line(run("1. "), bold("Đánh giá chung"))) == [(2, "1. Đánh giá chung", "bold")]


def test_numbered_lead_runs_on_too() -> None:
    listed = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'

    found = blocks(line(bold("Ưu điểm:"), run(" có nhiều."), properties=listed), PARTY)

    assert found == (Heading(2, "1. Ưu điểm:", 1), Paragraph("có nhiều.", 1))


@pytest.mark.parametrize("properties", ["", CENTRED])
def test_part_is_joined_with_its_title_on_the_next_line(properties: str) -> None:
    write = run if properties else bold
    body = line(write("PHẦN THỨ NHẤT"), properties=properties) + line(write("Tình hình chung"), properties=properties)

    (heading,) = [block for block in blocks(body) if isinstance(block, Heading)]

    assert (heading.level, heading.text, heading.position) == (1, "PHẦN THỨ NHẤT Tình hình chung", 1)


def test_label_alone_is_joined_with_a_bold_title_only() -> None:
    assert headings(line(bold("I.")) + line(bold("Phương hướng"))) == [(1, "I. Phương hướng", "bold")]
    assert texts(line(bold("I.")) + line("Xã đã làm.")) == ["I.", "Xã đã làm."]
    assert texts(line(bold("I.")) + line(bold("1. Công tác"))) == ["I.", "1. Công tác"]


def test_label_and_title_in_heading_styles_are_joined() -> None:
    body = line("I.", style="Heading1") + line("Phương hướng", style="Heading1")

    assert headings(body, BUILT_IN) == [(1, "I. Phương hướng", "style")]


def test_bold_is_told_from_style_chain_defaults_and_toggles() -> None:
    styles = "<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>" + "".join(
        [
            style("Dam", inner="<w:rPr><w:b/></w:rPr>"),
            style("DamNho", based_on="Dam"),
            style("Nhat", based_on="Dam", inner='<w:rPr><w:b w:val="0"/></w:rPr>'),
            style("Chu", kind="character", inner="<w:rPr><w:b/></w:rPr>"),
        ]
    )
    strong = '<w:rStyle w:val="Chu"/>'
    ways = {
        "DamNho": run("1. Tổ chức 5 lớp"),
        "Nhat": run("2. Tổ chức 5 lớp"),
        "": run("3. Tổ chức 5 lớp", strong),
        "Dam": run("4. Tổ chức 5 lớp", strong),
    }

    found = headings("".join(line(one, style=name) for name, one in ways.items()), Parts(styles=styles))

    assert [text for _, text, _ in found] == ["1. Tổ chức 5 lớp", "3. Tổ chức 5 lớp"]


def test_bold_by_default_of_the_document_counts() -> None:
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>"

    assert headings(line("1. Tổ chức 5 lớp"), Parts(styles=defaults)) == [(2, "1. Tổ chức 5 lớp", "bold")]


def test_signature_dates_and_numbers_in_bold_are_no_headings() -> None:
    lines = ["T/M BAN THƯỜNG VỤ", "20/8/2022 là hạn", "07-CT/TW", "BÁO CÁO", "Số 05-BC/ĐU", "- 3 -", "12.500 người"]

    assert headings("".join(line(bold(text)) for text in lines)) == []


def test_contents_typed_by_hand_is_text_and_no_heading() -> None:
    lines = ["MỤC LỤC", "I. Tình hình ............ 2", "II. Kết quả\t5"]
    body = line(bold(lines[0]), style="Heading1") + "".join(line(bold(text)) for text in lines[1:])

    assert headings(body, BUILT_IN) == []
    assert texts(body, BUILT_IN) == ["MỤC LỤC", "I. Tình hình ............ 2", "II. Kết quả 5"]


def test_label_of_a_heading_is_what_the_outline_compares() -> None:
    assert split_label(headings(numbered("A", level=2), PARTY)[0][1]) == ("1.1", "A")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_decomposed_letters_are_the_same_heading(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "1. Đánh giá chung:")
    rest = unicodedata.normalize(form, " xã tổ chức tốt.")

    assert blocks(line(bold(text), run(rest))) == (Heading(2, "1. Đánh giá chung:", 1), Paragraph("xã tổ chức tốt.", 1))
