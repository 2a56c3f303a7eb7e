"""The outline of the report (đề cương): a tree of sections, some with named owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.addressees import Addressee

# What the form of a report shows below a heading for which the outline has no hint of its own.
ANSWER_HERE = "Nội dung báo cáo; nếu không có thì ghi “Không.”"


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `id` is the path as people cite it: "II.1.4"; `label` is what stands before the title: "1.4.".

    `addressees` are those by whom its proposals are to be split, where it asks for any.
    """

    id: str
    label: str
    title: str
    level: int
    hints: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    addressees: tuple[Addressee, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def prompts(self) -> tuple[str, ...]:
        """What stands below the heading in the form until the unit writes in its place: no answer, if it is left there."""
        hints = tuple(hint[:1].upper() + hint[1:] for hint in self.hints)
        return hints if hints or self.sections else (ANSWER_HERE,)

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
