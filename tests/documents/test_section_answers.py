from __future__ import annotations

import unicodedata

import pytest

from documents.blocks import Footnote, Heading, Image, Paragraph, Table
from documents.section_answers import is_nothing, state_of, without_hints, without_idle_hints, words_of
from domain.outline_check import SectionState

FOUND, NONE, EMPTY = SectionState.FOUND, SectionState.NONE, SectionState.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "Không.",
        "không",
        "- Không./.",
        "Không có.",
        "Không có ý kiến.",
        "Không có ý kiến, kiến nghị gì.",
        "Không có đề xuất, kiến nghị gì thêm.",
        "Không phát sinh.",
        "Đơn vị không có nội dung này.",
        "Chưa phát sinh.",
        "Không có kiến nghị đối với cấp trên.",
        "4/4 đơn vị (Hợp Lý, Nguyên Lý, Chính Lý, Chân Lý) trả lời: Không.",
        unicodedata.normalize("NFD", "Không có vướng mắc."),
    ],
)
def test_answer_of_nothing_is_known_in_all_its_forms(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Có.",
        "Không ngừng đổi mới nội dung tuyên truyền.",
        "Không có đơn vị nào vi phạm quy chế hoạt động thông tin cơ sở.",
        "Không có. Tuy nhiên đề nghị tỉnh bố trí thêm kinh phí.",
        "Không gian mạng là kênh mới.",
        "Chưa",
    ],
)
def test_sentence_that_begins_with_the_same_word_is_no_answer_of_nothing(text: str) -> None:
    assert not is_nothing(text)


def test_words_of_a_draft_that_a_unit_sent_on_answer_nothing() -> None:
    blocks = (Paragraph("Chưa có nội dung.", 1), Paragraph("Huyện ủy Lý Nhân trân trọng báo cáo./.", 2))

    assert state_of(without_hints(blocks, ())) is EMPTY
    assert without_idle_hints(blocks, ()) == ()


def test_words_are_those_of_paragraphs_tables_and_footnotes_but_no_dots() -> None:
    blocks = (
        Paragraph("Đã ban hành 05 văn bản – theo Chỉ thị số 07-CT/TW ……", 1),
        Table((("Loa", "1.350"), ("-", "")), 2),
        Footnote(1, "Số liệu đến 2021.", 2),
        Heading(3, "a) Ưu điểm", 3),
        Image(4, "Ảnh hội nghị"),
    )

    assert words_of(blocks) == 11 + 2 + 4 + 3


def test_state_tells_text_from_nothing_and_from_emptiness() -> None:
    own = Heading(3, "a) Ưu điểm", 1)

    assert state_of((own, Paragraph("Tốt.", 2))) is FOUND
    assert state_of((own, Paragraph("Không.", 2), Paragraph("Không có.", 3))) is NONE
    assert state_of((own, Paragraph("Không.", 2), Paragraph("Tốt.", 3))) is FOUND
    assert state_of((own,)) is EMPTY
    assert state_of((Image(1),)) is FOUND
    assert state_of(()) is EMPTY


def test_hints_copied_and_dots_to_be_filled_in_say_nothing() -> None:
    hints = ("Ưu điểm.", "Hạn chế, khó khăn, vướng mắc.")
    copied = Paragraph("- Ưu điểm;\n- Hạn chế, khó khăn, vướng mắc.", 1)
    own = Paragraph("- Ưu điểm: nhân dân đồng tình.", 3)

    assert without_hints((copied, Paragraph("………………", 2), own), hints) == (own,)


def test_hint_with_an_answer_below_it_is_kept_as_its_label() -> None:
    hints = ("Ưu điểm.", "Hạn chế, khó khăn, vướng mắc.", "Bài học kinh nghiệm.")
    label, answer = Paragraph("Ưu điểm.", 1), Paragraph("Nhân dân đồng tình.", 2)
    idle = (Paragraph("Hạn chế, khó khăn, vướng mắc.", 3), Paragraph("Bài học kinh nghiệm.", 4))

    assert without_idle_hints((label, answer, *idle), hints) == (label, answer)
    assert without_idle_hints(idle, hints) == ()
    assert without_idle_hints((), hints) == ()
