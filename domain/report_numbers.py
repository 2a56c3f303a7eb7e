"""What the subject of a mail names: a report's number (123-BC/HU, 81/BC-STTTT), and the codes of units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.units import Unit

_LETTERS = "A-Za-zÀ-ỹĐđ"
_NUMBER = re.compile(
    rf"(?<![\w/-])(\d{{1,5}}\s*[-/]\s*BC\s*[-/]\s*([{_LETTERS}]{{1,20}}))(?![{_LETTERS}\w])", re.IGNORECASE
)
_HASH_CODE = re.compile(r"#([\w-]{1,40})")


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """`text` as it is written in a document, without spaces; `symbol` is what stands for the body that numbered it."""

    text: str
    symbol: str


def number_in(text: str) -> ReportNumber | None:
    """The one number of a report in the text; nothing where there is none, or more than one."""
    found = {ReportNumber(re.sub(r"\s", "", whole), symbol) for whole, symbol in _NUMBER.findall(text)}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class UnitHints:
    """What in a subject may name units, all of it folded: codes, the symbol of a report's number, and the whole text."""

    codes: frozenset[str]
    symbol: str
    text: str

    def __bool__(self) -> bool:
        return bool(self.codes or self.symbol)


def hints_in(subject: str) -> UnitHints:
    """Codes behind a hash and words that have a figure in them, as codes have."""
    hashed = {fold(code) for code in _HASH_CODE.findall(subject)}
    words = {word for word in re.split(r"[^\w-]+", fold(subject)) if any(map(str.isdigit, word))}
    number = number_in(subject)
    return UnitHints(frozenset(hashed | words), fold(number.symbol) if number else "", _spaced(subject))


def units_named(subject: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units that the subject names without a doubt about what is meant; several, where it names several.

    By code behind a hash, by a code that has a figure in it, or by the symbol in a report's number, which many bodies
    share: then the name must be there as well.
    """
    known = tuple(units)
    hashed = {fold(code) for code in _HASH_CODE.findall(subject)}
    words = set(re.split(r"[^\w-]+", fold(subject)))
    coded = tuple(
        unit
        for unit in known
        if fold(unit.code) in hashed or (any(map(str.isdigit, unit.code)) and fold(unit.code) in words)
    )
    return coded or _numbered(subject, known)


def _numbered(subject: str, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    number = number_in(subject)
    if number is None:
        return ()
    alike = tuple(unit for unit in units if unit.symbol and fold(unit.symbol) == fold(number.symbol))
    if len(alike) <= 1:
        return alike
    return tuple(unit for unit in alike if f" {fold(unit.name)} " in f" {_spaced(subject)} ")


def _spaced(subject: str) -> str:
    return " ".join(re.split(r"[^\w]+", fold(subject)))
