from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

from config import clock
from domain.access import Role
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    AsRole = Callable[..., httpx.Client]

TOKEN = re.compile(r"dd_\d+_[A-Za-z0-9_-]{43}")


def _make(client: httpx.Client, **typed: object) -> httpx.Response:
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    form = {"csrf": csrf_of(client), "name": "Bảng theo dõi", "scopes": ["watch"], "until": until, **typed}
    return client.post("/account/tokens", data=form)


def test_token_is_shown_once_and_opens_the_api_until_it_is_taken_back(url: str, as_role: AsRole) -> None:
    client = as_role(Role.BOARD)

    made = _make(client)
    token = TOKEN.findall(made.text)[0]
    listed = client.get("/account/tokens").text
    bearer = {"Authorization": f"Bearer {token}"}
    used = client.get("/api/v1/status", headers=bearer)
    number = token.split("_")[1]
    revoked = client.post(f"/account/tokens/{number}/revoke", data={"csrf": csrf_of(client)}, follow_redirects=True)

    assert used.status_code == 200
    assert "Bảng theo dõi" in listed
    assert TOKEN.search(listed) is None
    assert "Đã thu hồi mã" in revoked.text
    assert client.get("/api/v1/status", headers=bearer).status_code == 401
    assert httpx.get(f"{url}/api/v1/status", headers=bearer, verify=False).status_code == 401  # noqa: S501 -- no TLS on loopback


def test_form_keeps_what_was_typed_and_says_what_is_wrong(as_role: AsRole) -> None:
    client = as_role(Role.VIEWER)

    greedy, endless, nameless = (
        _make(client, scopes=["review"]),
        _make(client, until="2199-01-01"),
        _make(client, name=" "),
    )

    assert [one.status_code for one in (greedy, endless, nameless)] == [409, 409, 409]
    assert "tài khoản không có" in greedy.text
    assert 'value="2199-01-01"' in endless.text
    assert "đặt tên cho mã" in nameless.text


def test_nobody_can_take_back_the_token_of_somebody_else(as_role: AsRole) -> None:
    token = TOKEN.findall(_make(as_role(Role.BOARD)).text)[0]
    other = as_role(Role.ADMINISTRATOR)

    refused = other.post(f"/account/tokens/{token.split('_')[1]}/revoke", data={"csrf": csrf_of(other)})

    assert refused.status_code == 409
    assert "Không có mã truy cập này" in refused.text
