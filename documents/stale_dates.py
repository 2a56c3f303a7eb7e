"""Signs that a report speaks of another period: its own date, its title, the day up to which it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.spelling import fold
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.outline import Outline
    from domain.plans import Identity, Plan

# A line that bears the date of the report is short: "Hà Nam, ngày 20 tháng 7 năm 2022".
WORDS_OF_A_DATE_LINE = 14
# Figures up to the year before the campaign are of this report; older ones are of another.
YEARS_OF_FRESH_FIGURES = 1

_DATE_LINE = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})\b")
_REVIEW = re.compile(r"\b(so ket|tong ket) 0*(\d{1,2}) nam\b")
_REFERENCE = re.compile(r"\bso 0*(\d+) ?- ?([a-z]{2,3}) ?/ ?([a-z]{2,6})\b")
_TITLE_WORDS = ("so ket", "tong ket", "ket qua", "bao cao")
_PART_OF_A_YEAR = re.compile(
    r"\b(?:0?6|0?9|sau|chin) thang (?:dau|cuoi) nam (\d{4})\b|\bquy (?:i{1,3}|iv|[1-4])[ /]+(?:nam )?(\d{4})\b"
)
_PLANS_FOR = re.compile(r"\bnhiem vu (?:(?:trong tam|chu yeu|cong tac|cua|trong) )*nam (\d{4})\b")
_COUNTED_UP_TO = re.compile(
    r"\b(?:tinh den|so lieu den|bao cao den)(?: het| ngay| thang| nam| cuoi| thoi diem| nay|\d{1,2}(?!\d)| quy [iv]+| ?\(thang|[/., -])*\b(\d{4})\b"
    r"|(?:^|[.;] )den het (?:thang \d{1,2}[/ ])?(?:nam )?(\d{4})\b"
)
# A hope for a year gone by; "phấn đấu đến năm 2020 đã hoàn thành" looks back on it.
_HOPED_FOR = re.compile(
    r"\b(?:phan dau|du kien|thoi gian toi)\b(?:(?!\b(?:nhiem ky|giai doan)\b)[^.;]){0,60}?\b(?:nam|thang \d{1,2}/) ?(\d{4})\b"
)
_LOOKS_BACK = re.compile(r"\b(?:đã|vượt|đề ra|nghị quyết|trước thời hạn)\b", re.IGNORECASE)
_REPORTS_ON = re.compile(r"\bket qua [^.;,]{0,60}\bnam (\d{4}) va (?:phuong huong|nhiem vu)\b")
_SIGNS = (
    (_PART_OF_A_YEAR, "Nói về kỳ báo cáo khác"),
    (_COUNTED_UP_TO, "Số liệu tính đến thời điểm cũ"),
    (_PLANS_FOR, "Nêu nhiệm vụ của một năm đã qua"),
    (_HOPED_FOR, "Nêu dự kiến cho một năm đã qua"),
    (_REPORTS_ON, "Nói về kỳ báo cáo khác"),
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_REVIEW_WORDS = {"so ket": "sơ kết", "tong ket": "tổng kết"}


@dataclass(frozen=True, slots=True)
class Period:
    """What the plan asks about: from its oldest legal basis to its closing, and in which kind of review."""

    plan_day: date
    closes: date
    years: frozenset[int]
    review: tuple[str, str] | None
    references: frozenset[str]
    plan_number: str


def period_of(plan: Plan) -> Period:
    """What the plan asks about."""
    return _period(plan.identity, plan.outline, plan.opens, plan.closes)


@lru_cache(maxsize=8)  # one for each campaign, for thousands of reports
def _period(identity: Identity, outline: Outline, opens: date, closes: date) -> Period:
    texts = fold(" ".join((identity.title, identity.task, outline.title, *(one.title for one in outline.walk()))))
    numbers = (f"so {fold(basis.number)}" for basis in identity.legal_basis)
    known = _references(" ".join((texts, f"so {fold(identity.number)}", *numbers)))
    review = _REVIEW.search(texts)
    return Period(
        identity.day,
        closes,
        frozenset(range(opens.year, closes.year + 1)),
        None if review is None else (review[1], review[2]),
        frozenset(known),
        identity.number,
    )


def in_date_line(text: str, period: Period, *, received: date | None) -> Iterator[str]:
    """The date of the report itself, where the text is such a line."""
    folded = fold(text)
    found = _DATE_LINE.search(folded)
    if found is None or len(folded.split()) > WORDS_OF_A_DATE_LINE:
        return
    day = _day(found)
    if day is None:
        yield f"Ngày ghi trên báo cáo (“{' '.join(text.split())}”) không phải là ngày có thật."
    elif day < period.plan_day:
        yield (
            f"Báo cáo ghi ngày {day_text(day)}, trước ngày ban hành Kế hoạch số {period.plan_number} "
            f"({day_text(period.plan_day)})."
        )
    elif received is not None and day > received:
        yield f"Báo cáo ghi ngày {day_text(day)}, sau ngày nộp ({day_text(received)})."
    elif day.year > period.closes.year:
        yield f"Báo cáo ghi ngày {day_text(day)}, sau khi đợt kết thúc ({day_text(period.closes)})."


def in_title(text: str, period: Period) -> Iterator[str]:
    """Another review, another directive, another year in what the report calls itself."""
    folded = fold(text)
    if not any(word in folded for word in _TITLE_WORDS):
        return
    review = _REVIEW.search(folded)
    if review and period.review and (review[1], review[2]) != period.review:
        told = f"{_REVIEW_WORDS[review[1]]} {int(review[2]):02} năm"
        asked = f"{_REVIEW_WORDS[period.review[0]]} {int(period.review[1]):02} năm"
        yield f"Trích yếu ghi “{told}”, kế hoạch yêu cầu {asked}."
    others = [one for one in _references(folded) if one not in period.references]
    if others and not _references(folded) & period.references:
        yield f"Trích yếu nêu văn bản số {others[0].upper()}, không phải văn bản mà kế hoạch yêu cầu báo cáo."
    yield from in_text(text, folded, period)


def in_text(text: str, folded: str, period: Period) -> Iterator[str]:
    """Another part of a year as the time reported on, figures counted up to a year long past, plans for a year gone by.

    A year is told once, however many signs of it there are.
    """
    if not _YEAR.search(folded):
        return
    told: set[int] = set()
    for pattern, says in _SIGNS:
        for found in pattern.finditer(folded):
            year = int(next(group for group in found.groups() if group))
            if year in told or _is_fresh(pattern, year, period) or _speaks_of_now(folded[found.end() :], period):
                continue
            if pattern is not _HOPED_FOR or not _LOOKS_BACK.search(_sentence_of(text, folded, found)):
                told.add(year)
                yield f"{says}: “{_as_written(text, folded, found)}”."


def _is_fresh(pattern: re.Pattern[str], year: int, period: Period) -> bool:
    if pattern in (_PART_OF_A_YEAR, _REPORTS_ON):
        return year in period.years
    return year >= min(period.years) - (YEARS_OF_FRESH_FIGURES if pattern is _COUNTED_UP_TO else 0)


def _speaks_of_now(rest: str, period: Period) -> bool:
    """Whether the sentence goes on to the present, and only begins in the past."""
    years = [int(year) for year in _YEAR.findall(rest)]
    return any(year >= min(period.years) - YEARS_OF_FRESH_FIGURES for year in years)


def _as_written(text: str, folded: str, found: re.Match[str]) -> str:
    return _spelt(text, folded)[found.start() : found.end()].strip(" .;")


def _sentence_of(text: str, folded: str, found: re.Match[str]) -> str:
    begin = max(folded.rfind(sign, 0, found.start()) for sign in ".;") + 1
    ends = [end for sign in ".;" if (end := folded.find(sign, found.end())) >= 0]
    return _spelt(text, folded)[begin : min(ends, default=len(folded))]


def _spelt(text: str, folded: str) -> str:
    """The words as they stand; folding keeps their places where nothing but spaces was lost."""
    spelt = " ".join(text.split())
    return spelt if len(spelt) == len(folded) else folded


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _references(folded: str) -> set[str]:
    return {f"{number}-{kind}/{body}" for number, kind, body in _REFERENCE.findall(folded)}
