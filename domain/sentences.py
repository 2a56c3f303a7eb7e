"""Sentences of Vietnamese prose, as places in a text, so that each can be traced to the characters it came from."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_END = re.compile(r"[.!?…;]+[”\"’')]*(?=\s)|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters from `start` to before `end`, counted from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Every sentence of a paragraph in order, without the space around it; together they hold all that is not space."""
    ends = [found.end() for found in _END.finditer(text)]
    cuts = [0, *ends, len(text)]
    return tuple(span for begin, end in itertools.pairwise(cuts) if (span := _trimmed(text, begin, end)))


def _trimmed(text: str, begin: int, end: int) -> Span | None:
    piece = text[begin:end]
    kept = piece.strip()
    start = begin + len(piece) - len(piece.lstrip())
    return Span(start, start + len(kept)) if kept else None
