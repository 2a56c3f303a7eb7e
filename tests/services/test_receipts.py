from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from database.queries.submissions import submissions_of
from documents.blocks import Paragraph, Table
from documents.reading import read_report
from domain.submissions import SendingWay
from services.receipts import receipt_slip
from services.submissions import Handed, submit

if TYPE_CHECKING:
    from documents.blocks import Report
    from tests.stories.story import Story


def slip(story: Story, unit: str, *, version: int = 1) -> Report:
    owed = story.obligation(unit).id
    with story.workplace.read() as session:
        row = submissions_of(session, owed)[version - 1]
        return read_report(receipt_slip(session, story.campaign, row))


def facts(report: Report) -> dict[str, str]:
    (_, table, *_) = [one for one in report.blocks if isinstance(one, Table)]
    return {row[0]: row[1] for row in table.rows}


def test_receipt_is_given_by_the_board_that_follows_the_plan_up(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")

    report = slip(story, "X1")

    (head, *_) = [one for one in report.blocks if isinstance(one, Table)]
    assert head.rows[0][0] == "TỈNH ỦY HÀ NAM\nBAN TUYÊN GIÁO\n*\nSố 0001/TN-15-KH/TU"
    texts = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "báo cáo của Đảng ủy xã Hợp Lý" in texts
    assert facts(report)["Số văn bản"] == "7-BC/X1"


def test_receipt_measures_by_the_deadline_of_when_the_report_came(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 8, 9), hour=time(11))
    story.advance(to=date(2022, 8, 8))
    story.hand_in("X1")

    assert facts(slip(story, "X1"))["Kết quả"] == "Chậm 3 ngày; hạn: hết ngày 31/7/2022 (II.3)"
    second = facts(slip(story, "X1", version=2))
    assert second["Thời điểm nhận"] == "10 giờ 00 ngày 08/8/2022, lần nộp thứ 2"
    assert "hạn: hết ngày 09/8/2022 (thông báo trả lại báo cáo" in second["Kết quả"]


def test_receipt_of_a_letter_on_paper_has_no_file(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    owed = story.obligation("X1").id
    handed = Handed(
        document_number="5-BC/ĐU",
        sending_way=SendingWay.PAPER,
        by="Trần Thị Mai",
        note="Không kèm tệp, cần đọc bản giấy.",
    )
    with story.workplace.begin() as session:
        submit(session, story.campaign, owed, handed, received_at=story.at(), now=story.at())

    report = slip(story, "X1")

    assert facts(report)["Tệp"] == "Không kèm tệp"
    texts = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "Không kèm tệp, cần đọc bản giấy." in texts
