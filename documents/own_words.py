"""What a unit says itself in a report that was put together from those below it, whose words stand under their names there.

A figure of one commune is no figure of its district, and those of several communes do not contradict each other.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from documents.blocks import Paragraph
from domain.lead_ins import lead_in_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from documents.blocks import Block
    from documents.outline_matching import MatchedReport


def own_words(matched: MatchedReport, below: Collection[str]) -> MatchedReport:
    """Without what is said with a count of the units below, or under their names, which are `below`.

    In a draft of ours the units come last in a section: from the first of their names on nothing is the unit's own.
    """
    lines = {f"{name}:" for name in below}
    sections = {
        section: replace(passages, blocks=_own(passages.blocks, lines))
        for section, passages in matched.sections.items()
    }
    return replace(matched, sections=sections)


def _own(blocks: tuple[Block, ...], lines: Collection[str]) -> tuple[Block, ...]:
    before = takewhile(lambda block: _text(block) not in lines, blocks)
    return tuple(block for block in before if lead_in_of(_text(block)) is None)


def _text(block: Block) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else ""
