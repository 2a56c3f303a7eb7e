"""Flaws: what should never be, told to staff by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that needs a person. `subject` is a unit's code or a message's key; `unit` and `message` for people."""

    code: str
    subject: str
    text: str
    unit: str = ""
    message: str = ""
