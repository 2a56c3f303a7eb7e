"""What holds where people come over HTTPS: every answer of every route, every cookie, and the names of the site."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import httpx
import pytest

from domain.access import Role
from tests.web.calls import serving
from tests.web.people import cookie_for
from tests.web.routes import routes
from tests.web.test_permits import filled
from web.app import HEADERS, OVER_HTTPS, create_app
from web.visitors import SECURE_COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace

HOST = "dondoc.tinh.example"


@pytest.fixture
def browser(place: Workplace) -> Iterator[httpx.Client]:
    """Behind a proxy that takes the encryption off and keeps the name."""
    place.settings.web_url = f"https://{HOST}"
    with serving(create_app(place)) as url, calling(url, host=HOST) as client:
        yield client


def calling(url: str, *, host: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Host": host}, verify=False, timeout=30)  # noqa: S501 -- no TLS on loopback


def signed_in(place: Workplace) -> dict[str, str]:
    """As a browser sends it: httpx would keep such a cookie from an open line."""
    return {"Cookie": f"{SECURE_COOKIE}={cookie_for(place, Role.BOARD)}"}


def cookies_of(answer: httpx.Response) -> SimpleCookie:
    return SimpleCookie(answer.headers.get("set-cookie", ""))


def test_every_answer_of_every_route_carries_the_strict_headers(browser: httpx.Client) -> None:
    wanted = HEADERS | OVER_HTTPS
    lax: dict[str, set[str]] = {}
    for route in routes():
        answer = browser.request(route.method, filled(route))
        missing = {name for name in wanted if name not in answer.headers}
        lax |= {str(route): missing} if missing else {}

    assert lax == {}


def test_so_do_files_and_what_is_not_there(browser: httpx.Client) -> None:
    told = {browser.get(path).headers["Strict-Transport-Security"] for path in ("/static/dondoc.css", "/khong-co")}

    assert told == {"max-age=31536000"}


def test_without_https_nothing_is_promised_of_it(place: Workplace) -> None:
    with serving(create_app(place)) as url, calling(url, host=HOST) as client:
        assert "Strict-Transport-Security" not in client.get("/health/live").headers


def test_every_cookie_is_kept_from_scripts_from_other_sites_and_from_the_open_line(
    browser: httpx.Client, place: Workplace
) -> None:
    known = signed_in(place)
    key = browser.get("/account", headers=known).text.partition('name="csrf" value="')[2][:64]
    made = [
        browser.post(
            "/account/tokens", data={"csrf": key, "name": "máy", "scope": "status", "days": "30"}, headers=known
        ),
        browser.post("/sign-out", data={"csrf": key}, headers=known),
    ]

    cookies = [morsel for answer in made for morsel in cookies_of(answer).values()]

    assert cookies
    assert [one.key for one in cookies if not one.key.startswith("__Host-")] == []
    for one in cookies:
        assert (one["secure"], one["httponly"], one["path"], one["domain"]) == (True, True, "/", "")
        assert one["samesite"].lower() == "lax"


def test_the_site_answers_under_its_own_name(browser: httpx.Client) -> None:
    names = (HOST, f"{HOST.upper()}:443", "127.0.0.1:8000", "[::1]:8000", "la.example", f"{HOST}.la.example", "")

    answers = {name: browser.get("/sign-in", headers={"Host": name}) for name in names}

    assert [name for name, answer in answers.items() if answer.status_code != 200] == list(names[4:])
    assert {answer.status_code for answer in answers.values()} == {200, 421}
    assert "hãy mở đúng địa chỉ" in answers["la.example"].text
    assert browser.get("/health/live", headers={"Host": "10.0.0.5:8000"}).status_code == 200


def test_without_a_name_of_its_own_it_answers_under_any(place: Workplace) -> None:
    with serving(create_app(place)) as url, calling(url, host="may-noi-bo:8000") as client:
        assert client.get("/sign-in").status_code == 200


def test_signing_in_leads_to_no_other_site(browser: httpx.Client, place: Workplace) -> None:
    wanted = ("//la.example", "/\\la.example", "https://la.example", "/\t/la.example", "javascript:alert(1)", "\\\\la")
    known = signed_in(place)

    led = {browser.get("/sign-in", params={"then": one}, headers=known).headers["location"] for one in wanted}

    assert led == {"/today"}
    own = browser.get("/sign-in", params={"then": "/units?tier=commune"}, headers=known)
    assert own.headers["location"] == "/units?tier=commune"
