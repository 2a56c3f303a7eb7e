from __future__ import annotations

import json
from datetime import timedelta

import pytest

from notifications.channels.http_session import Answered, NeverLeft, Unclear
from notifications.channels.zalo_bot_reply import _RULES, classify
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from tests.fakes.zalo_bot import TOKEN

REFUSALS = [
    ("400", "Bad Request: chat not found", Rejected, Scope.RECIPIENT),
    ("400", "Bad Request: text is too long", Rejected, Scope.PAYLOAD),
    ("400", "Bad Request", Rejected, Scope.UNCLEAR),
    ("401", "Unauthorized", Rejected, Scope.AUTH),
    ("403", "Internal Server Error", Ambiguous, None),
    ("404", "user not found", Rejected, Scope.RECIPIENT),
    ("404", "Not Found", Rejected, Scope.CHANNEL),
    ("408", "Request Timeout", Ambiguous, None),
    ("429", "Quota exceeded", Deferred, Scope.QUOTA),
    ("500", "", Ambiguous, None),
    ("418", "I'm a teapot", Rejected, Scope.UNCLEAR),
]


def said(code: str, description: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Answered:
    body = {"ok": False, "error_code": int(code), "description": description}
    return Answered(status, json.dumps(body).encode(), headers or {})


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("status", [200, 400])
def test_every_code_has_its_meaning(refusal: tuple[str, str, type, Scope | None], status: int) -> None:
    code, description, kind, scope = refusal

    outcome = classify(said(code, description, status=status), token=TOKEN)

    assert isinstance(outcome, kind)
    assert getattr(outcome, "scope", None) is scope
    assert getattr(outcome, "code", code) == code


def test_the_whole_table_is_walked() -> None:
    walked = {classify(said(code, description), token=TOKEN).detail for code, description, *_ in REFUSALS}

    assert all(any(detail.startswith(rule.meaning) for detail in walked) for rule in _RULES)
    assert len(walked) == len(_RULES)


@pytest.mark.parametrize(
    ("asked", "wait"), [("120", timedelta(minutes=2)), ("9999999999", timedelta(days=1)), ("x", None)]
)
def test_used_up_quota_waits_as_long_as_the_server_asks(asked: str, wait: timedelta | None) -> None:
    outcome = classify(said("429", "", headers={"retry-after": asked}), token=TOKEN)

    assert isinstance(outcome, Deferred)
    assert outcome.wait == wait


@pytest.mark.parametrize(
    ("result", "name"), [({"message_id": "m1"}, "m1"), ({"message_id": 7}, "7"), ({}, "ok"), (None, "ok"), ([], "ok")]
)
def test_success_has_the_name_that_zalo_gave(result: object, name: str) -> None:
    answer = Answered(200, json.dumps({"ok": True, "result": result}).encode())

    assert classify(answer, token=TOKEN) == Accepted(name)


@pytest.mark.parametrize(
    ("exchange", "kind"),
    [
        (NeverLeft("dns", "x"), Deferred),
        (NeverLeft("settings", "x"), Rejected),
        (Unclear("timeout", "x"), Ambiguous),
        (Answered(503, b"{}"), Ambiguous),
        (Answered(404, b"<html>"), Deferred),
        (Answered(302, b""), Deferred),
        (Answered(204, b""), Ambiguous),
    ],
)
def test_what_is_no_answer_of_the_api_is_told_apart_by_whether_it_was_taken_up(exchange: Answered, kind: type) -> None:
    outcome = classify(exchange, token=TOKEN)

    assert isinstance(outcome, kind)
    assert getattr(outcome, "scope", Scope.CHANNEL) is Scope.CHANNEL
