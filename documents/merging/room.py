"""Where in the draft something stands, and how much room it has there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.merging.list_import import Item

# Twentieths of a point, as Word measures tables: the text of a page upright and across, A4 with the Party's margins.
PORTRAIT_WIDTH = 9_355
LANDSCAPE_WIDTH = 14_287
EMU_PER_TWENTIETH = 635
# What a picture may be high, so that a line of text stays with it.
MOST_HEIGHT = 13_000
MOST_HEIGHT_ACROSS = 8_000


class Place(Enum):
    """In the text, in a cell or a text box, or in a note."""

    BODY = auto()
    CELL = auto()
    NOTE = auto()


_USUAL_STYLES = {Place.BODY: "BodyText", Place.CELL: "TableText", Place.NOTE: "FootnoteText"}


@dataclass(frozen=True, slots=True)
class Room:
    """`width` and `height` in twentieths of a point; `size` of the letters in half points, 0 for that of the style.

    `scale` is by how much all that stands here is made smaller. `types_numbers`: here a list cannot go on by itself,
    because a reader counts what stands here after all the rest. `worn` is the id of a style other than the usual one.
    """

    place: Place
    width: float = PORTRAIT_WIDTH
    height: float = MOST_HEIGHT
    size: int = 0
    scale: float = 1.0
    types_numbers: bool = False
    worn: str = ""

    @property
    def style(self) -> str:
        """The id of the style that its paragraphs wear."""
        return self.worn or _USUAL_STYLES[self.place]


BODY = Room(Place.BODY)
NOTE = Room(Place.NOTE, types_numbers=True)
HEADING = Room(Place.BODY, worn="UnitHeading")


@dataclass(frozen=True, slots=True)
class Note:
    """A note on its way into the draft: `key` tells it from all others, its XML lies at `start`, `length` bytes long."""

    key: str
    start: int
    length: int
    has_own_mark: bool
    items: tuple[Item, ...]
    ids: tuple[str, ...]


@dataclass(slots=True)
class Carried:
    """What hangs on a passage: items of lists, notes, ids of parts and addresses; `lost` is what could not come along."""

    items: list[Item] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    shapes: int = 0
