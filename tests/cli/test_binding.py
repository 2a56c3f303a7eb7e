from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from config.wiring import workplace
from database.queries.units import contacts_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-22T10:00")


@pytest.fixture
def person(opened: Path) -> str:  # noqa: ARG001 -- before anything is asked there
    place = workplace()
    with place.read() as session:
        found = contacts_of(session, place.campaign().id, ["HU-353"])["HU-353"][0].code
    place.engine.dispose()
    return found


def test_code_is_told_with_what_the_person_must_write(done: Callable[..., str], person: str) -> None:
    printed = done("contacts", "bind", "ly nhan", person, *ON)

    assert re.search(r"^Mã liên kết của .+: \d{6}$", printed, re.MULTILINE)
    assert re.search(r"LIENKET \d{6} \(dùng một lần, đến 22/8/2022, 10:15\)", printed)


def test_binding_that_is_not_there_cannot_be_undone(refused: Callable[..., str], person: str) -> None:
    assert "chưa liên kết kênh zalobot" in refused("contacts", "bind", "HU-353", person, "--off", *ON)


def test_person_who_is_not_of_the_unit_is_refused_with_those_who_are(refused: Callable[..., str], person: str) -> None:
    printed = refused("contacts", "bind", "HU-353", "ông không có", *ON)

    assert printed.startswith("“ông không có” không có trong đầu mối của đơn vị.")
    assert person in printed
