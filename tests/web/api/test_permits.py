"""Every operation x every way of not being allowed to call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.access import Permission, Role
from domain.api_tokens import SCOPES
from services.api_tokens import find_token, revoke_token
from tests.web.api.conftest import program, token_of
from tests.web.api.operations import NOWHERE, operations

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace
    from tests.web.api.conftest import AsProgram

OPERATIONS = operations()
PROBLEM = "application/problem+json"


def test_each_operation_has_one_name_and_every_scope_opens_something() -> None:
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS) > 30
    assert set(SCOPES) == {scope for one in OPERATIONS for scope in one.needs}


@pytest.mark.parametrize("token", ["", "dd_1_" + "a" * 43, "x"], ids=["none", "made-up", "no-token"])
def test_nothing_is_answered_without_a_token_that_holds(url: str, token: str) -> None:
    with program(url, token) as stranger:
        answers = {one.name: one.call(stranger) for one in OPERATIONS}

    assert {name for name, one in answers.items() if one.status_code != 401} == set()
    assert {one.headers["content-type"] for one in answers.values()} == {PROBLEM}
    assert {one.json()["code"] for one in answers.values()} == {"unauthorized"}
    assert all(one.headers["www-authenticate"].startswith("Bearer") for one in answers.values())


def test_a_cookie_is_no_token(as_role: Callable[..., httpx.Client]) -> None:
    client = as_role(Role.BOARD)

    assert client.get("/api/v1/status").status_code == 401


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_opens_what_its_scope_says_and_nothing_else(as_program: AsProgram, scope: Permission) -> None:
    client = as_program(scope.value, role=Role.OFFICE if scope is Permission.OVERSEE else Role.BOARD)

    answers = {one: one.call(client) for one in OPERATIONS}

    wrong = {one.name for one, answer in answers.items() if (answer.status_code == 403) is (scope in one.needs)}
    assert wrong == set()
    assert {answer.json()["code"] for answer in answers.values() if answer.status_code == 403} == {"forbidden"}


def test_what_is_of_another_campaign_or_unit_is_not_found(as_program: AsProgram) -> None:
    client = {role: as_program(role=role) for role in (Role.BOARD, Role.OFFICE)}
    named = [one for one in OPERATIONS if one.names_something]

    elsewhere = {one.name: one.call(client[one.role], plan="ke-hoach-khac").status_code for one in OPERATIONS}
    nowhere = {one.name: one.call(client[one.role], names=NOWHERE).status_code for one in named}

    assert {name for name, status in elsewhere.items() if status != 404} == set()
    assert {name for name, status in nowhere.items() if status != 404} == set()


def test_tokens_of_who_only_looks_cannot_do_anything(as_program: AsProgram) -> None:
    client = as_program(role=Role.VIEWER)

    assert {one.name for one in OPERATIONS if one.method == "POST" and one.call(client).status_code != 403} == {
        "check_report"
    }


def test_revoked_token_ends_at_once_and_use_is_noted(place: Workplace, url: str) -> None:
    token = token_of(place, "watch")
    with program(url, token) as client:
        assert client.get("/status").status_code == 200
        with place.begin() as session:
            now = place.now()
            found = find_token(session, token, now=now)
            assert found is not None
            assert not found.is_to_be_noted
            revoke_token(session, found.token_id, user_id=found.user.id, by="Lan", now=now)
        assert client.get("/status").status_code == 401
