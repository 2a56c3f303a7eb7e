"""Acknowledgements (xác nhận đã xem): those above say that they have seen what was escalated to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One word about one escalation. `at` is local; the note may be empty."""

    escalation: int
    at: datetime
    by: str
    note: str = ""


def says_anything_new(earlier: Sequence[Acknowledgement], *, by: str, note: str) -> bool:
    """Whether these words are to be kept: a person acknowledges once, and no note is written twice."""
    own = [one for one in earlier if one.by == by]
    return not own or bool(note and note not in {one.note for one in own})
