"""Vietnamese telephone numbers: one number, however it was written down."""

from __future__ import annotations

import re

from domain.errors import RuleBroken
from domain.spelling import nfc

_SEPARATORS = re.compile(r"[\s.\-–()/]+")
_COUNTRY = "84"
# What stands before the number itself: +84, 0084, 84, or the 0 of a call inside the country; some write +84(0)912….
# A spreadsheet drops the 0, and the length still tells 841234567 (084 1234567) from 84912345678.
_PREFIX = re.compile(r"(?:\+84|0084)0?|840(?=[235789])|84(?=[35789][0-9]{8}$|2[0-9]{9}$)|0")
# The numbering plan since 2018: mobile 03, 05, 07, 08, 09 with ten digits, landlines 02 with eleven.
_MOBILE = re.compile(r"[35789][0-9]{8}")
_LANDLINE = re.compile(r"2[0-9]{9}")
_MOBILE_BEFORE_2018 = re.compile(r"1[2689][0-9]{8}")
_DIGITS = re.compile(r"\+?[0-9]+")


def international(number: str) -> str:
    """84912345678, as Zalo and the SMS gateways write a number. Raises RuleBroken for what is no Vietnamese number."""
    return _COUNTRY + _significant(number)


def national(number: str) -> str:
    """0912345678, as people dial it. Raises RuleBroken for what is no Vietnamese number."""
    return "0" + _significant(number)


def is_mobile(number: str) -> bool:
    """Whether it can get an SMS and have a Zalo account. Raises RuleBroken for what is no Vietnamese number."""
    return bool(_MOBILE.fullmatch(_significant(number)))


def _significant(number: str) -> str:
    digits = _SEPARATORS.sub("", nfc(number))
    if not _DIGITS.fullmatch(digits):
        raise RuleBroken(f"“{number}” không phải số điện thoại: chỉ ghi chữ số, ví dụ 0912 345 678.")
    rest = _PREFIX.sub("", digits, count=1) if _PREFIX.match(digits) else digits
    if _MOBILE.fullmatch(rest) or _LANDLINE.fullmatch(rest):
        return rest
    raise RuleBroken(f"Số điện thoại “{number}” không đúng: {_what_is_wrong(digits, rest)}")


def _what_is_wrong(digits: str, rest: str) -> str:
    if digits.startswith("+") and not digits.startswith("+84"):
        return "chỉ nhận số của Việt Nam (0… hoặc +84…)."
    if _MOBILE_BEFORE_2018.fullmatch(rest):
        return "đầu số di động 11 chữ số đã đổi từ năm 2018; đề nghị ghi số hiện nay, 10 chữ số."
    return "số di động có 10 chữ số (03, 05, 07, 08, 09…), số cố định có 11 chữ số (02…)."
