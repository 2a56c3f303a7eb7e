"""The code that receivers are shown is run, against calls as they are signed here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from domain.changes import ChangeKind, signature

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "receive-changes.md"
BODY = '{"kind":"returned","unit":"Huyện ủy"}'.encode()
KEY = "a signing key"
AT = datetime(2022, 8, 22, 2, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def is_genuine() -> Callable[..., bool]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    known: dict[str, Any] = {}
    exec(code, known)  # noqa: S102 -- our own page
    found: Callable[..., bool] = known["is_genuine"]
    return found


def test_receiver_knows_our_call(is_genuine: Callable[..., bool]) -> None:
    header = signature(BODY, secret=KEY, at=AT)

    assert is_genuine(BODY, header, KEY, now=AT.timestamp() + 60)


@pytest.mark.parametrize(
    "change",
    [
        {"body": BODY + b" "},
        {"key": "another key"},
        {"now": AT.timestamp() + 301},
        {"header": "t=1661134500,v1=00"},
        {"header": ""},
        {"header": "nonsense"},
    ],
    ids=["changed", "other-key", "old", "forged", "none", "nonsense"],
)
def test_receiver_refuses_what_is_not_ours(is_genuine: Callable[..., bool], change: dict[str, Any]) -> None:
    usual = {"body": BODY, "header": signature(BODY, secret=KEY, at=AT), "key": KEY, "now": AT.timestamp()}

    assert is_genuine(**usual)
    assert not is_genuine(**{**usual, **change})


def test_page_names_every_kind() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [kind for kind in ChangeKind if f"`{kind.value}`" not in page] == []
