"""A number as Word writes it at the head of a list: 3, 03, III, iii, C, c."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3_999
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Word repeats the letter after z: aa, bb; thirty of them are the most that it shows.
_LARGEST_LETTER = 30 * len(_LETTERS)
_TWO_DIGITS = 2
WITHOUT_NUMBER = ("bullet", "none")


def number_text(value: int, form: str) -> str:
    """`form` is Word's name for it; one that is not known here, or too large a number, is written in digits."""
    match form:
        case "bullet" | "none":
            return ""
        case "upperRoman" | "lowerRoman" if 0 < value <= _LARGEST_ROMAN:
            text = _roman(value)
        case "upperLetter" | "lowerLetter" if 0 < value <= _LARGEST_LETTER:
            text = _letter(value)
        case "decimalZero":
            return str(value).zfill(_TWO_DIGITS)
        case _:
            return str(value)
    return text.upper() if form.startswith("upper") else text


def _roman(value: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        text += sign * (value // size)
        value %= size
    return text


def _letter(value: int) -> str:
    rounds, place = divmod(value - 1, len(_LETTERS))
    return _LETTERS[place] * (rounds + 1)
