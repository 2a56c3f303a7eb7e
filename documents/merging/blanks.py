"""Blanks in the XML of a passage that are filled in when it is written: numbers of lists, notes, drawings; marks of sources.

Between two signs that no XML can hold stand a letter for the kind and a number that says which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# The number properties of an item, the same typed, a drawing, an old shape, a note, and where a source may begin and end.
NUMBERED, TYPED, DRAWING, SHAPE, NOTE, BEGIN, END = "n", "t", "d", "v", "f", "s", "e"
_BLANK = re.compile("\x01([a-z])([0-9]*)\x02")


def blank(kind: str, number: int | str = "") -> str:
    return f"\x01{kind}{number}\x02"


def filled(xml: str, fill: Callable[[str, int], str]) -> str:
    """`fill` is asked for each blank in turn; one without a number has 0."""
    if "\x01" not in xml:
        return xml
    return _BLANK.sub(lambda found: fill(found[1], int(found[2] or 0)), xml)
