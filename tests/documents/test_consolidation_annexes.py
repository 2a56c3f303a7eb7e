from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from documents.blocks import Heading, Paragraph, Table
from documents.consolidation_annexes import NOTHING, by_time_of_hand_in, write_consolidation_annexes
from documents.copies_annex import SHOWN_PAIRS, percent_text
from documents.coverage_table import LEGEND
from documents.reading import read_report
from documents.unplaced_content import UnplacedContent
from domain.consolidation import Absence
from domain.outline import Outline, Section
from tests.documents.consolidations import (
    ANNEXES,
    DUY_TIEN,
    EMPTY,
    KIM_BANG,
    LY_NHAN,
    NO_ANNEXES,
    PAIR,
    PREFLIGHT,
    large_annexes,
)
from tests.documents.examples import audit_findings

if TYPE_CHECKING:
    from pathlib import Path

    from documents.consolidation_annexes import ConsolidationAnnexes

TITLES = [
    "Đối chiếu báo cáo của các đơn vị với đề cương",
    "Báo cáo được tổng hợp, theo thời gian nộp",
    "Đơn vị chưa được tổng hợp",
    "Nội dung trùng lặp hoặc gần như trùng lặp",
    "Mốc thời gian, tên cơ quan, tiêu đề văn bản cần xem lại",
    "Số liệu mâu thuẫn trong báo cáo",
    "Nội dung chưa xếp được vào mục nào của đề cương",
    "Nội dung không chuyển được nguyên dạng sang dự thảo",
]


def test_annexes_are_numbered_and_named_in_a_fixed_order() -> None:
    assert _titles(ANNEXES) == [f"PHỤ LỤC {number} {title}" for number, title in enumerate(TITLES, start=1)]
    assert _titles(NO_ANNEXES) == _titles(ANNEXES)


def test_annexes_say_which_report_they_belong_to_and_leave_its_number_blank() -> None:
    assert _texts(ANNEXES)[0] == (
        "(Kèm theo Báo cáo số -BC/BTGTU ngày tháng năm 2022 của Ban Tuyên giáo Tỉnh ủy Hà Nam)"
    )


def test_coverage_has_a_sign_for_every_answer_and_none_for_who_is_not_in() -> None:
    assert _tables(ANNEXES)[0] == (
        ("STT", "Đơn vị", "I.1", "I.2", "II.1.4", "IV", "Đã trả lời"),
        ("1", "Huyện ủy Kim Bảng", "●", "○", "–", "●", "2/3"),
        ("2", "Thị ủy Duy Tiên (chưa có báo cáo)", "", "", "", "", ""),
        ("3", "Huyện ủy Lý Nhân", "●", "T", "–", "K", "2/3"),
        ("4", "Đảng ủy Công an tỉnh (chưa có báo cáo)", "", "", "", "", ""),
        ("", "Số báo cáo: ●", "2", "0", "0", "1", ""),
        ("", "Số báo cáo: K", "0", "0", "0", "1", ""),
        ("", "Số báo cáo: ○", "0", "1", "0", "0", ""),
        ("", "Số báo cáo: T", "0", "1", "0", "0", ""),
        ("", "Số báo cáo: –", "0", "0", "2", "0", ""),
    )


def test_coverage_explains_its_signs_and_counts_who_is_in() -> None:
    assert f"Đã tổng hợp báo cáo của 2/4 đơn vị. {LEGEND}" in _texts(ANNEXES)


def test_report_that_was_never_checked_is_marked_as_such() -> None:
    table = _tables(replace(ANNEXES, checks={}))[0]

    assert table[1] == ("1", "Huyện ủy Kim Bảng", "?", "?", "?", "?", "0/0")


def test_long_outline_goes_on_in_a_second_table() -> None:
    outline = Outline("Đề cương", tuple(Section(f"I.{n}", f"{n}.", "Tiêu đề", 2) for n in range(1, 19)))

    tables = _tables(replace(ANNEXES, outline=outline))

    assert [tables[0][0][2], tables[0][0][-2], tables[1][0][2:-1]] == ["I.1", "I.16", ("I.17", "I.18")]


def test_reports_are_listed_by_time_of_hand_in() -> None:
    assert _tables(ANNEXES)[1][1:] == (
        ("1", "Huyện ủy Kim Bảng", "Không ghi số", "1", "16 giờ 05 ngày 19/8/2022", "Đúng hạn", "f" * 12),
        ("2", "Huyện ủy Lý Nhân", "123-BC/HU", "2", "09 giờ 30 ngày 22/8/2022", "Chậm 2 ngày", "a1b2c3d4e5f6"),
    )


def test_reports_of_the_same_moment_keep_the_order_of_the_plan() -> None:
    other = replace(KIM_BANG, received_at=LY_NHAN.received_at)

    assert by_time_of_hand_in((LY_NHAN, other)) == [LY_NHAN, other]


def test_units_left_out_have_a_reason_and_the_last_contact() -> None:
    assert _tables(ANNEXES)[2][1:] == (
        ("1", "Thị ủy Duy Tiên", "Chưa gửi báo cáo", "20/8/2022", "33", "20/9/2022", "26/9/2022", "Đang chờ ký"),
        ("2", "Đảng ủy Công an tỉnh", "Đã gửi bản giấy, chưa có tệp", "20/8/2022", "", "Chưa liên lạc được", "", ""),
    )


@pytest.mark.parametrize(
    ("reason", "words", "overdue"),
    [
        (Absence.MISSING, "Chưa gửi báo cáo", "Chưa quá hạn"),
        (Absence.RETURNED, "Báo cáo đã trả lại, chưa gửi lại", "Chưa quá hạn"),
        (Absence.UNREADABLE, "Đã gửi tệp nhưng chương trình không đọc được", ""),
    ],
)
def test_unit_is_not_called_overdue_before_its_day(reason: Absence, words: str, overdue: str) -> None:
    one = replace(DUY_TIEN, reason=reason, days_late=0)

    table = _tables(replace(ANNEXES, preflight=replace(PREFLIGHT, absent=(one,))))[2]

    assert (table[1][2], table[1][4]) == (words, overdue)


def test_copies_are_told_by_group_then_by_pair_and_by_what_they_repeat() -> None:
    tables = _tables(ANNEXES)

    assert tables[3][1:] == (("1", "I.1", "2", "Huyện ủy Kim Bảng; Huyện ủy Lý Nhân", "80% - 99%"),)
    assert tables[4][1:] == (("1", "I.1", "Huyện ủy Kim Bảng", "Huyện ủy Lý Nhân", "87%"),)
    assert tables[5][1:] == (("1", "IV", "Huyện ủy Lý Nhân", "Đề cương", "100%"),)
    assert tables[6][1:] == (("1", "I.2", "Huyện ủy Lý Nhân", "Huyện ủy Lý Nhân (đợt trước)", "60%"),)


def test_pairs_beyond_what_fits_are_counted() -> None:
    value = replace(ANNEXES, groups=(), copied=(PAIR,) * (SHOWN_PAIRS + 3))

    assert len(_tables(value)[3]) == SHOWN_PAIRS + 1
    assert "Còn 3 cặp, xem trang “Trùng lặp” của bảng tính số liệu kèm theo." in _texts(value)


@pytest.mark.parametrize(("likeness", "text"), [(0.0, "0%"), (0.29, "29%"), (0.9999, "99%"), (1.0, "100%")])
def test_only_what_is_the_same_is_alike_by_a_hundred(likeness: float, text: str) -> None:
    assert percent_text(likeness) == text


def test_stale_dates_and_names_stand_under_their_unit_with_their_place() -> None:
    assert _tables(ANNEXES)[7][1:] == (
        ("1", "Huyện ủy Lý Nhân", "Mốc thời gian", "Mục I.1, đoạn 12", "“năm 2017” nằm ngoài kỳ báo cáo."),
        (
            "2",
            "Huyện ủy Lý Nhân",
            "Tên cơ quan",
            "Mục IV, đoạn 80",
            "“Sở Văn hóa - Thông tin” nay là tên khác.",
        ),
    )


def test_conflicts_and_unplaced_content_name_unit_and_place() -> None:
    tables = _tables(ANNEXES)

    assert tables[8][1:] == (("1", "Huyện ủy Lý Nhân", "Mục II.1.3, bảng 1", "Số loa ghi 12 và 15."),)
    assert tables[9][1:] == (("1", "Huyện ủy Kim Bảng", "Đoạn 48 đến đoạn 60", "“V- Khác …” (312 từ)"),)


def test_what_could_not_be_carried_over_is_told_with_its_place() -> None:
    remark = UnplacedContent("HU-353", "mục II.2, đoạn 14", "[Hình không đọc được.]")

    blocks = read_report(write_consolidation_annexes(replace(ANNEXES, remarks=(remark,)))).blocks

    last = [block for block in blocks if isinstance(block, Table)][-1]
    assert last.rows[1][2:] == ("Mục II.2, đoạn 14", remark.text)


def test_annex_with_nothing_to_say_says_so() -> None:
    assert _tables(NO_ANNEXES) == []
    assert _texts(NO_ANNEXES).count(NOTHING) == len(TITLES)


def test_everybody_missing_still_makes_the_table_of_coverage() -> None:
    value = replace(ANNEXES, preflight=replace(EMPTY, absent=(DUY_TIEN,)), checks={})

    table = _tables(value)[0]

    assert table[1][1] == "Thị ủy Duy Tiên (chưa có báo cáo)"
    assert table[2] == ("", "Số báo cáo: ●", "0", "0", "0", "0", "")


def test_annexes_are_the_same_twice_and_pass_the_audit(tmp_path: Path) -> None:
    content = write_consolidation_annexes(ANNEXES)

    assert write_consolidation_annexes(ANNEXES) == content
    assert audit_findings(content, tmp_path / "annexes.docx") == []


def test_annexes_of_a_large_campaign_name_every_unit() -> None:
    value = large_annexes(30, outline=ANNEXES.outline)

    names = {row[1].removesuffix(" (chưa có báo cáo)") for row in _tables(value)[0][1:-5]}

    assert names == set(value.names.values())


def _titles(value: ConsolidationAnnexes) -> list[str]:
    blocks = read_report(write_consolidation_annexes(value)).blocks
    return [block.text for block in blocks if isinstance(block, Heading) and block.text.startswith("PHỤ LỤC")]


def _texts(value: ConsolidationAnnexes) -> list[str]:
    blocks = read_report(write_consolidation_annexes(value)).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def _tables(value: ConsolidationAnnexes) -> list[tuple[tuple[str, ...], ...]]:
    blocks = read_report(write_consolidation_annexes(value)).blocks
    return [block.rows for block in blocks if isinstance(block, Table)]
