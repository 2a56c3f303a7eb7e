"""What may be a heading of the outline in a report: what the reader took for one, and numbered lines that it did not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Recognised
from documents.heading_words import number_and_title, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A title of the outline has up to 60 words; a longer line is a sentence.
MOST_WORDS_OF_A_TITLE = 75
# Fewer lines in a row than this are no table of contents, nor is one where fewer of them come again below.
FEWEST_LINES_OF_CONTENTS, SHARE_THAT_COMES_AGAIN = 3, 0.6

_PAGE_NUMBER = re.compile(r"(?:[\s.…_·-]{2,}|\s)\d{1,3}$|[.…_·]{3,}$")
_GOES_ON = re.compile(r"[a-zà-ỹđ(]")
_ENUMERATED = (";", ",")


@dataclass(frozen=True, slots=True)
class Candidate:
    """`place` is where its block stands in the report, from 0; `last` the last block that its title runs over.

    It `is_certain` where the reader saw a heading in more than a number.
    """

    place: int
    last: int
    heading: Heading
    number: str
    is_certain: bool

    @property
    def title_follows(self) -> bool:
        return not self.heading.text.endswith(_ENUMERATED)


def candidates_of(blocks: Sequence[Block], contents: frozenset[int]) -> list[Candidate]:
    """Headings and numbered lines in order, without those in a table of contents."""
    found = (_candidate(place, block) for place, block in enumerate(blocks) if place not in contents)
    return [one for one in found if one is not None]


def as_heading(block: Block, level: int) -> Heading | None:
    """A line of the text as the heading that it is meant to be."""
    if isinstance(block, Heading):
        return block
    if not isinstance(block, Paragraph):
        return None
    return Heading(level, " ".join(block.text.split()), block.position, Recognised.TYPED)


def is_title_line(block: Block) -> bool:
    """A line of plain text that is short enough to be a title, numbered or not."""
    return isinstance(block, Paragraph) and len(block.text.split()) <= MOST_WORDS_OF_A_TITLE


def run_over(first: Candidate, second: Candidate) -> Candidate | None:
    """One heading out of two lines, where the second goes on without a number of its own; None where it cannot."""
    if second.place != first.last + 1 or second.number or not (first.is_certain and second.is_certain):
        return None
    above, below = first.heading.text, second.heading.text
    both_shout = bool(first.number) and above.isupper() and below.isupper()
    if not (_GOES_ON.match(below) or both_shout or above.endswith((",", "-"))):
        return None
    return replace(first, last=second.last, heading=replace(first.heading, text=f"{above} {below}"))


def contents_of(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the lines of a table of contents: titles in a row, with no text between, that come again below.

    It stands before the first numbered title with text below it.
    """
    keys = [_title_key(block) for block in blocks]
    last = {key: place for place, key in enumerate(keys) if key}
    for run in _runs(keys):
        again = [place for place in run if last.get(_without_page(blocks[place]), -1) > place]
        listed = [place for place in run if again and place <= again[-1]]
        if len(listed) >= FEWEST_LINES_OF_CONTENTS and len(again) >= SHARE_THAT_COMES_AGAIN * len(listed):
            return frozenset(listed)
        if any(_is_numbered(blocks[place]) for place in run):
            break
    return frozenset()


def _is_numbered(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph) and bool(number_and_title(block.text)[0])


def _runs(keys: Sequence[str]) -> Iterator[list[int]]:
    run: list[int] = []
    for place, key in enumerate(keys):
        if key:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _title_key(block: Block) -> str:
    """Empty for what is no heading nor a numbered line."""
    if not isinstance(block, Heading | Paragraph):
        return ""
    if isinstance(block, Paragraph) and not (number_and_title(block.text)[0] and is_title_line(block)):
        return ""
    return " ".join(plain_words(block.text))


def _without_page(block: Block) -> str:
    text = block.text if isinstance(block, Heading | Paragraph) else ""
    return " ".join(plain_words(_PAGE_NUMBER.sub("", text.strip())))


def _candidate(place: int, block: Block) -> Candidate | None:
    if isinstance(block, Heading):
        number = number_and_title(block.text)[0]
        return Candidate(place, place, block, number, block.recognised is not Recognised.TYPED)
    if not isinstance(block, Paragraph) or not (number := number_and_title(block.text)[0]) or not is_title_line(block):
        return None
    heading = as_heading(block, 0)
    return None if heading is None else Candidate(place, place, heading, number, is_certain=False)
