from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from documents.blocks import Paragraph, Table
from documents.escalation_list import EscalationEntry, EscalationList, Notice, write_escalation_list
from documents.reading import read_report
from tests.documents.examples import LETTERHEAD, SIGNATURE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

OVERDUE = EscalationEntry(
    "Huyện ủy Lý Nhân",
    date(2022, 8, 20),
    5,
    (
        Notice(date(2022, 8, 12), "nhắc trước hạn", "đã gửi"),
        Notice(date(2022, 8, 22), "đôn đốc lần 1", "đã gửi"),
    ),
    "23/8/2022, gọi điện thoại",
    "Nguyễn Văn Nam",
    promise="30/8/2022",
)
UNREACHED = EscalationEntry("Thị ủy Duy Tiên", date(2022, 8, 20), 5, (), "", "")
VALUE = EscalationList(
    LETTERHEAD,
    "danh sách các đơn vị quá hạn gửi báo cáo",
    "Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy",
    "Ban Tuyên giáo Tỉnh ủy",
    date(2022, 8, 25),
    expected=13,
    received=11,
    entries=(OVERDUE,),
    unreached=(UNREACHED,),
    signature=SIGNATURE,
)


def test_escalation_list_names_every_message_and_the_last_contact() -> None:
    tables = _tables(write_escalation_list(VALUE))

    assert tables[1].rows[1] == (
        "1",
        "Huyện ủy Lý Nhân",
        "20/8/2022",
        "5",
        "nhắc trước hạn (đã gửi): 12/8/2022\nđôn đốc lần 1 (đã gửi): 22/8/2022",
        "23/8/2022, gọi điện thoại\nHẹn gửi: 30/8/2022",
        "Nguyễn Văn Nam",
    )


def test_escalation_list_keeps_the_unreached_apart() -> None:
    content = write_escalation_list(VALUE)

    assert [heading.text for heading in read_report(content).headings] == [
        "I- Đơn vị quá hạn chưa gửi báo cáo",
        "II- Đơn vị chưa liên lạc được",
    ]
    assert _tables(content)[2].rows[1] == (
        "1",
        "Thị ủy Duy Tiên",
        "20/8/2022",
        "Chưa gửi được thông báo nào",
        "Chưa có",
    )


def test_escalation_list_blames_nobody_who_was_not_reached() -> None:
    content = write_escalation_list(VALUE)

    assert "Số ngày chậm" in _tables(content)[1].rows[0]
    assert "Số ngày chậm" not in _tables(content)[2].rows[0]
    assert (
        "01 đơn vị dưới đây chưa có thông báo nào được xác nhận là đã đến; Ban Tuyên giáo Tỉnh ủy đang liên hệ trực tiếp, "
        "chưa xác định trách nhiệm của đơn vị."
    ) in _texts(content)


def test_escalation_list_is_a_report_from_its_title_to_its_last_mark() -> None:
    texts = _texts(write_escalation_list(VALUE))

    assert texts[:2] == ["BÁO CÁO", "danh sách các đơn vị quá hạn gửi báo cáo"]
    assert texts[-1] == "Ban Tuyên giáo Tỉnh ủy kính báo cáo./."


def test_escalation_list_introduces_itself_with_the_counts() -> None:
    assert (
        "Thực hiện Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy, tính đến ngày 25/8/2022, Ban Tuyên giáo Tỉnh ủy đã nhận được báo cáo của "
        "11/13 đơn vị. Ban Tuyên giáo Tỉnh ủy kính báo cáo danh sách 01 đơn vị đã được nhắc, đôn đốc nhưng đến nay chưa "
        "gửi báo cáo, cụ thể như sau:"
    ) in _texts(write_escalation_list(VALUE))


def test_escalation_list_of_nobody_says_so() -> None:
    content = write_escalation_list(replace(VALUE, entries=(), unreached=()))

    assert read_report(content).headings == ()
    assert any("Không có đơn vị nào" in text for text in _texts(content))


def test_escalation_list_of_the_unreached_alone_numbers_them_first() -> None:
    content = write_escalation_list(replace(VALUE, entries=()))

    assert [heading.text for heading in read_report(content).headings] == ["I- Đơn vị chưa liên lạc được"]


def test_escalation_list_without_contact_or_talk_says_so() -> None:
    tables = _tables(write_escalation_list(replace(VALUE, entries=(replace(UNREACHED, days_late=9),))))

    assert tables[1].rows[1][-2:] == ("Chưa liên lạc được", "Chưa có")


def test_escalation_list_is_the_same_twice() -> None:
    assert write_escalation_list(VALUE) == write_escalation_list(VALUE)


def test_escalation_list_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(write_escalation_list(VALUE), tmp_path / "list.docx") == []


def _tables(content: bytes) -> list[Table]:
    return [block for block in read_report(content).blocks if isinstance(block, Table)]


def _texts(content: bytes) -> list[str]:
    return [block.text for block in read_report(content).blocks if isinstance(block, Paragraph)]
