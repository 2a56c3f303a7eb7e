"""Coverage (đối chiếu đề cương): units by sections, and what each report says to each section of the outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.outline_check import SectionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.consolidation import Preflight
    from domain.outline_check import OutlineCheck

ANSWERED = (SectionState.FOUND, SectionState.NONE)


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """One unit. `states` go along the sections asked for; None where the program has no check of that section.

    A unit whose report is not in (`is_in` is false) has no states at all, which is not the same as leaving all out.
    """

    unit: str
    name: str
    is_in: bool
    states: tuple[SectionState | None, ...] = ()

    @property
    def answered(self) -> int:
        """How many sections owed have an answer, "Không." among them."""
        return sum(state in ANSWERED for state in self.states)

    @property
    def owed(self) -> int:
        """How many of the sections that were checked the unit owes."""
        return sum(state is not None and state is not SectionState.NOT_OWED for state in self.states)


def coverage(
    preflight: Preflight, checks: Mapping[str, OutlineCheck], *, sections: Sequence[str], order: Iterable[str]
) -> tuple[UnitCoverage, ...]:
    """A row for every unit expected, in the `order` of the plan; one that the order does not name comes at the end.

    `checks` are the kept checks of the versions that go in, by unit; `sections` the numbers of the outline's leaves.
    """
    rows = {one.unit: UnitCoverage(one.unit, one.name, is_in=False) for one in preflight.absent}
    for one in preflight.inputs:
        states = states_of(checks.get(one.unit), sections)
        rows[one.unit] = UnitCoverage(one.unit, one.name, is_in=True, states=states)
    places = {unit: place for place, unit in enumerate(order)}
    return tuple(sorted(rows.values(), key=lambda row: (places.get(row.unit, len(places)), row.unit)))


def count_of(rows: Iterable[UnitCoverage], state: SectionState, *, sections: int) -> tuple[int, ...]:
    """For each of so many sections, how many reports are in that state."""
    checked = [row.states for row in rows if row.states]
    return tuple(sum(states[place] is state for states in checked) for place in range(sections))


def states_of(check: OutlineCheck | None, sections: Sequence[str]) -> tuple[SectionState | None, ...]:
    """What the check says to each of these sections; None where there is none."""
    known = {one.number: one.state for one in check.sections} if check else {}
    return tuple(known.get(section) for section in sections)
