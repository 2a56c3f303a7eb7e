"""Names of agencies that were not in use on the day on which the plan closes: a sign of an old report handed in again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from documents.heading_words import plain_words
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.outline import Outline
    from domain.plans import Identity, Plan

NAMES = Path(__file__).with_name("agency_names.yaml")
# Words on either side that may say that the old name is meant as such: "nguyên …", "… (nay là …)", "… năm 2004".
WORDS_BEFORE, WORDS_BEHIND = 7, 14
# Between the first two words of a name stands nothing but a space: where they are not, the name is not.
WORDS_OF_A_BEGINNING = 2

_MEANT_AS_OLD = re.compile(
    r"\b(?:nguyen|truoc (?:day|la|do)|cu|nay la|tien than|hop nhat|sap nhap|doi ten|thanh lap)\b"
)
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class Agency:
    """One name with the days between which it was in use; None where it still is, or always was."""

    names: tuple[str, ...]
    since: date | None
    until: date | None
    now: str
    source: str


@cache
def agencies() -> tuple[Agency, ...]:
    """The names as the table has them, longest first within each."""
    found = YAML(typ="safe").load(NAMES)["agencies"]
    return tuple(
        Agency(
            tuple(name.strip() for name in one["name"].split(" / ")),
            one.get("since"),
            one.get("until"),
            one.get("now", ""),
            one["source"],
        )
        for one in found
    )


class StaleNames:
    """The names that were out of use, or not yet in use, on a day; what the plan itself says is never one."""

    def __init__(self, closes: date, own: str) -> None:
        own_words = f" {_spelt(own)} "
        self._stale = {
            _spelt(name): (name, agency)
            for agency in agencies()
            for name in agency.names
            if _is_out_of_use(agency, closes) and f" {_spelt(name)} " not in own_words
        }
        longest_first = sorted(self._stale, key=len, reverse=True)
        self._beginnings = {" ".join(name.split()[:WORDS_OF_A_BEGINNING]) for name in self._stale}
        names = "|".join(re.escape(name) for name in longest_first)
        self._pattern = re.compile(rf"\b(?:{names})\b") if names else None

    def in_text(self, folded: str) -> Iterator[str]:
        """A sentence for each such name in a folded text."""
        if self._pattern is None or not any(beginning in folded for beginning in self._beginnings):
            return
        spelt = _NOT_A_WORD.sub(" ", folded)
        for found in self._pattern.finditer(spelt):
            name, agency = self._stale[found[0]]
            if not _is_meant_as_old(spelt, found, agency):
                yield _sentence(name, agency)


def stale_names(plan: Plan) -> StaleNames:
    """Those of a plan: on the day on which it closes."""
    return _stale_names(plan.identity, plan.outline, plan.closes)


@lru_cache(maxsize=8)  # one for each campaign, for thousands of reports
def _stale_names(identity: Identity, outline: Outline, closes: date) -> StaleNames:
    sections = (" ".join((section.title, *section.hints)) for section in outline.walk())
    bases = (f"{basis.issuer} {basis.title}" for basis in identity.legal_basis)
    return StaleNames(closes, " ".join((identity.title, identity.issuer, *identity.distribution, *sections, *bases)))


def _is_out_of_use(agency: Agency, day: date) -> bool:
    return (agency.until is not None and agency.until <= day) or (agency.since is not None and day < agency.since)


def _is_meant_as_old(spelt: str, found: re.Match[str], agency: Agency) -> bool:
    """Whether the words around it speak of the past: the issuer of a document of its time, a name that was changed."""
    before = " ".join(spelt[: found.start()].split()[-WORDS_BEFORE:])
    behind = " ".join(spelt[found.end() :].split()[:WORDS_BEHIND])
    if _MEANT_AS_OLD.search(f"{before} | {behind}"):
        return True
    years = [int(year) for year in _YEAR.findall(f"{before} {behind}")]
    return agency.until is not None and any(year <= agency.until.year for year in years)


def _sentence(name: str, agency: Agency) -> str:
    if agency.until is not None:
        now = f", nay là {agency.now}" if agency.now else ""
        return f"“{name}” không còn là tên gọi từ ngày {day_text(agency.until)}{now} ({agency.source})."
    since = "" if agency.since is None else day_text(agency.since)
    return f"“{name}” chỉ có từ ngày {since} ({agency.source}), sau kỳ báo cáo của kế hoạch này."


def _spelt(text: str) -> str:
    return " ".join(plain_words(text))
