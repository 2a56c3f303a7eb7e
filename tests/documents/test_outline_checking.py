from __future__ import annotations

from dataclasses import replace

import pytest

from documents.blocks import Block, Heading, Paragraph, Recognised, Report
from documents.outline_checking import check_outline
from domain.outline_check import OutlineCheck, SectionState
from domain.units import Unit
from tests.documents.examples import OUTLINE
from tests.small_plan import PLAN

FOUND, NONE, EMPTY, MISSING, NOT_OWED = SectionState
TITLES = {section.id: section.heading for section in OUTLINE.walk()}
TINY = replace(PLAN, outline=OUTLINE)
UNIT = Unit("HU1", "Huyện ủy Lý Nhân", "district", "TT")


def check(*blocks: Block, corrections: dict[int, str | None] | None = None, duty: str = "district") -> OutlineCheck:
    return check_outline(Report(blocks), TINY, UNIT, TINY.duty(duty), corrections=corrections or {})


def states(found: OutlineCheck) -> dict[str, SectionState]:
    return {one.number: one.state for one in found.sections}


def heading(section: str, position: int) -> Heading:
    level = next(one.level for one in OUTLINE.walk() if one.id == section)
    return Heading(level, TITLES[section], position)


def test_every_leaf_has_one_of_five_states() -> None:
    found = check(
        heading("I", 1),
        heading("I.1", 2),
        Paragraph("Đã ban hành 05 văn bản.", 3),
        heading("I.2", 4),
        Paragraph("Không.", 5),
        heading("II", 6),
        heading("II.2", 7),
        Paragraph("………", 8),
    )

    assert states(found) == {
        "I.1": FOUND, "I.2": NONE, "II.1.3": MISSING, "II.1.4": NOT_OWED, "II.2": EMPTY, "IV": MISSING,
    }  # fmt: skip
    assert not found.is_complete


def test_a_section_found_is_shown_with_heading_place_and_words() -> None:
    first = check(Paragraph("BÁO CÁO", 1), heading("IV", 2), Paragraph("Đề nghị hỗ trợ kinh phí.", 3)).sections[-1]

    assert (first.heading, first.position, first.words, first.confidence) == ("IV- Đề xuất, kiến nghị", 2, 6, 1.0)


def test_a_section_written_but_not_owed_says_so_with_its_words() -> None:
    found = check(heading("II", 1), heading("II.1", 2), heading("II.1.4", 3), Paragraph("Có chuyên mục.", 4))

    section = next(one for one in found.sections if one.number == "II.1.4")
    assert (section.state, section.words, section.position) == (NOT_OWED, 3, 3)


def test_a_duty_that_names_its_sections_owes_no_other() -> None:
    duty = replace(TINY.duty("district"), sections=("II.1.4",))

    found = check_outline(Report((heading("II.1.4", 1), Paragraph("Có.", 2))), TINY, UNIT, duty)

    assert [one.number for one in found.sections if one.state is not NOT_OWED] == ["II.1.4"]
    assert found.is_complete


def test_hints_of_the_outline_are_no_answer() -> None:
    hinted = replace(
        OUTLINE, sections=tuple(replace(one, hints=("Với Trung ương, với tỉnh.",)) for one in OUTLINE.sections)
    )
    report = Report((heading("IV", 1), Paragraph("- Với Trung ương, với tỉnh;", 2)))

    found = check_outline(report, replace(TINY, outline=hinted), UNIT, TINY.duty("district"))

    assert (found.sections[-1].state, found.sections[-1].words) == (EMPTY, 0)


def test_headings_that_match_nothing_are_listed_but_own_subheadings_are_not() -> None:
    found = check(
        heading("II", 1),
        heading("II.2", 2),
        Heading(2, "a) Ưu điểm", 3, Recognised.BOLD),
        Paragraph("Tốt.", 4),
        Heading(1, "V- Công tác thi đua, khen thưởng", 5, Recognised.BOLD),
        Paragraph("Khá.", 6),
    )

    assert found.extra_headings == ("V- Công tác thi đua, khen thưởng",)
    assert states(found)["II.2"] is FOUND


def test_text_written_under_the_chapter_alone_is_said_so() -> None:
    found = check(heading("II", 1), heading("II.1", 2), Paragraph("Đã đầu tư 12 cụm loa.", 3), heading("II.2", 4))

    assert states(found)["II.1.3"] is MISSING
    assert [(one.code, one.where) for one in found.findings] == [("text_under_parent", "mục II.1, đoạn 2")]
    assert "II.1.3" in found.findings[0].text


def test_a_second_heading_for_a_section_is_flagged() -> None:
    found = check(heading("IV", 1), Paragraph("Không.", 2), heading("IV", 3), Paragraph("Thêm kinh phí.", 4))

    assert states(found)["IV"] is NONE
    assert [one.code for one in found.findings] == ["repeated_heading"]
    assert found.extra_headings == (TITLES["IV"],)


def test_a_persons_correction_stands_over_the_matching() -> None:
    blocks = (heading("IV", 1), Paragraph("Không.", 2), Heading(1, "Ý kiến khác", 3), Paragraph("Thêm kinh phí.", 4))

    found = check(*blocks, corrections={1: None, 3: "IV"})

    last = found.sections[-1]
    assert (last.state, last.position, last.confidence, last.is_corrected) == (FOUND, 3, 1.0, True)
    assert found.extra_headings == (TITLES["IV"],)


def test_a_correction_may_make_a_heading_of_a_plain_line() -> None:
    blocks = (
        heading("IV", 1),
        Paragraph("Thêm kinh phí.", 2),
        Paragraph("Đánh giá của chúng tôi", 3),
        Paragraph("Tốt.", 4),
    )

    found = check(*blocks, corrections={3: "II.2"})

    assert (states(found)["II.2"], states(found)["IV"]) == (FOUND, FOUND)


@pytest.mark.parametrize("corrections", [{99: "IV"}, {1: "IX"}, {2: "IV"}])
def test_a_correction_that_points_nowhere_changes_no_other_section(corrections: dict[int, str | None]) -> None:
    found = check(heading("I", 1), heading("I.1", 2), Paragraph("Tốt.", 3), corrections=corrections)

    assert {one.number for one in found.sections} == {leaf.id for leaf in OUTLINE.leaves()}
