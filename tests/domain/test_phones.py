from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import RuleBroken
from domain.phones import international, is_mobile, national

MOBILES = st.from_regex(r"[35789][0-9]{8}", fullmatch=True)
LANDLINES = st.from_regex(r"2[0-9]{9}", fullmatch=True)


def ways_to_write(significant: str) -> list[str]:
    """The same number as people and programs put it down."""
    spaced = f"{significant[:2]} {significant[2:5]}.{significant[5:]}"
    before = ("0", "84", "+84", "0084", "+84 ", "(+84) ", "+84 (0)", "84 0")
    return [significant, *(first + rest for first in before for rest in (significant, spaced))]


@settings(max_examples=30)
@given(MOBILES | LANDLINES)
def test_every_way_of_writing_a_number_is_one_number(significant: str) -> None:
    written = ways_to_write(significant)

    assert {international(number) for number in written} == {f"84{significant}"}
    assert {national(number) for number in written} == {f"0{significant}"}


@settings(max_examples=30)
@given(st.text(max_size=15) | st.from_regex(r"[0+84 .]{0,4}[0-9]{0,12}", fullmatch=True))
def test_what_is_taken_for_a_number_is_one_and_the_rest_is_refused(text: str) -> None:
    taken = national_or_refusal(text)

    assert taken == national_or_refusal(taken) if taken.isdigit() else "số" in taken
    assert not taken.isdigit() or len(taken) == (10 if is_mobile(text) else 11)


def national_or_refusal(text: str) -> str:
    try:
        return national(text)
    except RuleBroken as refusal:
        return str(refusal)


def test_mobile_number_that_begins_like_the_country_code_keeps_its_beginning() -> None:
    assert national("0841234567") == "0841234567"
    assert national("841234567") == "0841234567"
    assert international("0841234567") == "84841234567"


@pytest.mark.parametrize("number", ["0226.0000.353", "024 3823 4567"])
def test_landline_is_no_mobile(number: str) -> None:
    assert not is_mobile(number)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "chỉ ghi chữ số"),
        ("không có", "chỉ ghi chữ số"),
        ("0912345678 (Lan)", "chỉ ghi chữ số"),
        ("091234567", "10 chữ số"),
        ("09123456789", "10 chữ số"),
        ("19001234", "10 chữ số"),
        ("113", "10 chữ số"),
        ("01234567890", "đã đổi từ năm 2018"),
        ("+856 20 1234 567", "chỉ nhận số của Việt Nam"),
        ("0912345678/0987654321", "10 chữ số"),
    ],
)
def test_what_is_no_vietnamese_number_is_refused_with_the_reason(number: str, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        international(number)
