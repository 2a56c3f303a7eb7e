"""The record of a campaign as one HTML page: no scripts, nothing fetched from elsewhere, made to be printed and kept."""

from __future__ import annotations

import html
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.channels import channel_name
from domain.durations import duration_text
from domain.rung_names import rung_text
from domain.vietnamese_dates import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FACTS_BEGIN, FACTS_END = '<template id="facts">', "</template>"
# What became of a duty, the best first, by state and whether its day has passed.
_ENDS = (
    ("on_time", "đúng hạn"),
    ("late", "chậm"),
    ("returned", "trả lại, chờ nộp lại"),
    ("overdue", "quá hạn, chưa nộp"),
    ("expected", "chưa đến hạn"),
    ("exempt", "được miễn"),
)


def write_proof_page(
    facts: Mapping[str, Any], canonical: str, sha256: str, *, words: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Piece by piece: the page of a whole country is long. `words` are what codes are called, by what they are codes of."""
    page = _environment().get_template("page.html")
    ends = _units_by_end(facts)
    return page.generate(facts=facts, canonical=canonical, sha256=sha256, words=words, units_by_end=ends)


def facts_in(page: str) -> str | None:
    """The facts that the page was made of, as they were written; None where it holds none."""
    before, mark, rest = page.partition(FACTS_BEGIN)
    facts, end, _ = rest.partition(FACTS_END)
    return html.unescape(facts) if before and mark and end else None


def _units_by_end(facts: Mapping[str, Any]) -> dict[str, list[tuple[str, list[Any]]]]:
    found: dict[str, list[tuple[str, list[Any]]]] = {}
    for tier in facts["tiers"]:
        own = [one for one in facts["units"] if one["tier"] == tier["id"]]
        sorted_out = ((title, [one for one in own if one["state"] == state]) for state, title in _ENDS)
        found[tier["id"]] = [(title, units) for title, units in sorted_out if units]
    return found


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _moment(text: str | None) -> str:
    return moment_text(datetime.fromisoformat(text)) if text else ""


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",") if whole else "–"


def _wait(seconds: int) -> str:
    return duration_text(seconds) if seconds else "ngay"


def _rung(text: str) -> str:
    return rung_text(text) if text else ""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("documents", "templates/proof"),
        autoescape=select_autoescape(enabled_extensions=("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "day": _day,
        "moment": _moment,
        "number": _number,
        "percent": _percent,
        "wait": _wait,
        "rung": _rung,
        "channel": channel_name,
    }
    return made
