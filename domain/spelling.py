"""Vietnamese spelling: one key under which every way of writing a name is the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_CONTROL = ("Cc", "Cs", "Zl", "Zp")
_WORD = re.compile(r"[^\W\d_]+")
# The tones as the letters with which people type them (Telex), in capitals, behind their syllable: grave, acute, tilde,
# hook above, dot below.
_TONES = {"\u0300": "F", "\u0301": "S", "\u0303": "X", "\u0309": "R", "\u0323": "J"}


def nfc(text: str) -> str:
    """Composed letters, as every input boundary of the program stores them."""
    return unicodedata.normalize("NFC", text)


def has_control_characters(text: str) -> bool:
    """Whether anything in it would break the line, or is no character to be read."""
    return any(unicodedata.category(letter) in _CONTROL for letter in text)


@lru_cache(maxsize=4_096)  # the same few names are compared in every letter
def fold(text: str) -> str:
    """The search key of a text: no marks, đ as d, lower case, single spaces.

    "Huyện ủy Lý Nhân", "huyện uỷ lý nhân" and "HUYEN UY LY NHAN" have one key, composed or decomposed.
    """
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SPACES.sub(" ", plain).strip()


def spoken(text: str) -> str:
    """The key of a text that keeps apart what is spoken differently: "tỉnh" is not "tính", but "uỷ" is "ủy" and "ỦY".

    Each syllable is in small letters with its tone behind it ("tinhR"); punctuation and figures stay.
    """
    return _SPACES.sub(" ", _WORD.sub(lambda found: _syllable(found[0]), nfc(text).casefold())).strip()


def any_spoken(*phrases: str) -> str:
    """A pattern for any of the phrases in a text as it is `spoken`: the longest first, which else a shorter one would hide."""
    spelt = {spoken(phrase) for phrase in phrases}
    return "|".join(re.escape(phrase) for phrase in sorted(spelt, key=lambda phrase: (-len(phrase), phrase)))


@lru_cache(maxsize=4_096)  # a language has few syllables
def _syllable(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES[letter] for letter in letters if letter in _TONES)
    return nfc("".join(letter for letter in letters if letter not in _TONES)) + tones
