"""Words as texts are compared by them: without marks, capitals and what only writes a figure otherwise."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from domain.sentences import Span

# A figure with all its parts ("1.350", "24/6/2022"), or letters, each with the marks that may follow it decomposed.
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|(?:[^\W\d_][\u0300-\u036f]*)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ZEROS_BEFORE = re.compile(r"(?:^|(?<=/))0+(?=\d)")


def word_spans(text: str) -> list[Span]:
    return [Span(*found.span()) for found in _WORD.finditer(text)]


def folded_words(text: str) -> list[str]:
    """The same words for "Huyện ủy có 05 xã" and "HUYỆN UỶ có 5 xã"; as many as `word_spans` has places."""
    return [folded_word(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=100_000)  # a hundred reports have some thousand different words between them
def folded_word(word: str) -> str:
    if word[0].isdigit():
        plain = word.replace(".", "") if _THOUSANDS.fullmatch(word) else word
        return _ZEROS_BEFORE.sub("", plain)
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
