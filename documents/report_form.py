"""The form of a report (mẫu báo cáo) for one unit: all of it but what the unit has to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.party_document import PartyDocument

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from documents.form_origin import FormOrigin
    from documents.layouts import Layout
    from documents.letterhead import Letterhead, Signature
    from domain.outline import Outline, Section

ABOUT_THE_FORM = "huong-dan"


@dataclass(frozen=True, slots=True)
class ReportForm:
    """`owed` are the ids of the leaves that the unit owes; the headings above them come along, the others stay out.

    `instruction` tells whoever fills it in where it goes and by when, `introduction` is the first sentence of the report.
    """

    layout: Layout
    letterhead: Letterhead
    abstract: str
    instruction: str
    introduction: str
    outline: Outline
    owed: AbstractSet[str]
    signature: Signature
    origin: FormOrigin


def write_report_form(value: ReportForm) -> bytes:
    """A .docx. The same value gives the same bytes."""
    document = PartyDocument(f"Báo cáo {value.abstract}")
    document.mark(value.origin.properties())
    value.layout.head(document, value.letterhead)
    value.layout.title(document, kind="Báo cáo", abstract=value.abstract)
    document.hint(value.instruction, tag=ABOUT_THE_FORM)
    document.paragraph(value.introduction)
    for section in value.outline.walk():
        if any(part.id in value.owed for part in section.walk()):
            _write_section(document, section)
    value.layout.close(document, value.signature)
    return document.to_bytes()


def _write_section(document: PartyDocument, section: Section) -> None:
    document.heading(section.heading, level=section.level)
    for prompt in section.prompts:
        document.hint(prompt, tag=section.id)
