"""The administrator's story before a browser: from the first password to a chain of the log that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp

from config import clock
from domain.access import Role
from services.second_factors import STEP
from services.users import Person, create_user
from tests.web.browser import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from config.wiring import Workplace
    from tests.web.browser import Visit

SENTENCE = "mùa thu năm ấy rất đẹp"
LIST = (
    "mã,đơn vị,họ tên,vai trò,kênh,địa chỉ,điện thoại\nx1-moi,X1,Người Mới,đầu mối,email,moi@tinh.example,0912000999\n"
)


def first_password_of(place: Workplace) -> str:
    with place.begin() as session:
        person = Person("Lê Quang Huy", "", Role.ADMINISTRATOR)
        return create_user(session, "quan.tri", person, units=(), by="máy chủ", now=clock.now())[1]


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Tên đăng nhập").fill("quan.tri")
    page.get_by_label("Mật khẩu").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Đăng nhập").click()


def code_of(secret: str, *, later: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + later * STEP)


def test_from_the_first_password_to_a_log_that_holds(place: Workplace, visit: Visit) -> None:
    first = first_password_of(place)

    page = visit.open("/admin/users")
    visit.check()
    sign_in(page, first)
    page.get_by_label("Mật khẩu hiện tại").fill(first)
    page.get_by_label("Mật khẩu mới", exact=True).fill(SENTENCE)
    page.get_by_label("Nhập lại mật khẩu mới").fill(SENTENCE)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    page.get_by_role("status").get_by_text("Đã đổi mật khẩu").wait_for()

    page.get_by_role("link", name="Bật", exact=True).click()
    secret = page.locator("code").inner_text()
    page.get_by_label("Mã đang hiện").fill(code_of(secret))
    page.get_by_role("button", name="Bật").click()
    page.get_by_role("button", name="Đăng xuất").click()
    sign_in(page, SENTENCE)
    page.get_by_label("Mã").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Tiếp tục").click()

    page.goto(page.url.partition("/today")[0] + "/admin/users/new")
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Họ tên").fill("Trần Thị Hòa")
    page.get_by_role("radio", name="Ban Tuyên giáo").check()
    page.get_by_role("button", name="Lập tài khoản").click()
    page.get_by_text("chỉ hiện một lần").first.wait_for()

    page.get_by_role("link", name="Đầu mối").first.click()
    page.get_by_role("link", name="Nhập danh sách").click()
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "dau-moi.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_role("button", name="Xem thay đổi").click()
    page.get_by_role("button", name="Ghi 1 thay đổi").click()
    page.get_by_role("status").get_by_text("Đã ghi 1 thay đổi từ danh sách 1 dòng.", exact=True).wait_for()

    page.get_by_role("link", name="Quản trị").click()
    page.get_by_role("link", name="Nhật ký").click()
    page.get_by_role("link", name="Kiểm tra chuỗi").click()
    page.get_by_role("status").get_by_text("Chuỗi nhật ký nguyên vẹn").wait_for()
    for deed in ("đổi mật khẩu", "bật xác thực hai bước", "lập tài khoản", "nhập danh sách đầu mối"):
        assert page.get_by_role("cell", name=deed).count() >= 1
    visit.axe()
    visit.fits()


def test_a_wrong_password_is_told_on_the_page_and_after_five_the_name_waits(place: Workplace, visit: Visit) -> None:
    first_password_of(place)
    page = visit.open("/sign-in", width=PHONE)

    for _ in range(6):
        sign_in(page, "không phải mật khẩu này")

    page.get_by_role("alert").get_by_text("Đã sai quá nhiều lần").wait_for()
    visit.fits()
