from __future__ import annotations

import json

import pytest

from notifications.channels.esms_reply import _RULES, classify
from notifications.channels.http_session import Answered
from notifications.outcome import Accepted, Ambiguous, Outcome, Rejected, Scope
from tests.fakes.esms import SECRET_KEY

SCOPES = {
    "99": Scope.RECIPIENT,
    "101": Scope.AUTH,
    "102": Scope.CHANNEL,
    "103": Scope.CHANNEL,
    "104": Scope.CHANNEL,
    "107": Scope.PAYLOAD,
    "108": Scope.RECIPIENT,
    "110": Scope.PAYLOAD,
    "120": Scope.PAYLOAD,
    "140": Scope.CHANNEL,
    "146": Scope.UNCLEAR,
    "177": Scope.RECIPIENT,
    "300": Scope.PAYLOAD,
}


def outcome_of(answer: object) -> Outcome:
    body = Answered(200, json.dumps(answer).encode())
    return classify(body, request_id="r1", secrets=(SECRET_KEY,))


@pytest.mark.parametrize("code", [*SCOPES, "999"])
@pytest.mark.parametrize("written", [str, int])
def test_every_code_has_its_meaning(code: str, written: type) -> None:
    outcome = outcome_of({"CodeResult": written(code), "ErrorMessage": f"no {SECRET_KEY}"})

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == (SCOPES.get(code, Scope.UNCLEAR), code)
    assert SECRET_KEY not in outcome.detail


def test_the_whole_table_is_walked() -> None:
    assert {rule.code for rule in _RULES} == {*SCOPES, ""}


def test_taken_message_has_the_name_that_esms_gave() -> None:
    assert outcome_of({"CodeResult": "100", "SMSID": "s1"}) == Accepted("s1")


def test_request_that_is_already_there_was_taken_before() -> None:
    assert outcome_of({"CodeResult": "124", "ErrorMessage": "Request exist 1", "SendStatus": "5"}) == Accepted("r1")


def test_refusal_without_a_code_is_one_all_the_same() -> None:
    outcome = outcome_of({"error": "Invalid request"})

    assert outcome == Rejected(Scope.UNCLEAR, "no code", "eSMS không nhận tin. Máy chủ trả lời: “Invalid request”.")


def test_answer_in_another_format_leaves_it_unknown() -> None:
    assert isinstance(classify(Answered(200, b"<html>"), request_id="r1", secrets=()), Ambiguous)
