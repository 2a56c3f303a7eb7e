"""How bodies of the State head and close their reports: the nation on the right, where the Party's documents name the Party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.letterhead import CELL_PADDING_MM, LEFT_SHARE, dateline, in_capitals, signer_lines
from documents.party_document import Line

if TYPE_CHECKING:
    from documents.letterhead import Letterhead, Signature
    from documents.party_document import PartyDocument

NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# The motto in 14-point bold Times New Roman; the rule below it is as long as the text, the others shorter.
MOTTO_WIDTH_MM = 66
ISSUER_RULE_MM = 25
SUPERIOR_SIZE = 12
ABSTRACT_RULE_MM = 45


def state_number_line(number: int | None, *, code: str) -> str:
    """Số: 81/BC-STTTT for 81 and "BC-STTTT"; a blank stands in for a number not yet given."""
    return f"Số:        /{code}" if number is None else f"Số: {number:02d}/{code}"


def write_state_letterhead(document: PartyDocument, letterhead: Letterhead) -> None:
    left = document.width * (LEFT_SHARE - 0.02)
    right = document.width - left
    document.panes(_issuer(letterhead, left), _nation(letterhead, right), widths=(left, right))


def write_state_title(document: PartyDocument, *, kind: str, abstract: str) -> None:
    """The same words as under the Party's letterhead, closed by a rule in place of the five hyphens."""
    document.paragraph(kind.upper(), style="Title")
    document.paragraph(abstract, style="Subtitle")
    document.panes([_rule(ABSTRACT_RULE_MM, document.width)], widths=(document.width,))
    document.gap()


def write_state_signature(document: PartyDocument, signature: Signature) -> None:
    """Never alone on a page: the last paragraph of the text comes along."""
    half = document.width / 2
    document.keep_with_next()
    document.gap()
    document.panes(_recipients(signature.recipients), signer_lines(signature), widths=(half, half))


def _issuer(letterhead: Letterhead, width: float) -> list[Line]:
    return [
        Line(in_capitals(letterhead.superior_line, width, size=SUPERIOR_SIZE), "Table Centred"),
        Line(in_capitals(letterhead.issuer_line, width), "Letterhead Bold"),
        _rule(ISSUER_RULE_MM, width),
        Line(letterhead.number_line, "Letterhead"),
    ]


def _nation(letterhead: Letterhead, width: float) -> list[Line]:
    return [
        Line(NATION.upper(), "Table Heading"),
        Line(MOTTO, "Letterhead Bold"),
        _rule(MOTTO_WIDTH_MM, width),
        Line(dateline(letterhead), "Place And Date"),
    ]


def _recipients(recipients: tuple[str, ...]) -> list[Line]:
    """Closed by semicolons, and the last by a stop."""
    if not recipients:
        return []
    *others, last = recipients
    return [
        Line("Nơi nhận:", "State Recipients Title"),
        *(Line(f"- {recipient};", "State Recipients") for recipient in others),
        Line(f"- {last}.", "State Recipients"),
    ]


def _rule(length: float, width: float) -> Line:
    return Line("", "Party Rule", inset=(width - 2 * CELL_PADDING_MM - length) / 2)
