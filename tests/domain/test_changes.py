from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.changes import (
    CHANGE_NAMES,
    OF_MOVES,
    TRIED_FOR,
    Change,
    ChangeKind,
    Ledger,
    Seen,
    change_body,
    next_try,
    signature,
)
from domain.errors import UsageError
from domain.lifecycle import Move
from domain.subscriptions import checked_address, shown_address

NOON = datetime(2022, 8, 22, 5, tzinfo=UTC)
KEY, OTHER_KEY = "one key", "another key"


def test_every_change_has_a_name_and_every_move_is_told() -> None:
    assert set(CHANGE_NAMES) == set(ChangeKind)
    assert set(OF_MOVES) == set(Move)


def test_body_names_the_change_and_nothing_that_was_reported() -> None:
    change = Change(ChangeKind.RETURNED, "event/7", NOON, unit="HU1", duty="district")

    assert json.loads(change_body(change, plan="kh-15", number="15-KH/TU", site="https://dondoc.example/")) == {
        "id": "event/7",
        "kind": "returned",
        "at": "2022-08-22T05:00:00+00:00",
        "plan": "kh-15",
        "plan_number": "15-KH/TU",
        "unit": "HU1",
        "duty": "district",
        "run": None,
        "link": "https://dondoc.example/units/HU1",
    }


def test_signature_covers_moment_and_body() -> None:
    signed = signature(b"{}", secret=KEY, at=NOON)

    assert signed.startswith(f"t={int(NOON.timestamp())},v1=")
    others = (
        signature(b"[]", secret=KEY, at=NOON),
        signature(b"{}", secret=OTHER_KEY, at=NOON),
        signature(b"{}", secret=KEY, at=NOON + timedelta(seconds=1)),
    )
    assert len({signed.split("v1=")[1], *(other.split("v1=")[1] for other in others)}) == 4


def test_call_that_fails_is_tried_for_three_days_with_growing_waits() -> None:
    now: datetime = NOON
    waits: list[timedelta] = []
    while (again := next_try(attempts=len(waits) + 1, since=NOON, now=now)) is not None:
        waits.append(again - now)
        now = again

    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert TRIED_FOR - timedelta(hours=12) < now - NOON <= TRIED_FOR


def test_what_was_seen_is_kept_as_text() -> None:
    seen = Seen(events=Ledger(3, 9), runs=frozenset({"run/1/1/done"}), overdue=date(2022, 8, 22))

    assert Seen.from_json(seen.to_json()) == seen
    assert Seen.from_json("{}") == Seen()


def test_ledger_is_read_again_a_little_but_never_from_before_its_start() -> None:
    assert Ledger(10, 12).unread == 10
    assert 10 < Ledger(10, 1_000).unread < 1_000


@pytest.mark.parametrize(
    "address",
    ["https://may-chu.example/dondoc?khoa=1", "https://10.0.0.7:8443/x", "http://127.0.0.1:9000/", "http://localhost/"],
)
def test_address_of_a_subscriber_is_kept_as_it_is(address: str) -> None:
    assert checked_address(f" {address} ") == address


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://may-chu.example/", "https://"),
        ("ftp://may-chu.example/", "không phải địa chỉ web"),
        ("may-chu", "không phải địa chỉ web"),
        ("https://", "không phải địa chỉ web"),
        ("https://[::1", "không phải địa chỉ web"),
        ("https://a.example:99999/", "không phải địa chỉ web"),
        ("https://lan:mat@a.example/", "tài khoản và mật khẩu"),
        ("https://a.example/a b", "dấu cách"),
        ("https://a.example/" + "x" * 500, "không phải địa chỉ web"),
    ],
)
def test_address_that_is_none_or_open_to_all_is_refused(address: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        checked_address(address)


def test_address_is_shown_without_what_lets_a_caller_in() -> None:
    assert shown_address("https://may-chu.example:8443/hook/8f3a?khoa=1") == "https://may-chu.example:8443/…"
    assert shown_address("https://may-chu.example/") == "https://may-chu.example"
