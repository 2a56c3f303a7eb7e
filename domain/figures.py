"""Figures (số liệu): what the plan declares each to be, so that a wrong sum is impossible."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class FigureKind(StrEnum):
    """A flow counts what happened in the period, a stock what there is on a day; a ratio is never added up."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that the plan declares. `is_summed` may be true for a flow or a stock only.

    `section` is where it is looked for; `measure` its unit of measurement ("chiếc", "triệu đồng", "%"). In a table it is
    the cell at one of the `rows` and, if any are given, one of the `columns`, by their words; in a sentence the number right
    before one of the `words`, or right behind one of the `leads` ("số lượt người tham dự là"). If `near` is given, one of
    these must stand in front of the number in the sentence ("kinh phí", where any sum is in "triệu đồng"); none of
    `unless` may stand in its clause ("xã hội hóa").
    """

    id: str
    name: str
    measure: str
    section: str
    kind: FigureKind
    is_summed: bool = False
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def may_be_summed(self) -> bool:
        """Whether units may be added up: whatever the plan says, a ratio or a percentage never is."""
        return self.is_summed and self.kind is not FigureKind.RATIO and "%" not in self.measure


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A figure in a report: its value, the place in words ("mục II.1.3, bảng 1, dòng 4"), and the words around it.

    `figure` is the id of the declared one, empty for one that the plan does not declare, which `name` and `column` then tell.
    """

    unit: str
    figure: str
    section: str
    value: Decimal
    where: str
    quote: str
    name: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of one unit that cannot all be true, or a total that differs from its parts. Flagged, never mended.

    `code` is one of "stated_twice", "total_does_not_add_up", "differs_from_subordinates"; `text` says it in Vietnamese.
    """

    unit: str
    code: str
    section: str
    where: str
    text: str


def number_text(value: Decimal) -> str:
    """As Vietnamese write it: 1.350 and 1,5."""
    whole, _, decimals = f"{value:,f}".partition(".")
    spelt = whole.replace(",", ".")
    return f"{spelt},{decimals}" if decimals else spelt
