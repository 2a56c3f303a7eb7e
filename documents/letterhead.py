"""The head and the close of a Party document. Numbers are given by people: an unknown one is left blank to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.party_document import Line
from domain.vietnamese_dates import long_day_text

if TYPE_CHECKING:
    from datetime import date

    from documents.party_document import PartyDocument

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
# The width of that line in 15-point bold Times New Roman: the rule below it is as long as the text.
PARTY_WIDTH_MM = 73
# Word keeps this much free on either side of a cell, and counts an indent from there.
CELL_PADDING_MM = 1.9
LEFT_SHARE = 75 / 165
LINES_FOR_SIGNING = 4


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`superior_line` is empty for a body that heads its own documents, such as a provincial Party committee.

    A draft has no `day` yet; its `year` is known all the same.
    """

    superior_line: str
    issuer_line: str
    number_line: str
    place: str
    day: date | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """`authority` is on whose behalf ("T/M BAN THƯỜNG VỤ"), empty for a head who signs directly."""

    authority: str
    position: str
    name: str = ""
    recipients: tuple[str, ...] = ()


def number_line(number: int | None, *, code: str) -> str:
    """Số 05-BC/HU for 5 and "BC/HU"; a blank stands in for a number not yet given."""
    return f"Số        -{code}" if number is None else f"Số {number:02d}-{code}"


def place_and_day(place: str, day: date | None, *, year: int | None = None) -> str:
    """Hà Nam, ngày 24 tháng 6 năm 2022."""
    return f"{place}, {long_day_text(day, year=year)}"


def write_letterhead(document: PartyDocument, letterhead: Letterhead) -> None:
    left = document.width * LEFT_SHARE
    right = document.width - left
    document.panes(_issuer(letterhead), _party(letterhead, right), widths=(left, right))


def write_title(document: PartyDocument, *, kind: str, abstract: str) -> None:
    """`kind` is the name of the type, as in BÁO CÁO; the abstract says what about."""
    document.paragraph(kind.upper(), style="Title")
    document.paragraph(abstract, style="Subtitle")
    document.paragraph("-----", style="Abstract End")


def write_signature(document: PartyDocument, signature: Signature) -> None:
    """Never alone on a page: the last paragraph of the text comes along."""
    half = document.width / 2
    document.keep_with_next()
    document.gap()
    document.panes(_recipients(signature), _signer(signature), widths=(half, half))


def _issuer(letterhead: Letterhead) -> list[Line]:
    superior = [Line(letterhead.superior_line.upper(), "Letterhead")] if letterhead.superior_line else []
    return [
        *superior,
        Line(letterhead.issuer_line.upper(), "Letterhead Bold"),
        Line("*", "Letterhead"),
        Line(letterhead.number_line, "Letterhead"),
    ]


def _party(letterhead: Letterhead, width: float) -> list[Line]:
    return [
        Line(PARTY, "Party Name"),
        Line("", "Party Rule", inset=(width - 2 * CELL_PADDING_MM - PARTY_WIDTH_MM) / 2),
        Line(place_and_day(letterhead.place, letterhead.day, year=letterhead.year), "Place And Date"),
    ]


def _recipients(signature: Signature) -> list[Line]:
    if not signature.recipients:
        return []
    *others, last = signature.recipients
    return [
        Line("Nơi nhận:", "Recipients Title"),
        *(Line(f"- {recipient},", "Recipients") for recipient in others),
        Line(f"- {last}.", "Recipients"),
    ]


def _signer(signature: Signature) -> list[Line]:
    position = Line(signature.position.upper(), "Letterhead" if signature.authority else "Letterhead Bold")
    authority = [Line(signature.authority.upper(), "Letterhead Bold")] if signature.authority else []
    blank = [Line("", "Letterhead")] * LINES_FOR_SIGNING
    return [*authority, position, *blank, Line(signature.name, "Letterhead Bold")]
