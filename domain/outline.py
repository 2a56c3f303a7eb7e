"""The outline of the report (đề cương): a tree of sections, some with named owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `id` is the path as people cite it: "II.1.4"; `label` is what stands before the title: "1.4."."""

    id: str
    label: str
    title: str
    level: int
    hints: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.label} {self.title}"

    def walk(self) -> Iterator[Section]:
        """The section itself, then all below it, in the order of the outline."""
        yield self
        for child in self.sections:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    title: str
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()

    def leaves(self) -> tuple[Section, ...]:
        """The sections that hold text of their own: those with nothing below them."""
        return tuple(section for section in self.walk() if not section.sections)

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.walk() if section.id == section_id), None)

    def owed_by(self, unit: str, *, tier: str, only: tuple[str, ...] = ()) -> tuple[Section, ...]:
        """The leaves that the unit owes.

        A duty may name the sections (`only`); otherwise a unit owes every leaf of its tier that is not reserved
        for named owners, so a section with owners is *not owed* by the others, which is not the same as missing.
        """
        if only:
            return tuple(leaf for leaf in self.leaves() if leaf.id in only)
        return tuple(leaf for leaf in self.leaves() if _is_open_to(leaf, unit, tier))


def _is_open_to(section: Section, unit: str, tier: str) -> bool:
    if section.owners:
        return unit in section.owners
    return not section.tiers or tier in section.tiers
