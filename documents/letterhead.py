"""The head and the close of a Party document. Numbers are given by people: an unknown one is left blank to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from documents.party_document import Line
from documents.party_template import BODY_SIZE
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
# A capital letter is on average this wide, of the size of the type: 0.61 in regular, 0.64 in bold Times New Roman.
CAPITAL_WIDTH = 0.64
POINTS_IN_MM = 72 / 25.4
# What is read as one: torn apart, "Ban cán sự đảng Ủy ban nhân dân" begins with "Ban cán sự Đảng ủy".
_READ_AS_ONE = (
    *("Ban cán sự đảng", "Ủy ban nhân dân", "Đảng bộ", "Đảng ủy", "các cơ quan", "thành phố", "thị xã", "thị trấn"),
    *("Phát thanh", "Truyền hình", "Thông tin", "Truyền thông"),
)
_UNBROKEN = "\u00a0"
# Letters: after a longer place the day begins a line of its own. The room to fill in a day is wider than a day.
LONGEST_PLACE, LONGEST_PLACE_BEFORE_A_BLANK = 15, 11


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`superior_line` is empty for a body that heads its own documents, such as a provincial Party committee.

    A draft has no `day` yet; its `year` is known all the same. `abstract` is what a letter (công văn) says below its
    number, because it has no title.
    """

    superior_line: str
    issuer_line: str
    number_line: str
    place: str
    day: date | None
    year: int | None = None
    abstract: str = ""


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
    document.panes(_issuer(letterhead, left), _party(letterhead, right), widths=(left, right))


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
    document.panes(_recipients(signature), signer_lines(signature), widths=(half, half))


def dateline(letterhead: Letterhead) -> str:
    """Place and day as they fit into a letterhead: on one line, or broken between the two."""
    longest = LONGEST_PLACE if letterhead.day else LONGEST_PLACE_BEFORE_A_BLANK
    between = ", " if len(letterhead.place) <= longest else ",\n"
    return f"{letterhead.place}{between}{long_day_text(letterhead.day, year=letterhead.year)}"


def in_capitals(name: str, width: float, *, size: int = BODY_SIZE) -> str:
    """The name as it stands in a letterhead; what does not fit on one line of this width (mm) is broken into even ones."""
    text = _bound(name).upper()
    room = int((width - 2 * CELL_PADDING_MM) * POINTS_IN_MM / (size * CAPITAL_WIDTH))
    fewest = len(_lines(text, room))
    shortest = next(length for length in range(1, room + 1) if len(_lines(text, length)) <= fewest)
    return "\n".join(_lines(text, shortest)).replace(_UNBROKEN, " ")


def _bound(name: str) -> str:
    for words in (*_READ_AS_ONE, " -"):
        name = name.replace(words, words.replace(" ", _UNBROKEN))
    return name


def _lines(text: str, length: int) -> list[str]:
    return wrap(text, length, break_long_words=False, break_on_hyphens=False)


def _issuer(letterhead: Letterhead, width: float) -> list[Line]:
    superior = [Line(in_capitals(letterhead.superior_line, width), "Letterhead")] if letterhead.superior_line else []
    abstract = [Line(letterhead.abstract, "Letterhead Abstract")] if letterhead.abstract else []
    return [
        *superior,
        Line(in_capitals(letterhead.issuer_line, width), "Letterhead Bold"),
        Line("*", "Letterhead"),
        Line(letterhead.number_line, "Letterhead"),
        *abstract,
    ]


def _party(letterhead: Letterhead, width: float) -> list[Line]:
    return [
        Line(PARTY, "Party Name"),
        Line("", "Party Rule", inset=(width - 2 * CELL_PADDING_MM - PARTY_WIDTH_MM) / 2),
        Line(dateline(letterhead), "Place And Date"),
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


def signer_lines(signature: Signature) -> list[Line]:
    position = Line(signature.position.upper(), "Letterhead" if signature.authority else "Letterhead Bold")
    authority = [Line(signature.authority.upper(), "Letterhead Bold")] if signature.authority else []
    blank = [Line("", "Letterhead")] * LINES_FOR_SIGNING
    return [*authority, position, *blank, Line(signature.name, "Letterhead Bold")]
