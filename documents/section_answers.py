"""What a unit says in a section: its words counted, "Không." told from a sentence, and what is no answer at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Image, Paragraph, Table
from documents.draft_words import is_of_the_draft
from domain.lead_ins import without_lead_in
from domain.outline_check import SectionState
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from documents.blocks import Block

# An own heading with nothing below it is no answer, unless somebody set whole sentences as headings.
MOST_WORDS_OF_A_HEADING = 25
_WORD = re.compile(r"[^\W_]+(?:[-/.,:][^\W_]+)*")
_PUNCTUATION = re.compile(r"[^0-9a-z]+")
_UNIT = "don vi|dia phuong|dang uy|chi bo|xa|phuong|thi tran|co quan"
_THING = (
    "y kien|kien nghi|de xuat|de nghi|noi dung|van de|kho khan|vuong mac|han che|ton tai|truong hop|bo sung|va|hoac"
)
# "Không." and all that may stand around it without saying anything more, folded.
_NOTHING = re.compile(
    rf"(?:(?:{_UNIT}) )?(?:hien )?(?:khong|chua phat sinh)(?: co)?(?: phat sinh)?(?: (?:{_THING}))*(?: (?:gi|nao|khac|them|nay))*"
    r"(?: (?:doi )?voi cap tren)?"
)


def words_of(blocks: Iterable[Block]) -> int:
    """Words and figures in paragraphs, own headings, cells of tables and footnotes; dots and dashes are none."""
    return sum(len(_WORD.findall(text)) for block in blocks for text in texts_of(block))


def texts_of(block: Block) -> tuple[str, ...]:
    """The texts of a block: one, or one for each cell of a table that has any; a picture has none."""
    match block:
        case Table(rows):
            return tuple(cell for row in rows for cell in row if cell)
        case Image():
            return ()
        case Heading() | Paragraph() | Footnote():
            return (block.text,)


def without_hints(blocks: Iterable[Block], hints: Iterable[str]) -> tuple[Block, ...]:
    """The blocks without what says nothing: dots left to be filled in, and hints of the outline copied as they stand.

    Neither does what a draft of ours says of itself.
    """
    known = {key_of(hint) for hint in hints}
    return tuple(block for block in said_by_people(blocks) if isinstance(block, Image) or _says_more_than(block, known))


def said_by_people(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without the words that the program wrote into the draft that a unit made its report from."""
    return tuple(block for block in blocks if not any(map(is_of_the_draft, _texts_of_one(block))))


def without_idle_hints(blocks: Sequence[Block], hints: Iterable[str]) -> tuple[Block, ...]:
    """The blocks without the hints that nobody wrote to; one with an answer right below it stands over that as its label."""
    blocks = said_by_people(blocks)
    said = {id(block) for block in without_hints(blocks, hints)}
    followed = (*(id(block) in said for block in blocks[1:]), False)
    return tuple(block for block, has_answer in zip(blocks, followed, strict=False) if id(block) in said or has_answer)


def state_of(blocks: tuple[Block, ...]) -> SectionState:
    """FOUND, NONE or EMPTY, for what stands below a heading once `without_hints` has gone over it."""
    content = [block for block in blocks if not _is_bare_heading(block)]
    if not content:
        return SectionState.EMPTY
    if all(isinstance(block, Paragraph) and is_nothing(block.text) for block in content):
        return SectionState.NONE
    return SectionState.FOUND


def is_nothing(text: str) -> bool:
    """Whether a text is the answer "Không." in any of its forms, and not a sentence that only begins with that word."""
    return _NOTHING.fullmatch(key_of(without_lead_in(text))) is not None


def key_of(text: str) -> str:
    """The folded words of a text, without its bullets and punctuation."""
    return _PUNCTUATION.sub(" ", fold(text)).strip()


def _says_more_than(block: Block, hints: set[str]) -> bool:
    if not hints:
        return any(_WORD.search(text) for text in texts_of(block))
    keys = [key for text in texts_of(block) for line in text.split("\n") if (key := key_of(line))]
    return any(key.removeprefix("goi y ") not in hints for key in keys)


def _texts_of_one(block: Block) -> tuple[str, ...]:
    return (block.text,) if isinstance(block, Heading | Paragraph) else ()


def _is_bare_heading(block: Block) -> bool:
    return isinstance(block, Heading) and words_of((block,)) <= MOST_WORDS_OF_A_HEADING
