"""Totals in a sentence: "tổng số 15 hội nghị, gồm: 8 hội nghị trực tiếp và 5 hội nghị trực tuyến" do not add up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.table_figures import number_of
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

FEWEST_PARTS = 2

_SENTENCE = re.compile(r"(?<=[.;])\s+")
_TOTAL = re.compile(
    r"\btổng (?:số|cộng) (?:là )?(?P<total>[\d.]*\d) (?P<thing>[^\W\d_]+)[^\d;:.]{0,60}?[,:;]? ?"
    r"(?P<how>trong đó|bao gồm|gồm)(?P<colon> ?:)?(?: có)? (?P<parts>\d.*)",
    re.IGNORECASE,
)
_PART = re.compile(r"(?P<number>[\d.]*\d) (?P<thing>[^\W\d_]+)[^\d]*")
_BETWEEN = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+(?=\d)")


def wrong_sentences(text: str) -> Iterator[tuple[str, str, str]]:
    """The sentence, the total stated, the sum of its parts; only where the parts are meant to be all of it.

    "gồm" lists all; "trong đó:" does where every part counts the same thing as the total, "trong đó có" never.
    """
    if "ổng" not in text:
        return
    for sentence in _SENTENCE.split(text):
        found = _TOTAL.search(sentence.strip().rstrip(".;/"))
        if found is None:
            continue
        parts = [_PART.fullmatch(part) for part in _BETWEEN.split(found["parts"])]
        numbers = [_whole(part["number"]) for part in parts if part is not None]
        total = _whole(found["total"])
        if len(numbers) != len(parts) or len(parts) < FEWEST_PARTS or total is None:
            continue
        stated = [number for number in numbers if number is not None]
        things = {fold(part["thing"]) for part in parts if part is not None}
        lists_all = fold(found["how"]) != "trong do" or (bool(found["colon"]) and things == {fold(found["thing"])})
        if lists_all and len(stated) == len(numbers) and sum(stated) != total:
            yield " ".join(found[0].split()), found["total"], f"{sum(stated):,}".replace(",", ".")


def _whole(text: str) -> Decimal | None:
    number = number_of(text)
    return number if number is not None and number == number.to_integral_value() else None
