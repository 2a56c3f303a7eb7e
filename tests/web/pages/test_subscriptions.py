from __future__ import annotations

import re
from typing import TYPE_CHECKING

from config.subscription_work import work_once
from database.models import SubscriptionCallRow
from domain.access import Role
from domain.changes import signature
from tests.fakes.far_server import FarServer, Reply
from tests.web.people import csrf_of
from tests.web.queries import counting

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    AsRole = Callable[..., httpx.Client]

SECRET = re.compile(r'id="secret"[^>]* value="([^"]{43})"')


def _add(client: httpx.Client, address: str, *kinds: str) -> httpx.Response:
    return client.post("/admin/subscriptions", data={"csrf": csrf_of(client), "address": address, "kinds": list(kinds)})


def test_subscription_is_added_tested_and_ended(place: Workplace, as_role: AsRole) -> None:
    client = as_role(Role.ADMINISTRATOR)
    key = {"csrf": csrf_of(client)}
    with FarServer() as far:
        far.route("POST", "/nhan", lambda _: Reply())
        added = _add(client, f"{far.url}/nhan", "submitted")
        secret = SECRET.findall(added.text)[0]

        client.post("/admin/subscriptions/1/test", data=key)
        now = place.now()
        assert work_once(place, now=now)
        assert not work_once(place, now=now)

    (call,) = far.calls
    assert call.json()["kind"] == "test"
    assert call.headers["dondoc-signature"] == signature(call.body, secret=secret, at=now)
    shown = client.get("/admin/subscriptions/1").text
    assert ("Đã nhận" in shown, "Đơn vị nộp báo cáo" in shown, secret in shown) == (True, True, False)
    ended = client.post("/admin/subscriptions/1/end", data=key, follow_redirects=True)
    assert "đã ngừng" in ended.text


def test_call_that_was_given_up_can_be_sent_again(place: Workplace, as_role: AsRole) -> None:
    client = as_role(Role.ADMINISTRATOR)
    key = {"csrf": csrf_of(client)}
    with FarServer() as far:
        far.route("POST", "/nhan", lambda _: Reply())
        far.fail("/nhan", ("http", 410, b""))
        _add(client, f"{far.url}/nhan")
        client.post("/admin/subscriptions/1/test", data=key)
        work_once(place, now=place.now())
        given_up = client.get("/admin/subscriptions/1").text

        again = client.post("/admin/subscriptions/1/calls/1/replay", data=key, follow_redirects=True)
        work_once(place, now=place.now())

    assert "Không gửi được" in given_up
    assert "đang chờ gửi lại" in again.text
    assert len(far.calls) == 2


def test_nothing_leaves_a_rehearsal_and_the_page_says_so(place: Workplace, as_role: AsRole) -> None:
    place.settings.clock = "2022-07-20T10:00"
    client = as_role(Role.ADMINISTRATOR)
    with FarServer() as far:
        _add(client, f"{far.url}/nhan")
        client.post("/admin/subscriptions/1/test", data={"csrf": csrf_of(client)})

        assert work_once(place, now=place.now()) is False

    assert far.calls == []
    with place.read() as session:
        assert session.get_one(SubscriptionCallRow, 1).state == "queued"
    assert "bản diễn tập" in client.get("/admin/subscriptions").text


def test_address_that_is_open_to_all_is_refused_in_the_form(as_role: AsRole) -> None:
    client = as_role(Role.ADMINISTRATOR)

    refused = _add(client, "http://may-chu.example/nhan", "accepted")

    assert refused.status_code == 409
    assert "https://" in refused.text
    assert 'value="accepted" checked' in refused.text
    assert client.get("/admin/subscriptions/7").status_code == 404


def test_list_asks_the_same_questions_however_long_it_is(place: Workplace, as_role: AsRole) -> None:
    client = as_role(Role.ADMINISTRATOR)
    asked = []
    for more in (1, 2):
        for _ in range(more):
            _add(client, "https://may-chu.example/")
        with counting(place.engine) as questions:
            client.get("/admin/subscriptions")
        asked.append(len(questions))

    assert len(set(asked)) == 1
