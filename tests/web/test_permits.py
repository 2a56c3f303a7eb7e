"""Every route x every role: let in where the role allows it, refused everywhere else, and never a failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from domain.access import GRANTS, Permission, Role
from tests.web.people import csrf_of
from tests.web.routes import Route, routes

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

ROUTES = [one for one in routes() if not one.is_for_programs]
GUARDED = [one for one in ROUTES if one.any_of is not None]
# Objects that are there, or that are nobody's: a page that is allowed must bear both.
FILLED = {"code": "X1", "unit": "X1", "token": "khong-co", "name": "khong-co"}


def filled(route: Route) -> str:
    """The address with something in the place of each parameter."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: FILLED.get(found[1], "1"), route.path)


def is_refusal(answer: httpx.Response) -> bool:
    return answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/sign-in")


def test_every_route_declares_who_may_call_it() -> None:
    assert [str(one) for one in ROUTES if not one.is_declared] == []


def test_whoever_is_not_signed_in_is_let_in_nowhere(url: str) -> None:
    import httpx  # noqa: PLC0415 -- at run time only here

    with httpx.Client(base_url=url, verify=False, timeout=30) as nobody:  # noqa: S501 -- no TLS on loopback
        let_in = [str(one) for one in GUARDED if not is_refusal(nobody.request(one.method, filled(one)))]

    assert let_in == []


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_where_it_may_and_nowhere_else(role: Role, as_role: Callable[..., httpx.Client]) -> None:
    wrong: list[str] = []
    with as_role(role) as client:
        key = csrf_of(client)
        for route in GUARDED:
            is_allowed = bool(route.any_of and route.any_of & GRANTS[role])
            if is_allowed and route.method != "GET":
                continue  # what it does is for the tests of its page; here nothing should be changed
            sent = None if route.method == "GET" else {"csrf": key}
            answer = client.request(route.method, filled(route), data=sent)
            if is_refusal(answer) is is_allowed or answer.status_code >= 500:
                wrong.append(f"{route}: {answer.status_code}")

    assert wrong == []


def test_nothing_is_changed_without_the_key_of_the_form(as_role: Callable[..., httpx.Client]) -> None:
    done: list[str] = []
    for role in Role:
        client = as_role(role)
        for route in GUARDED:
            if route.method != "GET" and route.any_of and route.any_of & GRANTS[role]:
                answers = [client.request(route.method, filled(route), data=data) for data in ({}, {"csrf": "0" * 64})]
                done += [f"{role}: {route}" for answer in answers if answer.status_code != 403]

    assert done == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_can_send_a_form(as_role: Callable[..., httpx.Client], site: str) -> None:
    client = as_role(Role.BOARD)
    key = csrf_of(client)

    refused = client.post("/sign-out", data={"csrf": key}, headers={"Sec-Fetch-Site": site})
    by_origin = client.post("/sign-out", data={"csrf": key}, headers={"Origin": "https://la.example"})

    assert (refused.status_code, by_origin.status_code) == (403, 403)
    assert client.get("/account").status_code == 200


def test_every_permission_is_somebodys_and_every_role_has_its_own_account() -> None:
    assert set().union(*GRANTS.values()) == set(Permission)
    assert all(Permission.ACCOUNT in granted for granted in GRANTS.values())
