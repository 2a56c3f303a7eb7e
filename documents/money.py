"""Sums of money as reports state them: in đồng, thousands, millions or billions of it, and from one into another."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.spelling import spoken

# How many đồng one of each is worth; longest first, so that "triệu đồng" is not read as "đồng".
_WORTH = {
    spoken(name): Decimal(worth)
    for name, worth in (
        ("nghìn đồng", 10**3),
        ("ngàn đồng", 10**3),
        ("triệu đồng", 10**6),
        ("tỷ đồng", 10**9),
        ("tỉ đồng", 10**9),
        ("triệu", 10**6),
        ("tỷ", 10**9),
        ("tỉ", 10**9),
        ("đồng", 1),
    )
}
MONEY = "|".join(_WORTH)
_MONEY = re.compile(rf"(?<!\w)(?:{MONEY})(?!\w)")


def money_in(text: str) -> str:
    """The unit of money that a text names, as it is spoken; empty where it names none."""
    found = _MONEY.search(spoken(text))
    return "" if found is None else found[0]


def converted(value: Decimal, given: str, wanted: str) -> Decimal:
    """The same sum in another unit of money, both as `money_in` tells them."""
    return plain(value * _WORTH[given] / _WORTH[wanted])


def plain(value: Decimal) -> Decimal:
    """The same number without zeros behind the point, and without an exponent."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
