from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.feed_tokens import FeedOwner, feed_owner, feed_token

SECRET = b"a secret of the test"
UNIT, PERSON = FeedOwner(1, unit="X1"), FeedOwner(1, staff="btg")


@given(code=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), campaign=st.integers(1, 999_999_999))
@settings(max_examples=25, deadline=None)
def test_token_opens_what_it_was_made_for(code: str, campaign: int) -> None:
    for owner in (FeedOwner(campaign, unit=code), FeedOwner(campaign, staff=code)):
        token = feed_token(owner, secret=SECRET, series=1)

        assert token.isascii()
        assert token.replace("-", "").isalnum()
        assert feed_owner(token, secret=SECRET, series=1) == owner
        assert feed_owner(f" {token.upper()} ", secret=SECRET, series=1) == owner


def test_token_of_every_owner_differs() -> None:
    owners = [UNIT, PERSON, FeedOwner(2, unit="X1"), FeedOwner(1, unit="btg"), FeedOwner(1, unit="x1")]

    assert len({feed_token(one, secret=SECRET, series=1) for one in owners}) == len(owners)


def test_new_series_or_secret_takes_every_token_back() -> None:
    token = feed_token(UNIT, secret=SECRET, series=1)

    assert feed_owner(token, secret=SECRET, series=2) is None
    assert feed_owner(token, secret=b"another", series=1) is None


def test_changed_token_opens_nothing() -> None:
    token = feed_token(UNIT, secret=SECRET, series=1)

    for place, letter in enumerate(token):
        changed = f"{token[:place]}{'b' if letter == 'a' else 'a'}{token[place + 1 :]}"
        assert feed_owner(changed, secret=SECRET, series=1) is None


def test_signature_of_a_unit_does_not_open_the_calendar_of_staff() -> None:
    forged = "s" + feed_token(FeedOwner(1, unit="btg"), secret=SECRET, series=1)[1:]

    assert feed_owner(forged, secret=SECRET, series=1) is None


@pytest.mark.parametrize(
    "text", ["", "x", "u1--", "u1-77-" + "a" * 26, "u1-ab-" + "a" * 26, "../../etc/passwd", "u" * 9_999]
)
def test_what_is_no_token_opens_nothing(text: str) -> None:
    assert feed_owner(text, secret=SECRET, series=1) is None
