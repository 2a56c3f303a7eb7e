"""Which number follows which: "b" follows "a", "IV" follows "III", "1.6" follows "1.5"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = re.compile(r"[IVX]+")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Number:
    """The last part of a number with what stands before it: "II.1.2" is 2 after "II.1"; `kind` is how it is written."""

    kind: str
    above: str
    value: int

    def follows(self, other: Number) -> bool:
        return self.is_after(other) and self.value == other.value + 1

    def is_after(self, other: Number) -> bool:
        return (self.kind, self.above) == (other.kind, other.above) and self.value > other.value


def number_of(label: str) -> Number | None:
    """None where there is no number, or none that can be counted on from."""
    above, _, last = label.rpartition(".")
    if last.isdigit():
        return Number("digits", above, int(last))
    if _ROMAN.fullmatch(last):
        return Number("roman", above, _roman(last))
    if len(last) == 1 and last.lower() in _LETTERS:
        return Number("letters", above, _LETTERS.index(last.lower()) + 1)
    return None


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-value if after > value else value for value, after in zip(values, [*values[1:], 0], strict=True))
