"""Coverage as it stands (độ phủ đề cương): which unit answered which section of the outline, without any run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.obligations import superiors_under
from database.queries.outline_checks import checks_of
from database.queries.submissions import submissions_of_all
from database.queries.units import unit_names
from domain.coverage import UnitCoverage, count_of, states_of
from domain.obligations import State
from services.preflight import contributors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from domain.outline import Section
    from domain.outline_check import SectionState
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class Covered:
    """One report that is waited for. `version` is the one that counts, 0 where nothing came; a returned one counts not."""

    obligation: Obligation
    row: UnitCoverage
    version: int

    @property
    def is_returned(self) -> bool:
        return self.obligation.standing.state is State.RETURNED


@dataclass(frozen=True, slots=True)
class Coverage:
    """The reports that a unit puts together, by the leaves of the outline. A row in the order of the list of units."""

    unit: str
    name: str
    sections: tuple[Section, ...]
    reports: tuple[Covered, ...]

    def counts(self, state: SectionState) -> tuple[int, ...]:
        """For each section, how many of the reports that are in say this to it."""
        return count_of(self.rows, state, sections=len(self.sections))

    @property
    def rows(self) -> tuple[UnitCoverage, ...]:
        return tuple(one.row for one in self.reports)

    @property
    def received(self) -> int:
        return sum(row.is_in for row in self.rows)


def consolidators(session: Session, campaign: Campaign) -> list[tuple[str, str]]:
    """Code and name of everybody whose subordinates report to it, the coordinator first; the others by their names."""
    own = campaign.plan.bodies.coordinator
    codes = superiors_under(session, campaign.id, duties=campaign.plan.duties_to_superiors)
    names = unit_names(session, campaign.id, {own, *codes})
    below = sorted(((code, names[code]) for code in codes if code != own), key=lambda one: one[1])
    return [(own, names[own]), *below]


def coverage_at(session: Session, campaign: Campaign, *, unit: str, as_of: datetime) -> Coverage:
    """As the kept checks have it: no file is opened, and nobody who handed in is waited for."""
    expected = contributors(session, campaign, unit=unit, as_of=as_of)
    rows = submissions_of_all(session, [one.id for one in expected])
    versions = {(row.obligation_id, row.number): row for row in rows}
    standing = {one.id: versions[one.id, one.standing.submission.number] for one in expected if one.standing.submission}
    checks = checks_of(session, [row.id for row in standing.values()], as_of=as_of)
    names = unit_names(session, campaign.id, {unit, *(one.unit for one in expected)})
    leaves = campaign.plan.outline.leaves()
    numbers = [leaf.id for leaf in leaves]
    states = {obligation: states_of(checks.get(row.id), numbers) for obligation, row in standing.items()}
    return Coverage(
        unit=unit,
        name=names[unit],
        sections=leaves,
        reports=tuple(_covered(one, names[one.unit], states, standing) for one in expected),
    )


def _covered(
    one: Obligation,
    name: str,
    states: Mapping[int, Sequence[SectionState | None]],
    standing: Mapping[int, SubmissionRow],
) -> Covered:
    row = standing.get(one.id)
    is_in = row is not None and one.standing.state is not State.RETURNED
    found = tuple(states[one.id]) if is_in else ()
    return Covered(one, UnitCoverage(one.unit, name, is_in=is_in, states=found), row.number if row else 0)
