from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import docx
from sqlalchemy import select

from database.models import OutboxRow
from services.campaigns import Prepared
from services.rendering import Batch
from tests.small_plan import CONTACTS, UNITS, duty, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from notifications.envelope import Attachment
    from rehearsal.rehearsing import RehearsalRoom
    from tests.stories.lines import Line


def escalation_file(story: Story) -> Attachment:
    with story.workplace.begin() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.message == "escalation_list")).one()
        (file,) = Batch(session, story.campaign, [row], now=story.at()).rendered(row).attachments
    return file


def cells(file: Attachment) -> list[list[str]]:
    """The rows of all tables that list units, without the letterhead."""
    tables = docx.Document(io.BytesIO(file.content)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    return [row for row in rows if row[0].isdigit()]


def test_escalation_file_lists_units_with_what_was_sent(story: Story) -> None:
    story.advance(to=date(2022, 8, 24))

    file = escalation_file(story)

    assert file.name == "Danh-sach-qua-han-2022-08-24.docx"
    (ly_nhan, binh_luc) = cells(file)
    assert ly_nhan[1:4] == ["Huyện ủy Lý Nhân", "20/8/2022", "4"]
    assert "Đôn đốc" in ly_nhan[4]
    assert binh_luc[1] == "Huyện ủy Bình Lục"


def test_escalation_file_lists_apart_whom_nobody_could_reach(story: Story, line: Line) -> None:
    line.refused.add("hu2@hanam.example")

    story.advance(to=date(2022, 8, 24))

    assert [row[1] for row in cells(escalation_file(story))] == ["Huyện ủy Lý Nhân", "Huyện ủy Bình Lục"]


def test_escalation_file_cites_the_plan_with_its_issuer(story: Story) -> None:
    story.advance(to=date(2022, 8, 24))

    texts = [one.text for one in docx.Document(io.BytesIO(escalation_file(story).content)).paragraphs]

    assert texts[1].startswith("danh sách các đơn vị quá hạn gửi báo cáo sơ kết")
    citation = "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam, tính đến ngày 24/8/2022"
    assert any(text.startswith(citation) for text in texts)


def test_escalation_file_tells_what_was_sent_about_the_duty_that_is_overdue(room: RehearsalRoom) -> None:
    two = (
        duty("first", "district", date(2022, 8, 20), ladder="district", units=["HU1"]),
        duty("second", "district", date(2022, 11, 25), ladder="returned", units=["HU1"]),
    )
    story = Story(room, Prepared(plan_with(duties=two), UNITS, CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 24))

    (ly_nhan,) = cells(escalation_file(story))
    assert "Đôn đốc" in ly_nhan[4]
