"""The board changes a date before a browser: sees the messages that change, applies, and the unit's page has the new date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from domain.access import Role
from rehearsal.working import work_once
from tests.small_plan import CALENDAR
from tests.web.browser import PHONE

if TYPE_CHECKING:
    from config.wiring import Workplace
    from tests.web.browser import Visit

REAL = datetime(2026, 11, 26, tzinfo=UTC)


def test_the_board_changes_a_date_and_the_units_page_has_it(visit: Visit, place: Workplace) -> None:
    vars(place)["now"] = lambda: CALENDAR.at(date(2022, 9, 26), time(10))
    page = visit.open("/plan/change/date", role=Role.BOARD, width=PHONE)
    page.select_option("select[name=duty]", "district")
    page.fill("input[name=day]", "2022-09-29")
    page.fill("input[name=approver]", "Ban Thường vụ Tỉnh ủy")
    page.fill("input[name=document_number]", "31-CV/TU")
    page.fill("textarea[name=reason]", "Nhiều xã ngập lụt")
    page.click("text=Xem các thông báo thay đổi")
    page.wait_for_selector("text=Đang tính")
    assert work_once(place, now=REAL)

    page.wait_for_selector("button:has-text('Thay đổi')")  # the page asks again by itself
    assert "Thông báo gia hạn" in page.inner_text("main")
    visit.check()
    page.click("button:has-text('Thay đổi')")

    page.wait_for_selector("text=Đã thay đổi.")
    visit.check()
    assert "29/9/2022" in visit.open("/units/HU1", role=Role.BOARD, width=PHONE).inner_text("main")
