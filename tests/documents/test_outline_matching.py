from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.blocks import Block, Heading, Paragraph, Recognised, Report, Table
from documents.outline_matching import WORDS_OF_AN_OPENING, MatchedReport, Unplaced, match
from tests.documents.examples import OUTLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = {section.id: section.heading for section in OUTLINE.walk()}


def test_every_section_is_found_by_its_heading() -> None:
    headings = [Heading(section.level, section.heading, n) for n, section in enumerate(OUTLINE.walk())]

    matched = match(Report(tuple(headings)), OUTLINE)

    assert list(matched.sections) == [section.id for section in OUTLINE.walk()]
    assert matched.unplaced == ()


@pytest.mark.parametrize(
    "text",
    [
        "1. Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện",
        "1) CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO QUÁN TRIỆT VÀ TỔ CHỨC TRIỂN KHAI THỰC HIỆN.",
        "1 - Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thưc hiên",
        "1. Công tác lãnh đạo, chỉ đạo quán triệt",
        "1. Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện của cấp ủy",
        "Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện",
    ],
)
def test_heading_with_the_same_label_and_nearly_the_same_title_is_found(text: str) -> None:
    assert list(_match(Heading(2, text, 1)).sections) == ["I.1"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Công tác",
        "1. Công tác thu thuế và phí trên địa bàn xã trong năm qua",
        "3. Công tác dân vận",
    ],
)
def test_heading_with_another_title_is_listed_with_its_text(text: str) -> None:
    heading, body = Heading(2, text, 1), Paragraph("Nội dung", 2)

    matched = _match(heading, body)

    assert matched.sections == {}
    assert matched.unplaced == (Unplaced(heading, (body,)),)


def test_label_weighs_more_than_the_style() -> None:
    assert list(_match(Heading(1, TITLES["II.1.3"], 1)).sections) == ["II.1.3"]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (TITLES["I.1"], 1.0, 1.0),
        ("Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện", 0.9, 0.99),
        ("1. Lãnh đạo, chỉ đạo và quán triệt", 0.8, 0.99),
        ("3. Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện", 0.5, 0.8),
    ],
)
def test_confidence_is_full_for_the_very_heading_only(text: str, least: float, most: float) -> None:
    assert least <= _match(Heading(2, text, 1)).sections["I.1"].confidence <= most


def test_passages_are_all_up_to_the_next_heading() -> None:
    table = Table((("a",),), 3)

    matched = _match(
        Heading(1, TITLES["I"], 1),
        Heading(2, TITLES["I.1"], 2),
        table,
        Paragraph("Không.", 4),
        Heading(2, TITLES["I.2"], 5),
    )

    assert matched.sections["I.1"].blocks == (table, Paragraph("Không.", 4))
    assert [matched.answers(section) for section in ("I.1", "I.2", "II.2")] == [True, False, False]


def test_own_headings_below_an_undivided_section_stay_in_it() -> None:
    own = Heading(3, "a) Ưu điểm", 2)

    matched = _match(Heading(2, TITLES["II.2"], 1), own, Paragraph("Tốt.", 3))

    assert matched.sections["II.2"].blocks == (own, Paragraph("Tốt.", 3))
    assert matched.unplaced == ()


def test_own_headings_below_a_divided_section_are_unplaced() -> None:
    own, deeper = Heading(3, "1.9. Mục tự thêm", 2), Heading(4, "a) Mục con", 3)

    matched = _match(
        Heading(2, TITLES["II.1"], 1), own, deeper, Paragraph("Nội dung", 4), Heading(2, TITLES["II.2"], 5)
    )

    assert matched.unplaced == (Unplaced(own, (deeper, Paragraph("Nội dung", 4))),)


def test_second_heading_of_a_section_is_listed_with_its_text() -> None:
    first, second = (Heading(1, TITLES["IV"], position) for position in (1, 3))

    matched = _match(first, Paragraph("Một", 2), second, Paragraph("Hai", 4))

    assert matched.sections["IV"].blocks == (Paragraph("Một", 2),)
    assert matched.unplaced == (Unplaced(second, (Paragraph("Hai", 4),), claims="IV"),)


def test_of_two_headings_for_a_section_the_one_with_text_keeps_it() -> None:
    first, second = (Heading(1, TITLES["IV"], position) for position in (1, 2))

    matched = _match(first, second, Paragraph("Không.", 3))

    assert matched.sections["IV"].heading.position == 2


def test_section_that_says_it_goes_on_is_put_together_and_said_so() -> None:
    more = Heading(1, f"{TITLES['IV']} (tiếp theo)", 4)

    matched = _match(Heading(1, TITLES["IV"], 1), Paragraph("Một", 2), more, Paragraph("Hai", 5))

    assert matched.sections["IV"].blocks == (Paragraph("Một", 2), Paragraph("Hai", 5))
    assert matched.continued == (("IV", more),)


def test_letterhead_and_signature_are_no_content() -> None:
    head, close = Table((("HUYỆN ỦY", "ĐẢNG CỘNG SẢN"),), 1), Table((("Nơi nhận:\n- Lưu.", "BÍ THƯ"),), 5)

    matched = _match(head, Paragraph("BÁO CÁO", 2), Heading(1, TITLES["IV"], 3), Paragraph("Không.", 4), close)

    assert matched.opening == (head, Paragraph("BÁO CÁO", 2))
    assert matched.closing == (close,)
    assert matched.sections["IV"].blocks == (Paragraph("Không.", 4),)


def test_text_after_the_signature_is_listed() -> None:
    close, annex = Table((("Nơi nhận:", "BÍ THƯ"),), 3), Table((("Biểu số liệu",),), 4)

    matched = _match(Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2), close, annex)

    assert matched.unplaced == (Unplaced(None, (annex,)),)


def test_report_without_headings_is_listed_whole() -> None:
    matched = _match(Paragraph("Báo cáo ngắn", 1))

    assert (matched.opening, matched.unplaced) == ((), (Unplaced(None, (Paragraph("Báo cáo ngắn", 1),)),))


def test_long_text_before_the_first_heading_is_listed() -> None:
    long = Paragraph("chữ " * (WORDS_OF_AN_OPENING + 1), 1)

    matched = _match(long, Heading(1, TITLES["IV"], 2), Paragraph("Không.", 3))

    assert matched.unplaced == (Unplaced(None, (long,)),)


def test_title_that_runs_over_two_lines_is_read_as_one() -> None:
    first = Heading(2, "1. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO QUÁN TRIỆT", 1, Recognised.BOLD)
    second = Heading(2, "VÀ TỔ CHỨC TRIỂN KHAI THỰC HIỆN", 2, Recognised.BOLD)

    matched = _match(first, second, Paragraph("Tốt.", 3))

    passages = matched.sections["I.1"]
    assert (passages.heading.text, passages.confidence) == (f"{first.text} {second.text}", 1.0)
    assert passages.blocks == (Paragraph("Tốt.", 3),)


def test_lines_of_a_scan_that_go_on_with_the_title_are_no_answer() -> None:
    first, *rest = (
        "1. Công tác lãnh đạo, chỉ đạo quán triệt",
        "và tổ chức triển khai",
        "thực hiện",
        "Thực hiện nghiêm túc ở mọi chi bộ.",
    )

    matched = _match(Heading(2, first, 1), *(Paragraph(text, n) for n, text in enumerate(rest, start=2)))

    assert (
        matched.sections["I.1"].heading.text
        == "1. Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện"
    )
    assert matched.sections["I.1"].blocks == (Paragraph("Thực hiện nghiêm túc ở mọi chi bộ.", 4),)


def test_line_that_goes_on_from_the_one_above_is_no_title() -> None:
    """The subject of a report, over two lines of a scan, may share most words with a title of the outline."""
    title = TITLES["II.2"].removeprefix("2. ")
    above, going_on = Paragraph("về thực hiện Chỉ thị và", 1), Paragraph(title[:1].lower() + title[1:], 2)

    assert _match(above, going_on, Paragraph("Thực hiện Kế hoạch.", 3)).sections == {}
    assert set(_match(above, Paragraph(title, 2), Paragraph("Tốt.", 3)).sections) == {"II.2"}


def test_table_of_contents_in_plain_text_takes_no_section_away() -> None:
    listed = [Paragraph(f"{section.heading} ..... {n}", n) for n, section in enumerate(OUTLINE.walk(), start=1)]
    body = [Heading(section.level, section.heading, 20 + n) for n, section in enumerate(OUTLINE.walk())]

    matched = _match(*listed, *body)

    assert {passages.heading.position for passages in matched.sections.values()} == set(range(20, 20 + len(body)))
    assert matched.opening == tuple(listed)


def test_report_in_plain_lines_is_matched_by_number_and_title() -> None:
    """As a scan is read: nothing is bold."""
    lines = [TITLES["I"], TITLES["I.1"], "Đã ban hành văn bản.", TITLES["IV"], "Không.", "T/M BAN THƯỜNG VỤ", "BÍ THƯ"]

    matched = _match(*(Paragraph(line, n) for n, line in enumerate(lines, start=1)))

    assert {section: passages.blocks for section, passages in matched.sections.items()} == {
        "I": (),
        "I.1": (Paragraph("Đã ban hành văn bản.", 3),),
        "IV": (Paragraph("Không.", 5),),
    }
    assert [block.position for block in matched.closing] == [6, 7]


def test_items_of_a_list_are_text_of_their_section() -> None:
    items = [
        Heading(2, "1. Đề xuất, kiến nghị về kinh phí;", 2, Recognised.TYPED),
        Heading(2, "2. Đánh giá hằng năm;", 3, Recognised.TYPED),
    ]

    matched = _match(Heading(1, TITLES["IV"], 1), *items, Paragraph("Hết.", 4))

    assert matched.sections["IV"].blocks == (*items, Paragraph("Hết.", 4))
    assert matched.unplaced == ()


TEXTS = st.sampled_from(
    [
        *TITLES.values(),
        "Đánh giá",
        "1. Mục khác",
        "a) Ưu điểm",
        "V. Thêm",
        "Không.",
        "Nơi nhận:",
        "PHỤ LỤC",
        "(tiếp theo)",
        "",
        "…",
    ]
)
KINDS = st.sampled_from([*Recognised, None])


@given(st.lists(st.tuples(TEXTS, KINDS, st.integers(1, 4)), max_size=25), st.dictionaries(st.integers(0, 26), TEXTS))
def test_every_block_is_somewhere_once_whatever_the_report(
    lines: list[tuple[str, Recognised | None, int]], corrected: dict[int, str]
) -> None:
    blocks = [
        Paragraph(text, place) if kind is None else Heading(level, text, place, kind)
        for place, (text, kind, level) in enumerate(lines, start=1)
    ]
    ids: dict[str, str] = {title: section for section, title in TITLES.items()}
    corrections = {place: ids.get(text) for place, text in corrected.items()}

    matched = match(Report(tuple(blocks)), OUTLINE, corrections=corrections)

    assert Counter(_laid(matched)) == Counter(block.position for block in blocks)
    assert all(0.5 <= passages.confidence <= 1 for passages in matched.sections.values())


def _laid(matched: MatchedReport) -> Iterator[int]:
    """The positions of all blocks; lines joined to one title count each."""
    headings = [passages.heading for passages in matched.sections.values()]
    headings += [unplaced.heading for unplaced in matched.unplaced if unplaced.heading is not None]
    headings += [heading for _, heading in matched.continued]
    yield from (heading.position for heading in headings)
    bodies = [passages.blocks for passages in matched.sections.values()] + [one.blocks for one in matched.unplaced]
    yield from (block.position for body in (*bodies, matched.opening, matched.closing) for block in body)


def _match(*blocks: Block) -> MatchedReport:
    return match(Report(blocks), OUTLINE)
