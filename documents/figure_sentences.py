"""Declared figures in sentences: the number right before its words, told from parts, changes, guesses and other years."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from documents.money import MONEY, converted, money_in, plain
from documents.table_figures import number_of
from domain.figures import FigureKind
from domain.spelling import any_spoken, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from domain.figures import Figure


_N = r"(?<![\d.,/–-])(?:\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,2})?)(?![\d])"
_END_OF_CLAUSE = re.compile(r"[;:()]|,(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# Behind these stands a part of what was stated before them in the sentence, or of what the sentence before stated.
_PART = re.compile(
    rf"(?<!\w)(?:{any_spoken('trong đó', 'gồm', 'bao gồm', 'cụ thể', 'riêng', 'điển hình', 'như')})(?!\w)|\("
)
_BEGINS_AS_PART = re.compile(
    rf"[-–+*• ]*(?:{any_spoken('trong đó', 'cụ thể', 'riêng', 'điển hình', 'ví dụ', 'tiêu biểu')})(?!\w)"
)
# Right before a number: it is a guess, a bound, the beginning of a span, or for each of several.
_NOT_EXACT = re.compile(
    rf"(?<!\w)(?:{any_spoken('khoảng', 'gần', 'hơn', 'trên', 'dưới', 'từ', 'ít nhất', 'tối thiểu', 'tối đa', 'mỗi', 'thêm', 'tăng', 'giảm', 'thiếu', 'năm', 'tháng', 'ngày', 'mục', 'xấp xỉ', 'ước')}) $|\d (?:{any_spoken('đến', 'tới')}) $"
)
_CHANGES = re.compile(
    rf"(?<!\w)(?:{any_spoken('mới', 'bổ sung', 'lắp đặt', 'trang bị', 'mua', 'mua sắm', 'xây dựng', 'sửa chữa', 'thay thế', 'nâng cấp', 'thanh lý', 'thu hồi', 'hỏng', 'tặng', 'đầu tư')}) $"
)
_NOT_ALL = re.compile(
    rf" (?:{any_spoken('cũ', 'hỏng', 'mới', 'xuống cấp', 'không hoạt động', 'đã hỏng', 'bị hỏng', 'còn lại')})(?!\w)"
)
_NOT_SO = re.compile(
    rf"(?<!\w)(?:{any_spoken('mỗi', 'bình quân', 'trung bình', 'phấn đấu', 'dự kiến', 'kế hoạch là', 'mục tiêu', 'chỉ tiêu', 'tại xã', 'tại thôn', 'ở xã', 'ở thôn')})(?!\w)"
)
_SPAN_OF_YEARS = re.compile(
    rf"(?<!\w)(?:{any_spoken('từ năm', 'giai đoạn', 'đến nay', 'đến năm', 'đến hết', 'tính đến')})(?!\w)|\d{{4}} ?[-–] ?\d{{4}}"
)
_SINCE = spoken("đến nay")
_COMPARED = spoken("so với")
_BEHIND_YEAR = re.compile(rf"[^,;:()\d]{{0,40}}(?<!\w){spoken('năm')} ({_YEAR.pattern})")


class FigureWords:
    """One declared figure as it is looked for in sentences."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._money = money_in(figure.measure)
        self._patterns = [re.compile(pattern) for pattern in (*self._behind(), *self._before())]
        self._near = re.compile(any_spoken(*figure.near)) if figure.near else None
        self._unless = re.compile(any_spoken(*figure.unless)) if figure.unless else None
        years = [int(column) for column in figure.columns if _YEAR.fullmatch(column)]
        self._newest = max(years, default=0)

    def value(self, sentence: str) -> Decimal | None:
        """The figure that a sentence states for the whole unit; None where it states none, or several that differ."""
        line = spoken(sentence)
        if not self._patterns or _BEGINS_AS_PART.match(line):
            return None
        found = list(self._stated(line))
        if not found:
            return None
        parts = _PART.search(line, min(found)[0])
        values = {value for place, value in found if parts is None or place < parts.start()}
        return values.pop() if len(values) == 1 else None

    def _stated(self, line: str) -> Iterator[tuple[int, Decimal]]:
        for pattern in self._patterns:
            for found in pattern.finditer(line):
                value = self._value(found)
                if value is not None and self._holds(line, found):
                    yield found.start("number"), value

    def _behind(self) -> Iterator[str]:
        """The number right before each of the words; a sum of money in any of its units, whichever the words name."""
        money = re.escape(self._money)
        for word in self._figure.words:
            spelt = re.escape(spoken(word))
            if self._money:
                spelt = spelt.replace(money, rf"(?P<money>{MONEY})", 1)
            yield rf"{self._number()} ?{spelt}(?!\w)"

    def _before(self) -> Iterator[str]:
        if self._figure.leads:
            unit = rf" ?(?P<money>{MONEY})(?!\w)" if self._money else ""
            yield rf"(?<!\w)(?:{any_spoken(*self._figure.leads)}) {self._number()}{unit}"

    def _number(self) -> str:
        billions = rf"(?:(?P<billions>{_N}) (?:{any_spoken('tỷ', 'tỉ')}) )?" if self._money else ""
        return rf"{billions}(?P<number>{_N})"

    def _value(self, found: re.Match[str]) -> Decimal | None:
        number = number_of(found["number"])
        if number is None or not self._money:
            return None if number is None else plain(number)
        value = converted(number, found["money"], self._money)
        billions = number_of(found["billions"]) if found["billions"] else None
        return value if billions is None else plain(value + converted(billions, spoken("tỷ đồng"), self._money))

    def _holds(self, line: str, found: re.Match[str]) -> bool:
        """Whether the number is the unit's own and exact, of this time, and of this figure."""
        start = found.start("billions") if self._money and found["billions"] else found.start("number")
        begin = max((one.end() for one in _END_OF_CLAUSE.finditer(line, 0, start)), default=0)
        ending = _END_OF_CLAUSE.search(line, found.end())
        before, behind = line[begin:start], line[found.end() : ending.start() if ending else len(line)]
        is_stock = self._figure.kind is FigureKind.STOCK
        if _NOT_EXACT.search(line[:start]) or _NOT_SO.search(before):
            return False
        if is_stock and (_CHANGES.search(line[:start]) or _NOT_ALL.match(behind)):
            return False
        if self._near is not None and not self._near.search(line[:start]):
            return False
        if self._unless is not None and self._unless.search(before + behind):
            return False
        return self._is_of_now(before, line[found.end("number") :])

    def _is_of_now(self, before: str, behind: str) -> bool:
        """Whether the year that it goes by is that of the figure; what happened in one year is no whole period."""
        near = _BEHIND_YEAR.match(behind)
        if near is not None and _COMPARED not in near[0]:
            year, before = int(near[1]), before + near[0]
        else:
            years = list(_YEAR.finditer(before))
            if not years or _SINCE in before[years[-1].end() :]:
                return True
            year = int(years[-1][0])
        if self._newest:
            return year >= self._newest
        return self._figure.kind is not FigureKind.FLOW or bool(_SPAN_OF_YEARS.search(before))


@lru_cache(maxsize=256)  # the figures of a few plans, for thousands of reports
def words_of_figure(figure: Figure) -> FigureWords:
    return FigureWords(figure)
