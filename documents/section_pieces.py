"""The passages of a unit as composition sees them: sentences, the parts of the section that they belong to, what may be divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.blocks import Heading, Paragraph
from documents.section_answers import is_nothing
from domain.addressees import OTHER
from domain.composition import Piece
from domain.lead_ins import lead_in_of
from domain.proposals import addressees_of
from domain.sentences import Span, sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.merging.passages import Passage
    from domain.outline import Section
    from domain.proposals import Addressed

OTHER_TITLE = "Với cơ quan, đơn vị khác"


@dataclass(frozen=True, slots=True)
class SectionPart:
    """One part of a section, with what it is headed by; a section that is not divided has one without a title."""

    id: str
    title: str


def parts_of(section: Section) -> tuple[SectionPart, ...]:
    """Proposals are divided by addressee, those of nobody's at the end."""
    if not section.addressees:
        return (SectionPart("", ""),)
    named = (SectionPart(one.id, one.title) for one in section.addressees)
    return (*named, SectionPart(OTHER, OTHER_TITLE))


def pieces_of(passages: Sequence[Passage], section: Section) -> tuple[Piece, ...]:
    """One for each passage of one unit, in the order of its report."""
    if not section.addressees:
        return tuple(_piece(passage, ()) for passage in passages)
    texts = [(one.position, text_of(one), isinstance(one.blocks[0], Heading)) for one in passages]
    found: dict[int, list[Addressed]] = {}
    for one in addressees_of(texts, section.addressees):
        found.setdefault(one.position, []).append(one)
    pieces: list[Piece] = []
    for passage in passages:
        governing = pieces[-1].part if pieces else OTHER
        if is_nothing(text_of(passage)) and lead_in_of(text_of(passage)):
            # Who proposes nothing proposes it to nobody: a draft says so before the parts, and so it stands before what is proposed.
            pieces.append(_piece(passage, (), part=section.addressees[0].id))
            continue
        pieces.append(_piece(passage, found.get(passage.position, ()), part=governing))
    return tuple(pieces)


def text_of(passage: Passage) -> str:
    """The text of its paragraph or heading; empty for a table or a picture."""
    first = passage.blocks[0]
    return first.text if isinstance(first, Heading | Paragraph) else ""


def _piece(passage: Passage, addressed: Sequence[Addressed], *, part: str = "") -> Piece:
    """`part` is that of what stands before it: a table goes with the text above."""
    first, text = passage.blocks[0], text_of(passage)
    sentences = [(one.span, one.addressee) for one in addressed] or [(span, part) for span in sentence_spans(text)]
    lead = lead_in_of(text) if passage.is_plain and len(sentences) == 1 else None
    if lead is not None:
        sentences = [(Span(lead.end, sentences[0][0].end), sentences[0][1])]
    return Piece(
        number=passage.position,
        unit=passage.unit,
        text=text,
        part=sentences[0][1] if sentences else part,
        sentences=tuple(sentences),
        is_plain=passage.is_plain,
        is_label=any(one.is_label for one in addressed) and len(passage.blocks) == 1,
        is_nothing=len(passage.blocks) == 1 and isinstance(first, Paragraph) and is_nothing(text),
        level=first.level if isinstance(first, Heading) else 0,
        counted="" if lead is None else lead.counted,
    )
