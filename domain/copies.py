"""Copies (sao chép): sections that repeat another unit, the outline's own words, or the last campaign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.sentences import Span


class CopyKind(StrEnum):
    UNITS = "units"
    OUTLINE = "outline"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class SectionText:
    """All that a unit says in a section, a line for each block. `unit` is empty for the outline's own words."""

    unit: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Copied:
    """Two texts of one section and how alike they are, in [0, 1]; `stretches` are what they share, by place in each."""

    kind: CopyKind
    section: str
    first: SectionText
    second: SectionText
    likeness: float
    stretches: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Units whose texts of one section are near copies of each other; `least` is the lowest likeness along the chain."""

    section: str
    units: tuple[str, ...]
    least: float
    most: float
