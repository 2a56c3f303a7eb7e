from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from documents.blocks import Paragraph, Table
from documents.evidence_summary import DutySummary, EvidenceSummary, write_evidence_summary
from documents.reading import read_report
from tests.documents.examples import LETTERHEAD, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = DutySummary("Báo cáo sơ kết", (("Tình trạng", "Chưa nộp"),), (), (), (), (), (), (), ())
FULL = replace(
    NOTHING,
    deadlines=(("1", "20/8/2022", "theo Kế hoạch", "Mục III.1 của Kế hoạch", "07 giờ 30 ngày 24/6/2022"),),
    notices=(("08 giờ 00 ngày 22/8/2022", "Đôn đốc", "Nguyễn Văn Nam\nnam@hanam.example", "đã gửi", "250 OK"),),
    silences=(("08 giờ 00 ngày 24/8/2022", "Đôn đốc", "đơn vị", "đã hẹn ngày", "Đơn vị đã hẹn."),),
    told=(("08 giờ 00 ngày 24/8/2022", "Báo cáo lên Văn phòng", "Văn phòng"),),
    versions=(("1", "10 giờ 00 ngày 25/8/2022", "Số 7-BC/HU", "Đủ 15/15 mục", "Đã chấp nhận"),),
    calls=(("09 giờ 00 ngày 22/8/2022", "Mai", "0226.0000.001", "Đã gặp", ""),),
    events=(("10 giờ 00 ngày 25/8/2022", "Nộp báo cáo", "Mai", "văn bản số 7-BC/HU"),),
)
VALUE = EvidenceSummary(
    replace(LETTERHEAD, number_line=""),
    "theo dõi việc gửi báo cáo của Huyện ủy Lý Nhân",
    "Hồ sơ ghi lại những gì đã lưu.",
    (("Nguyễn Văn Nam", "đầu mối", "nam@hanam.example", "0226.0000.001"),),
    (FULL, NOTHING),
    ("Bản nộp lần 1: tệp không còn trong kho.",),
)


def test_summary_shows_every_table_of_a_duty() -> None:
    blocks = read_report(write_evidence_summary(VALUE)).blocks

    rows = [one.rows[1:] for one in blocks if isinstance(one, Table)]
    assert rows[1:] == [
        VALUE.contacts,
        *(FULL.facts, FULL.deadlines, FULL.notices, FULL.silences, FULL.told, FULL.versions, FULL.events, FULL.calls),
        NOTHING.facts,
    ]


def test_summary_says_of_what_there_is_none() -> None:
    said = [one.text for one in read_report(write_evidence_summary(VALUE)).blocks if isinstance(one, Paragraph)]

    assert "Lưu ý: Bản nộp lần 1: tệp không còn trong kho." in said
    for sentence in ("Chưa có thông báo nào gửi cho đơn vị.", "Chưa có bản nộp nào.", "Chưa có việc nào được ghi."):
        assert said.count(sentence) == 1


def test_summary_numbers_duties_and_needs_no_contact() -> None:
    value = replace(VALUE, contacts=(), duties=(NOTHING,) * 11)
    report = read_report(write_evidence_summary(value))

    headings = [one.text for one in report.headings if "Báo cáo sơ kết" in one.text]
    assert (headings[0], headings[9], headings[10]) == (
        "I- Báo cáo sơ kết",
        "X- Báo cáo sơ kết",
        "11- Báo cáo sơ kết",
    )
    assert any(getattr(one, "text", "") == "Đơn vị chưa có đầu mối liên hệ." for one in report.blocks)


def test_summary_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    content = write_evidence_summary(VALUE)

    assert content == write_evidence_summary(VALUE)
    assert audit_findings(content, tmp_path / "ho-so.docx") == []
