"""The covering letter of a consolidated report (tờ trình, công văn): who writes to whom, and what goes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from documents.covering_letter import CoveringLetter
from documents.letterhead import Letterhead, number_line
from domain.letterhead import UNKNOWN_SYMBOL, archive_of, heading_under
from domain.vietnamese_dates import day_text
from notifications.wording import clause_name
from services.report_signatures import report_signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from documents.letterhead import Signature
    from domain.consolidation import Preflight
    from domain.plans import Duty, LegalBasis, Plan
    from domain.units import Unit

PROPOSAL, LETTER = "TTr", "CV"
SAME_AS_ABOVE = "Như trên"
# Chỉ thị, Hướng dẫn, Quyết định, Nghị quyết: all of them.
_WORDS_OF_A_KIND = 2


def covering_letter(
    plan: Plan, units: Mapping[str, Unit], duty: Duty, preflight: Preflight, *, enclosures: Sequence[str]
) -> CoveringLetter:
    """`duty` is what the unit of the preflight itself owes; its report is what the letter goes with.

    The board proposes to who leads the province; any other unit writes to its superior. Number and day are left to people.
    """
    unit = units[preflight.unit]
    superior = units.get(unit.superior or "")
    is_board = unit.code == plan.bodies.coordinator
    return CoveringLetter(
        letterhead=_letterhead(plan, unit, superior, kind=PROPOSAL if is_board else LETTER, year=preflight.as_of.year),
        addressee=superior.name if duty.addressee == "superior" and superior else duty.addressee,
        via=duty.via,
        bases=tuple(cited(basis) for basis in plan.identity.legal_basis),
        plan=plan.identity.citation,
        clause=clause_name(duty.clause),
        task=plan.identity.task,
        issuer=unit.name,
        preflight=preflight,
        enclosures=tuple(enclosures),
        signature=_signature(plan, unit),
        is_proposal=is_board,
    )


def cited(basis: LegalBasis) -> str:
    """Chỉ thị số 07-CT/TW ngày 05/9/2016 của Ban Bí thư … về “…”: the kind of a document is the first two words of its title."""
    words = basis.title.split()
    kind, rest = " ".join(words[:_WORDS_OF_A_KIND]), " ".join(words[_WORDS_OF_A_KIND:])
    return f"{kind} số {basis.number} ngày {day_text(basis.day)} của {basis.issuer} {rest}".strip()


def _letterhead(plan: Plan, unit: Unit, superior: Unit | None, *, kind: str, year: int) -> Letterhead:
    heading = heading_under(plan, unit, superior)
    number = number_line(None, code=f"{kind}/{unit.symbol or UNKNOWN_SYMBOL}")
    return Letterhead(heading.superior, heading.issuer, number, heading.place, None, year)


def _signature(plan: Plan, unit: Unit) -> Signature:
    """A letter goes to whom it greets; the recipients of the report are those of the report."""
    signed = report_signature(plan, unit, recipients=())
    return replace(signed, recipients=(SAME_AS_ABOVE, archive_of(name=unit.name, kind=unit.kind)))
