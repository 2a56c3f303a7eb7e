from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Report, Table
from documents.consolidated_report import NOTHING_YET, ConsolidatedReport, ReceivedReport, write_consolidated_report
from documents.outline_matching import match
from documents.reading import read_report
from domain.outline import ANSWER_HERE
from tests.documents.examples import LETTERHEAD, OUTLINE, SIGNATURE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

TITLES = {section.id: section.heading for section in OUTLINE.walk()}


def test_consolidated_report_has_every_section_of_the_outline() -> None:
    blocks = _written(_received("Xã A", Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2)))

    headings = [(block.level, block.text) for block in blocks if isinstance(block, Heading)]

    assert headings[: len(TITLES)] == [(section.level, section.heading) for section in OUTLINE.walk()]


def test_passages_stand_under_the_name_of_their_unit() -> None:
    table = Table((("TT", "Nội dung"), ("1", "Loa")), 3)

    blocks = _written(
        _received("Xã A", Heading(2, TITLES["II.2"], 1), Paragraph("Tốt.", 2), table),
        _received("Xã B", Heading(2, TITLES["II.2"], 1), Heading(3, "a) Ưu điểm", 2), Paragraph("Khá.", 3)),
    )

    assert _below(blocks, "II.2") == ["Xã A:", "Tốt.", table.rows, "Xã B:", "a) Ưu điểm", "Khá."]


def test_section_without_text_says_so_where_text_is_due() -> None:
    blocks = _written(_received("Xã A", Heading(2, TITLES["I.1"], 1)))

    assert _below(blocks, "I.1") == [NOTHING_YET]
    assert _below(blocks, "I") == []


def test_hints_that_a_unit_left_in_its_form_are_nobodys_words() -> None:
    blocks = _written(
        _received("Xã A", Heading(2, TITLES["II.2"], 1), Paragraph(ANSWER_HERE, 2)),
        _received("Xã B", Heading(2, TITLES["II.2"], 1), Paragraph("Khá.", 2), Paragraph(ANSWER_HERE, 3)),
    )

    assert _below(blocks, "II.2") == ["Xã B:", "Khá."]


def test_report_opens_with_the_plan_and_ends_as_documents_end() -> None:
    texts = _texts(_written(_received("Xã A", Paragraph("x", 1))))

    opening = "Thực hiện Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy, Ban Tuyên giáo Tỉnh ủy báo cáo như sau:"
    assert texts[4] == opening
    assert "Ban Tuyên giáo Tỉnh ủy trân trọng báo cáo./." in texts


def test_passage_that_ended_its_own_report_does_not_end_this_one() -> None:
    blocks = _written(
        _received("Xã A", Heading(2, TITLES["II.2"], 1), Paragraph("Không./.", 2)),
        _received("Xã B", Heading(2, TITLES["II.2"], 1), Paragraph("Mục 1./. nêu ở trên", 2)),
    )

    assert _below(blocks, "II.2") == ["Xã A:", "Không.", "Xã B:", "Mục 1./. nêu ở trên"]


def test_table_keeps_the_columns_that_its_unit_centred() -> None:
    table = Table((("TT", "Nội dung", "Số"), ("1", "Loa", "12")), 3, frozenset({0, 2}))

    (merged,) = (
        block
        for block in _written(_received("Xã A", Heading(2, TITLES["II.2"], 1), table))
        if isinstance(block, Table) and block.rows == table.rows
    )

    assert merged.centred == {0, 2}


def test_coverage_counts_and_names_the_missing() -> None:
    blocks = _written(_received("Xã A", Paragraph("x", 1)), missing=("Xã B", "Xã C"))

    assert _texts(blocks)[5] == "Báo cáo này tổng hợp từ báo cáo của 1/3 đơn vị. Chưa tổng hợp 02 đơn vị: Xã B; Xã C."


def test_coverage_of_all_says_so() -> None:
    blocks = _written(_received("Xã A", Paragraph("x", 1)))

    assert _texts(blocks)[5] == "Báo cáo này tổng hợp từ báo cáo của 1/1 đơn vị. Tất cả các đơn vị đã có báo cáo."


def test_annex_lists_every_input() -> None:
    answer = (Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2))
    blocks = _written(_received("Xã A", *answer, number="05-BC/ĐU"), _received("Xã B", *answer))

    assert "PHỤ LỤC Danh sách báo cáo được tổng hợp" in _texts(blocks)
    annex = [block.rows for block in blocks if isinstance(block, Table)][-1]
    assert annex[0][-1] == "12 ký tự đầu mã SHA-256"
    assert annex[1:] == (
        ("1", "Xã A", "05-BC/ĐU", "18/7/2022", "abcdef012345"),
        ("2", "Xã B", "không ghi số", "18/7/2022", "abcdef012345"),
    )


def test_text_without_a_section_stands_in_an_annex_under_its_unit() -> None:
    stray = Heading(1, "V- Mục tự thêm", 3)

    blocks = _written(
        _received("Xã A", Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2)),
        _received("Xã B", Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2), stray, Paragraph("Thêm.", 4)),
    )

    assert "PHỤ LỤC 1 Danh sách báo cáo được tổng hợp" in _texts(blocks)
    assert _texts(blocks)[-4:] == [
        "PHỤ LỤC 2 Nội dung chưa xếp được vào đề cương",
        "Xã B:",
        "V- Mục tự thêm",
        "Thêm.",
    ]


def test_consolidated_report_is_the_same_twice() -> None:
    value = _value(_received("Xã A", Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2)))

    assert write_consolidated_report(value) == write_consolidated_report(value)


def test_consolidated_report_passes_the_audit(tmp_path: Path) -> None:
    table = Table((("TT", ""), ("1", "Loa\ntruyền thanh")), 3)
    value = _value(_received("Xã A", Heading(2, TITLES["II.2"], 1), table, Heading(1, "V- Lạc", 4), table))

    assert audit_findings(write_consolidated_report(value), tmp_path / "report.docx") == []


def _received(unit: str, *blocks: Block, number: str = "") -> ReceivedReport:
    return ReceivedReport(unit, number, date(2022, 7, 18), "abcdef0123456789", match(Report(blocks), OUTLINE))


def _value(*reports: ReceivedReport, missing: tuple[str, ...] = ()) -> ConsolidatedReport:
    return ConsolidatedReport(
        LETTERHEAD,
        "sơ kết 05 năm",
        "Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy",
        "Ban Tuyên giáo Tỉnh ủy",
        OUTLINE,
        reports,
        missing,
        SIGNATURE,
    )


def _written(*reports: ReceivedReport, missing: tuple[str, ...] = ()) -> tuple[Block, ...]:
    return read_report(write_consolidated_report(_value(*reports, missing=missing))).blocks


def _below(blocks: tuple[Block, ...], section_id: str) -> list[object]:
    """What stands between the heading of the section and the next heading."""
    return [_content(block) for block in match(Report(blocks), OUTLINE).sections[section_id].blocks]


def _content(block: Block) -> object:
    return block.rows if isinstance(block, Table) else getattr(block, "text", None)


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    """Paragraphs and headings; the letterhead, a table, counts as an empty one."""
    return [getattr(block, "text", "") for block in blocks]
