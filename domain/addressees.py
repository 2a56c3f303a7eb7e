"""Addressees of proposals (nơi nhận kiến nghị): the levels by which a section of the outline is to be split."""

from __future__ import annotations

from dataclasses import dataclass

# What names none of a section's addressees: another body, or nobody at all.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Addressee:
    """`title` heads its proposals in the draft ("Với Trung ương"); `words` are the names by which units call it.

    The order in the section is that of the draft. A sentence that names several stands under the first of them.
    """

    id: str
    title: str
    words: tuple[str, ...]
