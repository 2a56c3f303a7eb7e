"""A commune on a phone, from the link in its letter to the receipt: over a line that breaks, and with a hasty finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import OutboxRow, SubmissionFileRow, SubmissionRow
from database.queries.unit_links import duties_of
from services.rendering import Batch
from tests.web.browser import PHONE
from tests.web.unit_visits import in_2022, path_of, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FilePayload, Page, Route

    from config.wiring import Workplace
    from tests.web.browser import Visit

LIGHTEST = 60_000  # bytes: what a weak phone loads before the first page is there
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANNEX = bytes(700 * 1024)  # three pieces


def link_in_letter(place: Workplace, unit: str) -> str:
    """Out of the HTML of the letter as it is sent."""
    campaign = in_2022(place)
    with place.read() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.message == "opening", OutboxRow.unit == unit)).one()
        letter = Batch(session, campaign, [row], now=place.now(), links=place.answer_links).rendered(row)
    (found,) = re.findall(r'href="([^"]+/u/[^"]+)"', letter.html)
    return str(found)


def look_closely(visit: Visit) -> None:
    visit.axe()
    visit.fits()


def break_after(page: Page, pieces: int, breaking: Callable[[], None]) -> None:
    """Let the line break while the piece after these is on its way."""
    sent: list[str] = []

    def pass_on(route: Route) -> None:
        if route.request.method == "PATCH":
            sent.append(route.request.url)
            if len(sent) == pieces + 1:
                breaking()
        route.continue_()

    page.route("**/uploads/*", pass_on)


def test_commune_hands_in_on_a_phone_over_a_line_that_breaks(place: Workplace, url: str, visit: Visit) -> None:
    place.settings.web_url = url
    page = visit.open(link_in_letter(place, "X1"), width=PHONE)
    weight = visit.weight()
    assert weight <= LIGHTEST, weight
    look_closely(visit)
    visit.picture("don-vi-1-trang-chinh")

    page.get_by_role("link", name="Nộp báo cáo").click()
    look_closely(visit)
    visit.picture("don-vi-2-chon-tep")
    page.get_by_label("Tệp báo cáo").set_input_files({"name": "Báo cáo.docx", "mimeType": WORD, "buffer": report()})
    page.get_by_label("Phụ lục").set_input_files({"name": "Ảnh.bin", "mimeType": "image/png", "buffer": ANNEX})
    break_after(page, 2, lambda: page.context.set_offline(offline=True))
    page.get_by_role("button", name="Tải tệp lên").click()
    page.get_by_text("Mạng đang ngắt").wait_for()
    visit.picture("don-vi-3-mat-mang")
    page.context.set_offline(offline=False)

    page.get_by_text("Đủ 3/3 mục").wait_for()
    look_closely(visit)
    visit.picture("don-vi-4-xem-lai")
    page.get_by_label("Số văn bản").fill("45-BC/ĐU")
    page.get_by_role("button", name="Nộp báo cáo").dblclick()
    page.get_by_role("heading", name=re.compile("Phiếu tiếp nhận số 0001")).wait_for()
    look_closely(visit)
    visit.picture("don-vi-5-phieu-tiep-nhan")
    receipt = page.url
    page.go_back()
    page.get_by_role("heading", name=re.compile("Phiếu tiếp nhận số 0001")).wait_for()

    assert page.url == receipt
    with place.read() as session:
        assert session.scalar(select(func.count(SubmissionRow.id))) == 1
        annex = session.scalars(select(SubmissionFileRow)).one()
    assert place.store.get(annex.sha256) == ANNEX
    visit.errors[:] = [one for one in visit.errors if "ERR_INTERNET_DISCONNECTED" not in one]


def test_upload_goes_on_after_the_page_was_loaded_anew(place: Workplace, url: str, visit: Visit) -> None:
    place.settings.web_url = url
    page = visit.open(link_in_letter(place, "X1"), width=PHONE)
    page.get_by_role("link", name="Nộp báo cáo").click()
    file: FilePayload = {"name": "Báo cáo.docx", "mimeType": WORD, "buffer": report() + ANNEX}
    page.get_by_label("Tệp báo cáo").set_input_files(file)
    break_after(page, 2, lambda: page.context.set_offline(offline=True))
    page.get_by_role("button", name="Tải tệp lên").click()
    page.get_by_text("Mạng đang ngắt").wait_for()
    page.get_by_role("button", name="Tạm dừng").click()
    page.get_by_text("Đã tạm dừng").wait_for()
    page.context.set_offline(offline=False)
    page.reload()

    page.get_by_text("Hãy chọn lại đúng các tệp “Báo cáo.docx”").wait_for()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.get_by_label("Tệp báo cáo").set_input_files(file)
    page.get_by_role("button", name="Tải tệp lên").click()
    page.wait_for_url(re.compile(r"/hand-ins/[0-9a-f]{32}$"))

    assert [one for one in sent if one.endswith("/begin")] == []
    pieces = [one for one in sent if one.startswith("PATCH")]
    assert len(pieces) == 3 - 2
    visit.errors[:] = [one for one in visit.errors if "ERR_INTERNET_DISCONNECTED" not in one]


def test_without_scripts_the_form_hands_in_at_once(place: Workplace, url: str, visit: Visit) -> None:
    place.settings.web_url = url
    page = visit.open(link_in_letter(place, "X1"), width=PHONE, has_scripts=False)

    page.get_by_role("link", name="Nộp báo cáo").click()
    page.get_by_label("Tệp báo cáo").set_input_files({"name": "bc.docx", "mimeType": WORD, "buffer": report()})
    page.get_by_role("button", name="Tải tệp lên").click()
    page.get_by_role("button", name="Nộp báo cáo").click()

    page.get_by_role("heading", name=re.compile("Phiếu tiếp nhận số 0001")).wait_for()


def test_every_page_of_a_unit_is_fit_for_a_phone(place: Workplace, visit: Visit) -> None:
    path = path_of(place, "HU1")
    with place.read() as session:
        duty = f"{path}/duties/{duties_of(session, 1, 'HU1')[0]}"
    for name, tail in {
        "trang-chinh": path,
        "nhiem-vu": duty,
        "kiem-tra": f"{duty}/check",
        "hen-ngay": f"{duty}/promise",
        "dau-moi": f"{path}/contact",
        "lich-su": f"{path}/history",
        "truc-thuoc": f"{path}/subordinates",
        "tong-hop": f"{path}/consolidation",
    }.items():
        visit.open(tail, width=PHONE)
        look_closely(visit)
        visit.picture(f"huyen-{name}")


def test_expired_link_shows_the_way_out(place: Workplace, url: str, visit: Visit) -> None:
    place.settings.web_url = url
    link = link_in_letter(place, "X1")
    in_2022(place, "2022-09-19T09:00")

    page = visit.open(link, width=PHONE)
    look_closely(visit)
    visit.picture("don-vi-het-han")
    page.get_by_role("button", name="Gửi liên kết mới").click()

    page.get_by_text("Liên kết mới được gửi đến các địa chỉ đã đăng ký").wait_for()
