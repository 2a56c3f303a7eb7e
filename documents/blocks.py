"""What a report is made of, whatever file it came in: an ordered stream of blocks, each with its position."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from documents.heading_labels import split_label


class Recognised(StrEnum):
    """How a heading was told from the text around it, from the surest sign to the weakest."""

    STYLE = "style"
    OUTLINE_LEVEL = "outline_level"
    NUMBERING = "numbering"
    BOLD = "bold"
    TYPED = "typed"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Heading:
    """`text` as a reader sees it, with its number, typed or automatic; `level` counts from 1.

    `position` is the place among all blocks of the text, from 1, empty ones counted.
    """

    level: int
    text: str
    position: int
    recognised: Recognised = field(default=Recognised.STYLE, compare=False)

    @property
    def label(self) -> str:
        """Its number without dots and dashes: "II" or "1.2"; empty where it has none."""
        return split_label(self.text)[0]

    @property
    def title(self) -> str:
        return split_label(self.text)[1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; the cells that a merged cell covers are empty.

    `centred` are the columns, from 0, whose text stands in the middle below the first row. It is looks, not content:
    tables that differ in nothing else are equal.
    """

    rows: tuple[tuple[str, ...], ...]
    position: int
    centred: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `position` is that of the block that holds it; `description` its alternative text, often empty.

    `related` is the id under which a Word file names its bytes: where it lies, not what it is.
    """

    position: int
    description: str = ""
    related: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page, right after the block that refers to it, whose `position` it bears."""

    number: int
    text: str
    position: int


Block = Heading | Paragraph | Table | Image | Footnote


@dataclass(frozen=True, slots=True)
class Report:
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading))
