"""From "Tổng hợp" to the opened .docx, and from the overdue list to the acknowledged escalation, before a browser."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from config import clock
from config.consolidation_work import work_once
from documents.opening import open_report
from domain.access import Role
from domain.run_files import DRAFT
from tests.web.browser import PHONE, WIDE
from tests.web.pages.consolidated import SECOND, TELLS, place

if TYPE_CHECKING:
    from config.wiring import Workplace
    from tests.web.browser import Visit

__all__ = ["place"]  # a fixture


def look(visit: Visit, width: int) -> None:
    """All that is asked of a page; on the phone, whose pages are the same, that nothing runs out of the screen."""
    if width == WIDE:
        visit.check()
    else:
        visit.fits()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_board_starts_a_run_follows_it_reads_a_source_and_opens_the_draft(
    place: Workplace, visit: Visit, width: int
) -> None:
    page = visit.open("/consolidation", role=Role.BOARD, width=width)
    look(visit, width)
    page.get_by_label("Báo cáo gửi về").select_option("HU1")
    page.get_by_role("heading", name="báo cáo gửi Huyện ủy Lý Nhân").wait_for()
    page.get_by_role("link", name="Kiểm tra trước và yêu cầu tổng hợp").click()
    look(visit, width)
    page.get_by_role("button", name="Yêu cầu tổng hợp").dblclick()
    page.get_by_text("mới yêu cầu").wait_for()
    visit.picture(f"consolidation-asked-{width}")

    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(work_once, place, now=clock.now()).result()
    page.get_by_text("Hoàn thành").wait_for()
    assert not work_once(place, now=clock.now()), "two clicks asked for two runs"
    look(visit, width)

    page.get_by_role("link", name="Đọc dự thảo").click()
    page.locator("select[name=section]").select_option("I")
    page.get_by_role("button", name="Xem", exact=True).last.click()
    sentence = page.get_by_role("link", name=TELLS["X1"][8:])
    sentence.focus()
    page.keyboard.press("Enter")
    source = page.locator("aside.source:target")
    source.get_by_role("link", name="Đảng ủy xã Hợp Lý").wait_for()
    assert "bản nộp lần 1, mục I, đoạn 2" in source.inner_text()
    look(visit, width)
    visit.picture(f"consolidation-source-{width}")

    page.get_by_role("link", name=re.compile("^Lượt tổng hợp")).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=DRAFT, exact=True).click()
    opened = open_report(taken.value.path().read_bytes(), name=DRAFT)
    assert opened.report is not None
    assert any("chín hội nghị" in str(block) for block in opened.report.blocks)


def test_draft_and_its_sources_are_read_without_scripts(place: Workplace, visit: Visit) -> None:
    assert place
    page = visit.open(f"/consolidation/{SECOND}/draft?section=I", role=Role.VIEWER, has_scripts=False)

    page.get_by_role("link", name=TELLS["X1"][8:]).click()

    page.locator("aside.source:target").get_by_role("link", name="Đảng ủy xã Hợp Lý").wait_for()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_office_goes_from_the_overdue_list_to_the_acknowledged_escalation(
    place: Workplace, visit: Visit, width: int
) -> None:
    assert place
    page = visit.open("/office/overdue", role=Role.OFFICE, width=width)
    page.get_by_text("Huyện ủy Bình Lục").first.wait_for()
    look(visit, width)
    page.get_by_role("link", name="Báo cáo quá hạn đã nhận").first.click()
    page.get_by_text("1 báo cáo chưa được xác nhận đã xem.").wait_for()
    look(visit, width)
    page.get_by_role("link", name="25/8/2022").click()
    look(visit, width)

    page.get_by_label("Ý kiến chỉ đạo").fill("Đã báo cáo Thường trực.")
    page.get_by_role("button", name="Xác nhận đã xem").dblclick()

    page.get_by_text("Phạm Văn Phòng: Đã báo cáo Thường trực.").wait_for()
    assert page.locator("ol.timeline > li").count() == 1
    visit.picture(f"office-acknowledged-{width}")
    seen = visit.open("/office", role=Role.BOARD, width=width)
    seen.get_by_text("Mọi báo cáo đã được xác nhận đã xem.").wait_for()
