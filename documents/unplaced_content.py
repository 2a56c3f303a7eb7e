"""What of a report fits no section of the outline: where it stands and how it begins, so that a person finds a place for it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from documents.blocks import Image, Table
from documents.section_answers import said_by_people, texts_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.blocks import Block
    from documents.outline_matching import MatchedReport, Unplaced

LETTERS_OF_A_QUOTATION = 200


@dataclass(frozen=True, slots=True)
class UnplacedContent:
    """`where` in Vietnamese: "đoạn 48 đến đoạn 60"; `text` quotes the beginning and says how much more there is."""

    unit: str
    where: str
    text: str


def unplaced_content(matched: MatchedReport, *, unit: str) -> tuple[UnplacedContent, ...]:
    """In the order of the file. What holds neither words nor a picture is left out."""
    found = ((one, _blocks(one)) for one in matched.unplaced)
    return tuple(
        UnplacedContent(unit, _where(blocks), _text(one, blocks)) for one, blocks in found if _says_something(blocks)
    )


def _blocks(one: Unplaced) -> tuple[Block, ...]:
    """Without the words of the draft that the report was made from."""
    return said_by_people(one.blocks if one.heading is None else (one.heading, *one.blocks))


def _says_something(blocks: Sequence[Block]) -> bool:
    return words_of(blocks) > 0 or any(isinstance(block, Image) for block in blocks)


def _where(blocks: Sequence[Block]) -> str:
    first, last = blocks[0].position, blocks[-1].position
    return f"đoạn {first}" if first == last else f"đoạn {first} đến đoạn {last}"


def _text(one: Unplaced, blocks: Sequence[Block]) -> str:
    said = " ".join(text for block in blocks for text in texts_of(block))
    quotation = f"“{shorten(said, LETTERS_OF_A_QUOTATION, placeholder='…')}” " if said.strip() else ""
    claims = f"; đề mục trùng với mục {one.claims}" if one.claims else ""
    return f"{quotation}({_amount(blocks)}{claims})"


def _amount(blocks: Sequence[Block]) -> str:
    tables = sum(isinstance(block, Table) for block in blocks)
    pictures = sum(isinstance(block, Image) for block in blocks)
    counts = ((words_of(blocks), "từ"), (tables, "bảng"), (pictures, "ảnh"))
    return ", ".join(f"{count} {what}" for count, what in counts if count)
