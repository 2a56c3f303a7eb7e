from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from documents.blocks import Paragraph, Table
from documents.reading import read_report
from documents.run_changes_list import RunChangesList, write_run_changes
from domain.run_causes import Cause, Reason
from domain.run_changes import NO_CHANGE, Change, ChangeKind
from domain.traces import Origin, Place, TracedSentence
from tests.documents.examples import LETTERHEAD, SIGNATURE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

HANOI = timezone(timedelta(hours=7))
LATE = Reason(
    Cause.NEW_REPORT,
    "Huyện ủy Kim Bảng",
    "Huyện ủy Kim Bảng mới nộp báo cáo số 21-BC/HU, nhận ngày 24/8/2022, chậm 04 ngày.",
)


def said(text: str, *, paragraph: int = 1, row: int | None = None, column: int | None = None) -> TracedSentence:
    return TracedSentence("II.1", Place(paragraph, 0, len(text), row, column), text, Origin.UNIT)


def came(*sentences: TracedSentence, section: str = "II.1") -> Change:
    return Change(ChangeKind.CAME, section, (), sentences, ("Huyện ủy Kim Bảng",), (LATE,))


MOVED = Change(
    ChangeKind.MOVED,
    "IV",
    (said("Đề nghị tỉnh hỗ trợ kinh phí."),),
    (said("Đề nghị tỉnh hỗ trợ kinh phí."),),
    ("Huyện ủy Lý Nhân",),
    (Reason(Cause.CORRECTED, "Huyện ủy Lý Nhân", "Người xem xét đã sửa việc xếp đề mục."),),
    moved_from="II.2",
)
VALUE = RunChangesList(
    LETTERHEAD,
    "sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW",
    datetime(2022, 8, 22, 8, tzinfo=HANOI),
    datetime(2022, 8, 25, 8, tzinfo=HANOI),
    {"II.1": "1. Kết quả triển khai thực hiện", "IV": "IV- Đề xuất, kiến nghị"},
    (LATE,),
    (
        replace(came(said("Huyện ủy Kim Bảng:", paragraph=0)), units=()),
        came(said("Câu một.")),
        came(said("Câu hai.")),
        came(said("Loa", paragraph=2, row=0, column=0), said("12", paragraph=2, row=0, column=1)),
        MOVED,
    ),
    SIGNATURE,
)


def test_what_one_unit_brings_is_a_row_with_its_name_and_the_reason() -> None:
    _, _, first, *_ = tables(VALUE)

    words = "Huyện ủy Kim Bảng:\nCâu một. Câu hai.\nLoa | 12"
    assert first.rows[1:] == (("1", "Huyện ủy Kim Bảng", "(không có)", words, LATE.text),)


def test_row_that_grows_too_long_is_followed_by_another() -> None:
    value = replace(VALUE, changes=tuple(came(said("Câu dài. " * 80, paragraph=place)) for place in range(4)))

    assert [row[0] for row in tables(value)[2].rows] == ["STT", "1", "2"]


def test_sentences_that_changed_stand_opposite_each_other() -> None:
    changed = replace(came(said("Có 15 loa.")), kind=ChangeKind.CHANGED, before=(said("Có 12 loa."),))

    assert [row[2:4] for row in tables(replace(VALUE, changes=(changed, changed)))[2].rows[1:]] == [
        ("Có 12 loa.", "Có 15 loa.")
    ] * 2


def test_passage_that_moved_says_from_where() -> None:
    assert tables(VALUE)[3].rows[1][2] == "(Mục II.2)\nĐề nghị tỉnh hỗ trợ kinh phí."


def test_list_names_the_reports_and_the_sections() -> None:
    headings = [heading.text for heading in read_report(write_run_changes(VALUE)).headings]

    assert headings == [
        "I- Báo cáo đầu vào",
        "II- Nội dung dự thảo",
        "1. Kết quả triển khai thực hiện",
        "IV- Đề xuất, kiến nghị",
    ]
    assert tables(VALUE)[1].rows[1] == ("1", LATE.unit, LATE.text)


def test_list_without_changes_says_so() -> None:
    written = read_report(write_run_changes(replace(VALUE, reports=(), changes=()))).blocks
    texts = [block.text for block in written if isinstance(block, Paragraph)]

    assert "Các báo cáo được tổng hợp không thay đổi." in texts
    assert NO_CHANGE in texts


def test_list_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    content = write_run_changes(VALUE)

    assert content == write_run_changes(VALUE)
    assert audit_findings(content, tmp_path / "changes.docx") == []


def tables(value: RunChangesList) -> list[Table]:
    return [block for block in read_report(write_run_changes(value)).blocks if isinstance(block, Table)]
