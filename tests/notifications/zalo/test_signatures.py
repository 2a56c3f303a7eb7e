from __future__ import annotations

import json

import pytest

from notifications.zalo.signatures import is_bot, is_probe, matching_variants
from tests.web.calls import MILLISECONDS, OA, OA_SECRET, delivered, signed

BODY = delivered("t1")
SECRETS = {"oa_secret": OA_SECRET, "app_secret": "planted-app-secret"}


def matched(body: bytes, headers: dict[str, str]) -> frozenset[str]:
    small = {name.lower(): value for name, value in headers.items()}
    return matching_variants(body, small, json.loads(body), secrets=SECRETS)


@pytest.mark.parametrize(
    ("headers", "variants"),
    [
        (signed(BODY), {"app_id+oa_secret+body"}),
        (signed(BODY, account=OA), {"oa_id+oa_secret+body"}),
        (signed(BODY, secret="planted-app-secret"), {"app_id+app_secret+body"}),  # noqa: S106 -- made up
        ({**signed(BODY, timestamp="99"), "X-ZEvent-Timestamp": "99"}, {"app_id+oa_secret+header"}),
        (
            {**signed(BODY), "X-ZEvent-Timestamp": MILLISECONDS},
            {"app_id+oa_secret+body", "app_id+oa_secret+header"},
        ),
    ],
)
def test_every_known_way_of_signing_is_found_and_named(headers: dict[str, str], variants: set[str]) -> None:
    assert matched(BODY, headers) == variants


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-ZEvent-Signature": "mac="},
        {"X-ZEvent-Signature": "mac=ấ"},
        signed(BODY, secret=""),
        signed(BODY, secret="guessed"),  # noqa: S106 -- made up
        signed(BODY + b" "),
        signed(BODY, timestamp="99"),
    ],
)
def test_forged_call_matches_no_way(headers: dict[str, str]) -> None:
    assert matched(BODY, headers) == frozenset()


def test_without_a_secret_nothing_is_genuine() -> None:
    headers = {"x-zevent-signature": signed(BODY, secret="")["X-ZEvent-Signature"]}

    assert matching_variants(BODY, headers, json.loads(BODY), secrets={"oa_secret": ""}) == frozenset()
    assert not is_bot({"x-bot-api-secret-token": ""}, secret="")


def test_bot_proves_itself_by_the_secret_that_was_set() -> None:
    assert is_bot({"x-bot-api-secret-token": "khóa"}, secret="khóa")  # noqa: S106 -- made up
    assert not is_bot({"x-bot-api-secret-token": "khoa"}, secret="khóa")  # noqa: S106 -- made up


def test_only_the_empty_call_of_the_console_is_a_probe() -> None:
    assert [is_probe(body) for body in (b"", b" {} \n", b'{"a":1}', b"[]")] == [True, True, False, False]
