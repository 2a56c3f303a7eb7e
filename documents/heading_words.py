"""The words of a heading as they are compared: without marks, abbreviations written out, one word for those that say the same."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from documents.heading_labels import split_label
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDING = Path(__file__).with_name("section_wording.yaml")
# "TTCS" is four syllables; nobody abbreviates more than seven.
LONGEST_ABBREVIATION = 7

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_MAY_BE_NUMBERED = re.compile(
    r"\s*(?:[-–•*+]\s+)?(?:[(\[\d]|[IVXLC]{1,5}\s*[-–./)]|[^\W\d_]\s*[-–./)]|(?i:phần|mục|chương)\s)"
)
_PART = re.compile(r"(?:phần|mục|chương)\s+(?:thứ\s+)?(?P<number>[IVX]+|\d+|\w+)\s*[-–.:/)\s]\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[]\s*(?P<number>[\dIVXa-zđ]{1,4})\s*[)\]]\s*")
# "1.2 Kết quả", "II.1.2. Kết quả", but neither "1.350 hộ" nor "05 năm".
_DOTTED = re.compile(r"(?P<number>(?:[IVX]+\.)?\d{1,2}(?:\.\d{1,2})+)(?=[\s./:)–-])[\s./:)–-]*")
_BULLET = re.compile(r"^[-–•*+]\s+")
_CONTINUED = re.compile(r"\(\s*tiếp(?:\s+theo)?\s*\)\s*[.:]?$", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]+")
_ORDINALS = {"nhat": "I", "hai": "II", "ba": "III", "tu": "IV", "nam": "V", "sau": "VI", "bay": "VII"}
# "số 07-CT/TW" and "số 52/2016/QĐ-TTg" are cited in as many ways as there are clerks; the number is what they share.
_REFERENCE = re.compile(
    r"\b(?:so )?0*(\d+)(?: \d{4})?(?: (?:ct|nq|kl|qd|hd|kh|nd|tt)(?: (?:tw|ttg|tu|cp|bbt|btgtw))?)\b"
)
_DIRECTIVE = re.compile(r"\b(?:chi thi|ct)(?: so)? 0*(\d+)\b")
_DAY = re.compile(r"\bngay \d+ (?:thang )?\d+ (?:nam )?\d{4}\b")
_ZEROS = re.compile(r"\b0+(?=\d)")
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)


def number_and_title(text: str) -> tuple[str, str]:
    """("II.1.2", "Kết quả …") from whatever the unit typed: "II.1.2. Kết quả", "Phần II. Kết quả", "(1) Kết quả"."""
    if not _MAY_BE_NUMBERED.match(text):
        return "", text
    text = _BULLET.sub("", text.strip())
    for pattern in (_PART, _BRACKETED):
        found = pattern.match(text)
        if found and (number := _as_number(found["number"])):
            return number, text[found.end() :]
    if found := _DOTTED.match(text):
        return found["number"], text[found.end() :]
    label, title = split_label(text)
    if _ROMAN.fullmatch(label):
        below, rest = split_label(title)
        if below[:1].isdigit():
            return f"{label}.{below}", rest
    return label, title


def is_continued(title: str) -> bool:
    """Whether it says that a section begun before goes on here."""
    return _CONTINUED.search(title) is not None


def without_continued(title: str) -> str:
    return _CONTINUED.sub("", title)


def _as_number(text: str) -> str:
    return text if _ROMAN.fullmatch(text) or text.isdigit() or len(text) == 1 else _ORDINALS.get(fold(text), "")


def plain_words(title: str) -> list[str]:
    """Folded syllables and figures, in order, abbreviations as they stand."""
    return _NOT_A_WORD.sub(" ", fold(title)).split()


def same_words(words: Iterable[str]) -> list[str]:
    """The words with every expression replaced by the one that stands for all that say the same.

    References are cut short; a filler of several syllables becomes one word ("dia_phuong"), lest its syllables count.
    """
    text = _DAY.sub(" ", " ".join(words))
    text = _DIRECTIVE.sub(r"chi thi \1", _REFERENCE.sub(r"\1", text))
    pattern, standing = _same()
    return pattern.sub(lambda found: standing[found[0]], _ZEROS.sub("", text)).split()


def is_filler(word: str) -> bool:
    """Whether a word, or an expression joined to one, tells no heading from another."""
    return word in _fillers()


@cache
def _fillers() -> frozenset[str]:
    return frozenset("_".join(plain_words(phrase)) for phrase in _wording()["filler"])


def abbreviations_of(texts: Iterable[str]) -> dict[str, list[str]]:
    """Initials to the words that they most often stand for in these texts: "ttcs" to thong, tin, co, so."""
    counted: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = plain_words(text)
        for length in range(2, LONGEST_ABBREVIATION + 1):
            counted.update(tuple(words[start : start + length]) for start in range(len(words) - length + 1))
    known: dict[str, list[str]] = {}
    for phrase, _ in counted.most_common():
        known.setdefault("".join(word[0] for word in phrase), list(phrase))
    return known


def written_out(title: str, abbreviations: Mapping[str, list[str]]) -> list[str]:
    """The words of a title with the abbreviations that the outline explains written out.

    Only capitals are taken for an abbreviation; where all is in capitals, only what cannot be a syllable.
    """
    if not (spelt := title.split()):
        return []
    shouted = sum(word.isupper() for word in spelt) * 2 > len(spelt)
    words: list[str] = []
    for token in re.findall(r"[^\W_]+", title.replace("&", " và ")):
        key = fold(token)
        is_short = len(key) > 1 and token.isupper() and not (shouted and _SYLLABLE.fullmatch(key))
        words += abbreviations.get(key, [key]) if is_short else [key]
    return words


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    standing: dict[str, str] = {}
    for group in _wording()["same"]:
        phrases = [" ".join(plain_words(phrase)) for phrase in group]
        standing |= dict.fromkeys(phrases, phrases[0])
    standing |= {word.replace("_", " "): word for word in _fillers() if "_" in word}
    longest_first = sorted(standing, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b"), standing


@cache
def _wording() -> dict[str, list[str]]:
    wording: dict[str, list[str]] = YAML(typ="safe").load(WORDING)
    return wording
