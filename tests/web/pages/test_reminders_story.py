"""The board before a real browser: holds a unit, writes to two that are overdue after seeing the letter, and lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from config import clock
from config.day import run_day
from database.models import OutboxRow
from domain.access import Role
from rehearsal.recording import RecordedChannels, RecordingChannel
from rehearsal.working import work_once
from tests.web.browser import PHONE

if TYPE_CHECKING:
    from config.wiring import Workplace
    from tests.web.browser import Visit


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", "2022-08-03T09:00")


@pytest.fixture
def overdue(place: Workplace) -> Workplace:
    """The communes are overdue, and were told so the day before."""
    vars(place)["channels"] = RecordedChannels({"email": RecordingChannel("email")})
    campaign = place.campaign()
    run_day(place, campaign, now=campaign.plan.calendar.opening(clock.day_of("2022-08-02")))
    return place


def test_board_holds_a_unit_writes_to_two_and_lets_the_first_go(overdue: Workplace, visit: Visit) -> None:
    page = visit.open("/reminders?view=held", role=Role.BOARD)
    page.get_by_text("Giữ thông báo của một đơn vị, hoặc của mọi đơn vị").click()
    page.get_by_label("Mã hoặc tên đơn vị").fill("an lão")
    page.get_by_label("Lý do").fill("xã đang khắc phục hậu quả mưa lũ")
    page.get_by_role("button", name="Giữ", exact=True).click()
    page.get_by_text("xã đang khắc phục hậu quả mưa lũ").wait_for()
    visit.check()
    visit.picture("reminders-held")

    page.goto(page.url.partition("/reminders")[0] + "/reminders/write?unit=X1&unit=X2")
    page.get_by_label("Tiêu đề").fill("Đề nghị gửi báo cáo trước buổi giao ban")
    page.get_by_label("Nội dung (cách đoạn bằng một dòng trống)").fill(
        "Ban họp giao ban ngày 05/8/2022.\n\nĐề nghị gửi báo cáo trước 16 giờ 00 ngày 04/8/2022."
    )
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Thư gửi Đảng ủy xã Hợp Lý").wait_for()
    visit.check()
    visit.picture("notice-preview")
    page.get_by_role("button", name="Gửi cho 2 người nhận").click()
    page.get_by_text("Đã đưa 2 thông báo vào hộp thư đi.").wait_for()
    visit.check()
    visit.picture("reminders-sent")

    page.get_by_role("link", name="Đang giữ, chờ gửi").click()
    page.get_by_role("button", name="Cho gửi tiếp Đảng ủy xã An Lão").click()
    page.get_by_text("Không có yêu cầu giữ nào.").wait_for()
    with overdue.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.message == "notice")).all()
    assert sorted(row.unit for row in rows) == ["X1", "X2"]


def test_everything_fits_on_a_telephone(overdue: Workplace, visit: Visit) -> None:
    visit.open("/reminders", role=Role.BOARD)
    work_once(overdue, now=clock.now())

    for width in (PHONE, 1280):
        for name, path in {
            "coming": "/reminders",
            "coming-text": "/reminders/coming/1/0",
            "sent": "/reminders?view=sent",
            "waiting": "/reminders?view=held&unit=X1",
            "messages": "/messages",
            "message": "/messages/1",
            "write": "/reminders/write?overdue=1&tier=commune",
            "phone": "/phone",
            "phone-log": "/phone/log",
            "answers": "/answers",
        }.items():
            visit.open(path, role=Role.BOARD, width=width)
            visit.check()
            visit.picture(f"reminders-{name}-{width}")
