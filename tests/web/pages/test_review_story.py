"""The board at work before a real browser: from the inbox to a returned report, and a colleague who comes too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import OutboxRow
from domain.access import Role
from tests.web.browser import PHONE
from tests.web.handed_in import CLOCK, STRAY, hand_in, mail_waiting, report_file

if TYPE_CHECKING:
    from config.wiring import Workplace
    from tests.web.browser import Visit


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


def test_board_returns_a_section_and_a_colleague_with_the_old_page_is_told(place: Workplace, visit: Visit) -> None:
    owed = hand_in(place, "X1", report_file(STRAY, picture=True))
    old = visit.open(f"/reports/{owed}", role=Role.BOARD, who=2)
    page = visit.open("/reports", role=Role.BOARD)
    visit.check()
    visit.picture("reports")

    page.get_by_role("link", name="Đảng ủy xã Hợp Lý").click()
    visit.check()
    visit.picture("review")
    page.get_by_role("link", name="I- Tình hình quán triệt").click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "at-1"
    page.get_by_text("Trả lại để sửa").click()
    page.get_by_label("Lý do riêng của mục II", exact=True).fill("chưa nêu số liệu")
    visit.picture("review-return")
    page.get_by_role("button", name="Trả lại báo cáo").click()
    page.get_by_text("Đã ghi nhận: trả lại").wait_for()
    visit.picture("review-returned")

    old.get_by_role("button", name="Chấp nhận báo cáo").click()
    old.get_by_text("Chưa làm gì.").wait_for()
    assert "đã trả lại, chờ nộp lại" in old.inner_text("main")
    with place.read() as session:
        assert "returned" in session.scalars(select(OutboxRow.message)).all()


def test_on_a_telephone_the_check_comes_first_and_everything_fits(place: Workplace, visit: Visit) -> None:
    owed = hand_in(place, "X1", report_file(STRAY, picture=True))
    number = mail_waiting(
        place, {"Báo cáo sơ kết của Đảng ủy xã rất dài tên.docx": report_file(STRAY)}, text="Kính gửi. " * 80
    )

    for name, path in {
        "inbox": "/reports",
        "triage": "/triage",
        "mail": f"/triage/{number}?obligation={owed}",
        "register": f"/reports/register?obligation={owed}",
        "review": f"/reports/{owed}",
    }.items():
        page = visit.open(path, role=Role.BOARD, width=PHONE)
        visit.picture(f"{name}-phone")
        visit.axe()
        visit.fits()

    tops = [page.locator(f"#{one}").bounding_box() for one in ("check", "document")]
    assert tops[0]
    assert tops[1]
    assert tops[0]["y"] < tops[1]["y"]


def test_reviewer_without_a_mouse_accepts_by_the_keyboard(place: Workplace, visit: Visit) -> None:
    owed = hand_in(place, "X1", report_file(STRAY))
    page = visit.open(f"/reports/{owed}", role=Role.BOARD)

    page.get_by_role("link", name="Đến chỗ xử lý").focus()
    for key in ("Enter", "Tab", "Tab", "Enter"):  # past the note, to the button
        page.keyboard.press(key)
    page.get_by_text("Đã ghi nhận: chấp nhận").wait_for()

    assert "đã chấp nhận" in page.inner_text("main")
