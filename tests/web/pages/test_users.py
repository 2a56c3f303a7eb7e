from __future__ import annotations

import re
from typing import TYPE_CHECKING

from config import clock
from database.queries.users import user_named
from domain.access import Role
from services.passwords import is_right
from services.users import Person, create_user
from tests.web.people import cookie_for, csrf_of, signed_in_client

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

SENTENCE = "mùa thu năm ấy rất đẹp"


def test_an_account_is_made_its_first_password_shown_once_and_changed_at_the_first_sign_in(
    place: Workplace, url: str, as_role: Callable[..., httpx.Client]
) -> None:
    admin = as_role(Role.ADMINISTRATOR)
    form = {
        "csrf": csrf_of(admin),
        "name": "Tran.Hoa",
        "display_name": "Trần Thị Hòa",
        "email": "hoa@tinh.example",
        "role": "board",
    }

    made = admin.post("/admin/users/new", data=form)
    again = admin.post("/admin/users/new", data=form)

    password = re.findall(r"<code>([a-z0-9-]{19})</code>", made.text)
    assert len(password) == 1
    assert again.status_code == 409
    assert "Đã có tài khoản" in again.text
    with signed_in_client(url, "") as browser:
        came = browser.post("/sign-in", data={"name": "tran.hoa", "password": password[0]})
        assert came.headers["location"] == "/today"
        assert browser.get("/account").headers["location"] == "/account/password"
        assert "do người quản trị cấp" in browser.get("/account/password").text
        key = csrf_of(browser, "/account/password")
        browser.post("/account/password", data={"csrf": key, "old": password[0], "new": SENTENCE, "again": SENTENCE})
    with place.read() as session:
        row = user_named(session, "tran.hoa")
        assert row is not None
        assert is_right(SENTENCE, row.password_hash)
        assert not row.must_change


def test_the_last_administrator_can_be_neither_closed_nor_made_something_else(
    place: Workplace, as_role: Callable[..., httpx.Client]
) -> None:
    admin = as_role(Role.ADMINISTRATOR)
    key = csrf_of(admin)
    with place.read() as session:
        row = user_named(session, "administrator")
        assert row is not None

    closed = admin.post(f"/admin/users/{row.id}/close", data={"csrf": key})
    changed = admin.post(f"/admin/users/{row.id}", data={"csrf": key, "display_name": "A", "role": "viewer"})

    assert (closed.status_code, changed.status_code) == (409, 409)
    assert "quản trị viên cuối cùng" in closed.text


def test_a_closed_account_is_out_at_once_and_cannot_come_back(
    place: Workplace, as_role: Callable[..., httpx.Client]
) -> None:
    admin, board = as_role(Role.ADMINISTRATOR), as_role(Role.BOARD)
    with place.read() as session:
        row = user_named(session, "board")
        assert row is not None
    assert board.get("/account").status_code == 200

    admin.post(f"/admin/users/{row.id}/close", data={"csrf": csrf_of(admin)})

    assert board.get("/account").headers["location"] == "/sign-in?then=%2Faccount"


def test_an_account_of_a_unit_names_its_unit(place: Workplace) -> None:
    with place.begin() as session:
        row, _ = create_user(
            session,
            "xa.mot",
            Person("Đỗ Một", "", Role.UNIT, "X1"),
            units={"X1"},
            by="quản trị",
            now=clock.now(),
            password=SENTENCE,
        )

    assert (row.body, row.must_change) == ("X1", False)


def test_somebody_elses_browser_cannot_be_ended(
    place: Workplace, url: str, as_role: Callable[..., httpx.Client]
) -> None:
    viewer, board = as_role(Role.VIEWER), as_role(Role.BOARD)
    own = cookie_for(place, Role.BOARD)
    number = re.findall(r"/account/sessions/(\d+)/revoke", board.get("/account").text)

    refused = viewer.post(f"/account/sessions/{number[0]}/revoke", data={"csrf": csrf_of(viewer)})
    ended = board.post(f"/account/sessions/{number[0]}/revoke", data={"csrf": csrf_of(board)})

    assert (refused.status_code, ended.status_code) == (409, 303)
    with signed_in_client(url, own) as browser:
        assert browser.get("/account").status_code == 303
