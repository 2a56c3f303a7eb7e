from __future__ import annotations

from documents.blocks import Footnote, Heading, Image, Paragraph, Table
from documents.traced_blocks import placed_sentences, words_at
from domain.traces import Place

BLOCKS = (
    Heading(1, "1. Kết quả", 3),
    Paragraph("Đã mở 12 lớp. Có 340 lượt người dự.", 3),
    Footnote(1, "Số liệu đến 30/6/2022.", 3),
    Paragraph("Chữ trong khung.", 3),
    Image(4, "Ảnh hội nghị"),
    Table((("TT", "Nội dung"), ("1", "Loa. Đài.")), 5),
)


def test_every_sentence_stands_at_the_place_of_its_words() -> None:
    placed = list(placed_sentences(BLOCKS))

    assert [one.text for one in placed] == [
        "1. Kết quả",
        "Đã mở 12 lớp.",
        "Có 340 lượt người dự.",
        "Số liệu đến 30/6/2022.",
        "Chữ trong khung.",
        "TT",
        "Nội dung",
        "1",
        "Loa.",
        "Đài.",
    ]
    assert all(words_at(BLOCKS, one.place) == one.text for one in placed)


def test_texts_at_one_position_are_counted_as_its_parts() -> None:
    places = [one.place for one in placed_sentences(BLOCKS) if one.place.paragraph == 3]

    assert [(place.part, place.note) for place in places] == [(0, None), (1, None), (1, None), (0, 1), (2, None)]


def test_place_outside_the_report_has_no_words() -> None:
    assert words_at(BLOCKS, Place(3, 0, 500)) is None
    assert words_at(BLOCKS, Place(9, 0, 1)) is None
    assert words_at(BLOCKS, Place(5, 0, 1, row=7, column=0)) is None
    assert words_at(BLOCKS, Place(3, 0, 1, note=9)) is None
