"""How each unit hands in: most a .docx in one of the habits of offices, some another kind of file, one on paper."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

WAYS = Path(__file__).parent / "ways.yaml"
SAMPLES = Path(__file__).parent / "samples"


class Way(StrEnum):
    """The first five are habits of writing a .docx, from the numbers of the headings to the letters of the text."""

    STYLES = "styles"
    BOLD = "bold"
    AUTOMATIC = "automatic"
    COVER = "cover"
    DECOMPOSED = "decomposed"
    OLD_FONT = "old_font"
    FORM = "form"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    SCAN = "scan"
    PICTURE = "picture"
    PAPER = "paper"
    DAMAGED = "damaged"


# The files that were made beforehand, so that the demonstration asks no other program to write them.
ENDINGS = {
    Way.DOC: ".doc",
    Way.ODT: ".odt",
    Way.RTF: ".rtf",
    Way.PDF: ".pdf",
    Way.SCAN: ".pdf",
    Way.PICTURE: ".jpg",
}
# In so many offices each habit is found: bold numbers typed by hand are the commonest.
_HABITS = (
    *(Way.BOLD,) * 9,
    *(Way.STYLES,) * 5,
    *(Way.AUTOMATIC,) * 4,
    *(Way.COVER,) * 2,
    *(Way.DECOMPOSED,) * 2,
)


def way_of(unit: str) -> Way:
    """The unit's own where ways.yaml names it, otherwise a habit that depends on its code alone."""
    return _named().get(unit) or _HABITS[lot(f"way/{unit}") % len(_HABITS)]


def sample_of(unit: str) -> Path:
    """Where the file of a unit lies that hands in one made beforehand."""
    return SAMPLES / f"{unit}{ENDINGS[way_of(unit)]}"


def named_units() -> dict[str, Way]:
    """All that ways.yaml names."""
    return dict(_named())


def lot(text: str) -> int:
    """A number that is always the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


@cache
def _named() -> dict[str, Way]:
    return {unit: Way(way) for unit, way in YAML(typ="safe").load(WAYS).items()}
