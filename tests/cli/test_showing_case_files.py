from __future__ import annotations

from dataclasses import replace

import pytest

from cli.showing_case_files import finding_text, heading_line
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState
from services.wording import check_line

FULL = OutlineCheck(
    sections=(
        SectionCheck("I.1", "Công tác", SectionState.FOUND, "1. Công tác", 7, 93, 1.0),
        SectionCheck("I.2", "Nhận thức", SectionState.NONE, "2. Nhận thức", 9, 1, 1.0),
        SectionCheck("II", "Kết quả", SectionState.NOT_OWED),
    ),
    extra_headings=("V- Khác",),
    extra_positions=(40,),
)
MISSING = SectionCheck("III", "Nhiệm vụ", SectionState.MISSING)
EMPTY = SectionCheck("IV", "Đề xuất", SectionState.EMPTY, "IV- Đề xuất", 50)
ELEVEN = tuple(SectionCheck(str(number), "Mục", SectionState.MISSING) for number in range(1, 12))
FINDING = ReportFinding("stale_date", "đoạn 3", "Ngày của kỳ trước.")


@pytest.mark.parametrize(
    ("check", "note", "line"),
    [
        (None, "", "chưa đối chiếu, cần người đọc"),
        (None, "Không kèm tệp, cần đọc bản giấy.", "không kèm tệp, cần đọc bản giấy"),
        (OutlineCheck(note="Bản chụp, cần người đọc."), "", "bản chụp, cần người đọc"),
        (FULL, "", "đủ 2/2 mục"),
        (replace(FULL, findings=(FINDING,)), "", "đủ 2/2 mục; 1 điểm cần xem"),
        (replace(FULL, sections=(*FULL.sections, MISSING)), "", "2/3 mục, thiếu III"),
        (replace(FULL, sections=(*FULL.sections, EMPTY)), "", "2/3 mục, để trống IV"),
        (replace(FULL, sections=(*FULL.sections, MISSING, EMPTY)), "", "2/4 mục, thiếu III, để trống IV"),
        (replace(FULL, sections=ELEVEN[:6]), "", "0/6 mục, thiếu 1, 2, 3, 4, 5, 6"),
        (replace(FULL, sections=ELEVEN), "", "0/11 mục, thiếu 1, 2, 3, 4, 5 và 6 mục khác"),
        (replace(FULL, note="Đọc bằng máy từ bản chụp."), "", "đủ 2/2 mục; đọc bằng máy từ bản chụp"),
    ],
)
def test_check_is_told_in_one_line(check: OutlineCheck | None, note: str, line: str) -> None:
    assert check_line(check, note) == line


@pytest.mark.parametrize(
    ("position", "line"),
    [
        (7, "đoạn 7 (“1. Công tác”) thuộc mục I.1"),
        (40, "đoạn 40 (“V- Khác”) không thuộc mục nào"),
    ],
)
def test_heading_is_told_with_its_place_and_words(position: int, line: str) -> None:
    assert heading_line(FULL, position) == line


def test_finding_without_a_place_is_told_alone() -> None:
    assert finding_text(FINDING) == "đoạn 3: Ngày của kỳ trước."
    assert finding_text(replace(FINDING, where="")) == "Ngày của kỳ trước."
