"""Every page of the staff on a phone: nothing runs off the screen, nothing is in the way of whoever hears it read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from domain.access import GRANTS, Role
from tests.web.browser import PHONE
from tests.web.routes import Route, routes

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.web.browser import Visit

THERE = {"code": "X1", "unit": "X1"}
# Each page once, before the first of those who may open it.
ORDER = (Role.BOARD, Role.ADMINISTRATOR, Role.OFFICE)


def filled(route: Route) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: THERE.get(found[1], "1"), route.path)


def pages_of(role: Role) -> list[str]:
    opened = [one for one in routes() if one.method == "GET" and not one.is_for_programs]
    return [filled(one) for one in opened if next(iter(_openers(one)), None) is role]


def _openers(route: Route) -> list[Role]:
    return [role for role in ORDER if (route.any_of or frozenset()) & GRANTS[role]]


@pytest.mark.parametrize("role", ORDER)
def test_a_page_fits_a_phone_and_is_open_to_everybody(
    visit: Visit, as_role: Callable[..., httpx.Client], role: Role
) -> None:
    client = as_role(role)
    faults: list[str] = []
    for path in pages_of(role):
        with client.stream("GET", path) as answer:
            is_page = answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
            is_page &= "Content-Disposition" not in answer.headers  # a record to keep is laid down, not opened
        if is_page:
            visit.open(path, role=role, width=PHONE)
            faults += visit.faults()

    assert faults == []
