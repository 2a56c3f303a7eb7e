"""Whatever is sent to whichever form: a sentence, never a failure. Each form of the site, with values that nobody types."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.routing import APIRoute

from domain.access import GRANTS, Role
from tests.web.people import cookie_for, csrf_of, signed_in_client
from tests.web.routes import dependencies_of, routes
from web.permits import Needs
from web.routers import ROUTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace

ROUNDS = 2
VALUES = (
    "",
    "X1",
    "1",
    "-1",
    "0",
    "99999999999999999999",
    "2022-08-22",
    "2022-02-30",
    "0000-00-00",
    "true",
    "Đảng ủy xã",
    "\x00\x1b[31m",
    "\u202egnort",
    "<script>alert(1)</script>",
    "'; DROP TABLE outbox; --",
    "{{ 7*7 }}",
    "../../../etc/passwd",
    "=HYPERLINK(1)",
    "ơ" * 5_000,
)
FILES = (
    ("a.docx", b""),
    ("a.docx", b"PK\x03\x04" + b"\x00" * 50),
    ("a.pdf", b"%PDF-1.7\n%%EOF"),
    ("a.xlsx", b"PK\x05\x06" + b"\x00" * 18),
    ("a.csv", "mã,đơn vị\n".encode() + b"\xff\xfe\x00"),
    ("..\\..\\con.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    ("x" * 300, b"MZ"),
)


def forms() -> Iterator[tuple[str, Role, list[str], list[str]]]:
    """Each form with a role that may send it, its fields, and those of them that are files."""
    for router in ROUTERS:
        for route in router.routes:
            if not isinstance(route, APIRoute) or "POST" not in (route.methods or ()):
                continue
            needs = next((one.call for one in dependencies_of(route.dependant) if isinstance(one.call, Needs)), None)
            if needs is None or route.path.startswith("/api/"):
                continue
            role = next(role for role in Role if needs.any_of & GRANTS[role])
            fields = [field.alias for field in route.dependant.body_params]
            files = [field.alias for field in route.dependant.body_params if "File" in type(field.field_info).__name__]
            yield route.path, role, fields, files


FORMS = sorted(forms())


def test_there_are_forms_to_be_fuzzed() -> None:
    assert len(FORMS) > 40


@pytest.mark.parametrize("role", sorted({role for _, role, _, _ in FORMS}))
def test_no_form_fails_whatever_is_sent_to_it(place: Workplace, url: str, role: Role) -> None:
    drawn = random.Random(f"forms of {role}")  # noqa: S311 -- to be drawn the same again
    failed: list[str] = []
    for path, _, fields, files in (form for form in FORMS if form[1] is role):
        for _ in range(ROUNDS):
            where = re.sub(r"\{[^}]+\}", lambda _: drawn.choice(("1", "X1", "khong-co", "999999999999")), path)
            with signed_in_client(url, cookie_for(place, role)) as client:  # a form may have signed the last one out
                data: dict[str, Any] = {name: drawn.choice(VALUES) for name in fields if name not in files}
                sent = {name: drawn.choice(FILES) for name in files} or None
                answer = client.post(where, data={**data, "csrf": csrf_of(client, "/account/password")}, files=sent)
            if answer.status_code >= 500:
                failed.append(f"{answer.status_code} {where} {data}")

    assert failed == []


@pytest.mark.parametrize("role", [Role.BOARD, Role.ADMINISTRATOR, Role.OFFICE])
def test_no_page_fails_for_a_number_that_no_row_can_have(place: Workplace, url: str, role: Role) -> None:
    wide = "9" * 25
    pages = [one.path for one in routes() if one.method == "GET" and one.any_of and one.any_of & GRANTS[role]]
    with signed_in_client(url, cookie_for(place, role)) as client:
        asked = [f"{re.sub(r'{[^}]+}', wide, path)}?page={wide}&part={wide}" for path in pages]
        failed = [path for path in asked if client.get(path).status_code >= 500]

    assert failed == []
