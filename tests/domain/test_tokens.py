from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intake import Matter
from domain.tokens import (
    answer_address,
    is_return_token,
    letter_number,
    matter_of,
    return_address,
    token_in_address,
    token_of,
    tokens_in_subject,
)

SECRET = b"bi mat"
MATTER = Matter(1, 345)


@given(st.integers(1, 999_999_999), st.integers(1, 999_999_999))
def test_a_token_tells_what_it_was_made_for(campaign: int, obligation: int) -> None:
    matter = Matter(campaign, obligation)

    assert matter_of(token_of(matter, secret=SECRET), secret=SECRET) == matter


def test_an_address_carries_its_token_in_either_case() -> None:
    address = answer_address("baocao@hanam.vn", MATTER, secret=SECRET)

    assert re.fullmatch(r"baocao\+1-345-[a-z2-7]{16}@hanam\.vn", address)
    assert len(address.partition("@")[0]) <= 64
    assert matter_of(token_in_address(address.upper()), secret=SECRET) == MATTER


def test_a_subject_carries_tokens_in_brackets() -> None:
    token = token_of(MATTER, secret=SECRET)

    assert tokens_in_subject(f"Re: [#{token.upper()}] báo cáo [# {token}]") == [token, token]
    assert tokens_in_subject(f"Re: {token} #345") == []


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token.replace("345", "346"),
        lambda token: token.replace("1-", "2-", 1),
        lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
        lambda token: token[:-1],
        lambda token: f"{token}-a",
        lambda _: "",
        lambda _: "1-345-",
    ],
)
def test_a_token_that_was_changed_is_none(change: object) -> None:
    token = token_of(MATTER, secret=SECRET)

    assert matter_of(change(token), secret=SECRET) is None  # type: ignore[operator]


def test_a_token_of_another_installation_is_none() -> None:
    assert matter_of(token_of(MATTER, secret=b"khac"), secret=SECRET) is None


@given(st.text(max_size=60))
def test_whatever_stands_in_an_address_is_no_token(text: str) -> None:
    assert matter_of(token_in_address(text), secret=SECRET) is None


@given(st.integers(1, 999_999_999))
def test_a_return_address_tells_which_letter_came_back(number: int) -> None:
    address = return_address("bounce@hanam.vn", number, message_id="<a@hanam.vn>", secret=SECRET)
    token = token_in_address(address.upper())

    assert len(address.partition("@")[0]) <= 64
    assert letter_number(token) == number
    assert is_return_token(token, number, message_id="<a@hanam.vn>", secret=SECRET)


@pytest.mark.parametrize("wrong", [{"number": 8}, {"message_id": "<b@hanam.vn>"}, {"secret": b"khac"}])
def test_a_return_address_of_another_letter_is_none_of_this(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"number": 7, "message_id": "<a@hanam.vn>", "secret": SECRET}
    token = token_in_address(return_address("bounce@hanam.vn", **right))

    assert is_return_token(token, **right)
    assert not is_return_token(token, **(right | wrong))


@pytest.mark.parametrize("token", ["", "7", "7-", "1-345-mfzwizltoq2wk3te", "-mfzwizltoq2wk3te", "٧-mfzwizltoq2wk3te"])
def test_other_tokens_name_no_letter(token: str) -> None:
    assert letter_number(token) is None
