from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.unit_links import LinkState, UnitLink, last_day_of, unit_address, unit_link_of, unit_token

SECRET = b"a secret of the test"
LINK = UnitLink(1, "X1", 0, date(2022, 8, 23))
LINKS = st.builds(
    UnitLink,
    st.integers(1, 999_999_999),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.integers(0, 999_999),
    st.dates(date(2000, 1, 1), date(2199, 12, 31)),
)


@given(link=LINKS)
@settings(max_examples=40, deadline=None)
def test_token_opens_what_it_was_made_for(link: UnitLink) -> None:
    token = unit_token(link, secret=SECRET)

    assert token.replace("-", "").isalnum()
    assert token == token.lower()
    assert unit_link_of(token, secret=SECRET) == link
    assert unit_link_of(f" {token.upper()} ", secret=SECRET) == link


@given(one=LINKS, other=LINKS)
@settings(max_examples=40, deadline=None)
def test_every_link_has_a_token_of_its_own(one: UnitLink, other: UnitLink) -> None:
    is_same_token = unit_token(one, secret=SECRET) == unit_token(other, secret=SECRET)

    assert is_same_token == (one == other)


@given(link=LINKS, other=LINKS)
@settings(max_examples=40, deadline=None)
def test_signature_of_one_link_opens_no_other(link: UnitLink, other: UnitLink) -> None:
    named = unit_token(other, secret=SECRET).rpartition("-")[0]
    forged = f"{named}-{unit_token(link, secret=SECRET).rpartition('-')[2]}"

    assert unit_link_of(forged, secret=SECRET) == (link if link == other else None)


def test_changed_token_opens_nothing() -> None:
    token = unit_token(LINK, secret=SECRET)

    for place, letter in enumerate(token):
        for other in ("b" if letter == "a" else "a", "7" if letter == "3" else "3", ""):
            changed = f"{token[:place]}{other}{token[place + 1 :]}"
            assert unit_link_of(changed, secret=SECRET) is None


def test_another_secret_opens_nothing() -> None:
    assert unit_link_of(unit_token(LINK, secret=SECRET), secret=b"another") is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "1-pa-0-1-", "1-pa2a-0-8332-" + "a" * 26, "../../etc/passwd", "١-pa2a-0-8332-" + "a" * 26, "1" * 9_999],
)
def test_what_is_no_token_opens_nothing(text: str) -> None:
    assert unit_link_of(text, secret=SECRET) is None


def test_link_is_good_through_its_last_day() -> None:
    assert LINK.state(series=0, today=LINK.last_day) is LinkState.GOOD
    assert LINK.state(series=0, today=LINK.last_day + timedelta(days=1)) is LinkState.EXPIRED


def test_link_of_an_earlier_series_is_revoked_also_when_it_has_expired() -> None:
    assert LINK.state(series=1, today=LINK.last_day) is LinkState.REVOKED
    assert LINK.state(series=1, today=LINK.last_day + timedelta(days=1)) is LinkState.REVOKED


def test_last_day_is_told_from_the_day_of_the_message() -> None:
    assert last_day_of(date(2022, 6, 24)) == date(2022, 8, 23)


def test_address_is_empty_without_a_site() -> None:
    assert unit_address("", LINK, secret=SECRET) == ""
    assert unit_address("https://dondoc.example/", LINK, secret=SECRET).startswith("https://dondoc.example/u/1-")
