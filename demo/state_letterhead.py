"""How bodies of the State head their reports: the nation on the right, where the Party's documents name the Party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.letterhead import CELL_PADDING_MM, LEFT_SHARE, place_and_day
from documents.party_document import Line

if TYPE_CHECKING:
    from documents.letterhead import Letterhead
    from documents.party_document import PartyDocument

NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# The motto in 14-point bold Times New Roman; the rule below it is as long as the text, that on the left shorter.
MOTTO_WIDTH_MM = 66
ISSUER_RULE_MM = 25


def write_state_letterhead(document: PartyDocument, letterhead: Letterhead) -> None:
    left = document.width * (LEFT_SHARE - 0.02)
    right = document.width - left
    document.panes(_issuer(letterhead, left), _nation(letterhead, right), widths=(left, right))


def _issuer(letterhead: Letterhead, width: float) -> list[Line]:
    return [
        Line(letterhead.superior_line.upper(), "Table Centred"),
        Line(letterhead.issuer_line.upper(), "Letterhead Bold"),
        _rule(ISSUER_RULE_MM, width),
        Line(letterhead.number_line, "Letterhead"),
    ]


def _nation(letterhead: Letterhead, width: float) -> list[Line]:
    return [
        Line(NATION.upper(), "Table Heading"),
        Line(MOTTO, "Letterhead Bold"),
        _rule(MOTTO_WIDTH_MM, width),
        Line(place_and_day(letterhead.place, letterhead.day, year=letterhead.year), "Place And Date"),
    ]


def _rule(length: float, width: float) -> Line:
    return Line("", "Party Rule", inset=(width - 2 * CELL_PADDING_MM - length) / 2)
