"""Sums of money as reports state them: in đồng, thousands, millions or billions of it, and from one into another."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.spelling import any_spoken, spoken

# How many đồng one of each is worth; longest first, so that "triệu đồng" is not read as "đồng".
_NAMES = {
    10**9: ("tỷ đồng", "tỉ đồng", "tỷ đ", "tỷ", "tỉ"),
    10**6: ("triệu đồng", "tr. đồng", "tr.đồng", "tr đồng", "triệu đ", "tr.đ", "trđ", "triệu"),
    10**3: ("1.000 đồng", "1000 đồng", "1.000đ", "1000đ", "nghìn đồng", "ngàn đồng", "ng. đồng", "ng.đồng", "nghìn đ"),
    1: ("đồng", "vnđ"),
}
_WORTH = {spoken(name): Decimal(worth) for worth, names in _NAMES.items() for name in names}
MONEY = any_spoken(*(name for names in _NAMES.values() for name in names))
_MONEY = re.compile(rf"(?<![\w.])(?:{MONEY})(?!\w)")


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
