from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.number_formats import number_text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (5000, "upperRoman", "5000"),
        (0, "upperRoman", "0"),
        (3, "upperLetter", "C"),
        (28, "lowerLetter", "bb"),
        (10_000_000, "lowerLetter", "10000000"),
        (7, "decimalZero", "07"),
        (12, "decimalZero", "12"),
        (12, "decimal", "12"),
        (12, "chineseCounting", "12"),
        (12, "bullet", ""),
        (12, "none", ""),
    ],
)
def test_number_is_written_as_word_writes_it(value: int, form: str, text: str) -> None:
    assert number_text(value, form) == text


@given(st.integers(1, 3_998))
def test_roman_numbers_are_all_different(value: int) -> None:
    assert number_text(value, "upperRoman") != number_text(value + 1, "upperRoman")
