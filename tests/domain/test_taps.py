from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.taps import tap_link, tap_token, tapped_message

SECRET = b"test only"


@settings(max_examples=20)
@given(st.integers(1, 10**9 - 1))
def test_link_names_its_message_and_no_other_installation_accepts_it(outbox_id: int) -> None:
    link = tap_link("https://dondoc.example/", outbox_id, secret=SECRET)
    token = link.removeprefix("https://dondoc.example/t/")

    assert tapped_message(token, secret=SECRET) == outbox_id
    assert tapped_message(token.upper(), secret=SECRET) == outbox_id
    assert tapped_message(token, secret=b"another") is None


def test_without_a_public_address_there_is_no_link() -> None:
    assert tap_link(" ", 7, secret=SECRET) == ""


@pytest.mark.parametrize(
    "token", ["", "7", "7-", "8-" + tap_token(7, secret=SECRET)[2:], "٧-aaaaaaaaaaaaaaaa", "x" * 999]
)
def test_what_we_did_not_sign_names_nothing(token: str) -> None:
    assert tapped_message(token, secret=SECRET) is None
