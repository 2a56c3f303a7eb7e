"""People with accounts, signed in without a password: hashing one takes longer than most tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx

from config import clock
from database.models import UserRow
from database.queries.users import user_named
from domain.access import Role
from services.web_sessions import Browser, begin
from web.visitors import COOKIE

if TYPE_CHECKING:
    from config.wiring import Workplace

NAMES = {
    Role.ADMINISTRATOR: "Nguyễn Quản Trị",
    Role.BOARD: "Trần Thị Lan",
    Role.VIEWER: "Lê Lãnh Đạo",
    Role.OFFICE: "Phạm Văn Phòng",
    Role.UNIT: "Đỗ Cán Bộ",
}
_FORM_KEY = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def cookie_for(place: Workplace, role: Role, *, body: str = "", name: str = "") -> str:
    """The cookie of a browser in which such a person is signed in; the account is made when it is first asked for."""
    now, account = clock.now(), name or role.value
    with place.begin() as session:
        row = user_named(session, account)
        if row is None:
            row = UserRow(
                name=account,
                display_name=NAMES[role],
                email="",
                role=role,
                body=body,
                password_hash="",
                password_changed_at=now,
                created_at=now,
                created_by="kiểm thử",
            )
            session.add(row)
            session.flush()
        return begin(session, row, Browser("127.0.0.1", "kiểm thử"), is_complete=True, now=now)


def signed_in_client(url: str, cookie: str) -> httpx.Client:
    return httpx.Client(base_url=url, cookies={COOKIE: cookie}, timeout=30, verify=False)  # noqa: S501 -- no TLS on loopback


def csrf_of(client: httpx.Client, path: str = "/account") -> str:
    """The key that every form of this browser carries."""
    found = _FORM_KEY.search(client.get(path).text)
    assert found is not None, f"No form on {path}"
    return found[1]
