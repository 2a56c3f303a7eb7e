"""The small campaign on 20/7/2022, and programs that come with a token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import httpx
import pytest

from config import clock
from database.queries.users import user_named
from domain.access import Role
from domain.api_tokens import scopes_on_offer
from services.api_tokens import issue_token
from tests.web.people import cookie_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace

BASE = "/api/v1"


class AsProgram(Protocol):
    def __call__(self, *scopes: str, role: Role = Role.BOARD) -> httpx.Client: ...


@pytest.fixture
def place(place: Workplace) -> Workplace:
    """Of the campaign in its time: an installation whose clock runs in 2022."""
    place.settings.clock = "2022-07-20T10:00"
    vars(place).pop("now", None)
    return place


def token_of(place: Workplace, *scopes: str, role: Role = Role.BOARD) -> str:
    """A token with these scopes, or with all that the role may give."""
    cookie_for(place, role)
    now = clock.now()
    with place.begin() as session:
        user = user_named(session, role.value)
        assert user is not None
        wanted = scopes or [one.value for one in scopes_on_offer(role)]
        return issue_token(
            session, user.id, name="Máy kiểm thử", scopes=wanted, expires_at=now + timedelta(days=1), now=now
        )[1]


def program(url: str, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=url + BASE, headers=headers, timeout=30, verify=False)  # noqa: S501 -- no TLS on loopback


@pytest.fixture
def as_program(place: Workplace, url: str) -> Iterator[AsProgram]:
    clients: list[httpx.Client] = []

    def made(*scopes: str, role: Role = Role.BOARD) -> httpx.Client:
        clients.append(program(url, token_of(place, *scopes, role=role)))
        return clients[-1]

    yield made
    for client in clients:
        client.close()
