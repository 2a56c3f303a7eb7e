"""All that a consolidation run asks of the database, read at once; the merging itself then asks nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.campaigns import campaign_before
from database.queries.outline_checks import checks_of
from database.queries.submissions import standing_submissions, versions_with
from database.queries.units import units_of
from services.edited_drafts import finished_run, run_behind
from services.message_log import message_log
from services.preflight import contributors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.store import Store
    from documents.consolidation_workbook import SentMessage
    from domain.campaigns import Campaign
    from domain.consolidation import Absent, Preflight, RunInput
    from domain.consolidation_runs import Run
    from domain.outline_check import OutlineCheck
    from domain.units import Unit
    from services.edited_drafts import FormerRun


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A report of the store that is only compared with, never taken in."""

    unit: str
    version: int
    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Materials:
    """`checks` are the kept checks of the versions that go in, by unit; `below` the reports of the units below each of them.

    `deadlines` are those of everybody whose report was waited for, `last_campaign` are reports of the campaign before this
    one. `former` is the last finished run of the unit, and `base` the one that the draft which people edited was made from;
    None where there is none.
    """

    units: tuple[Unit, ...]
    checks: Mapping[str, OutlineCheck]
    messages: tuple[SentMessage, ...]
    below: Mapping[str, tuple[FiledReport, ...]]
    last_campaign: tuple[FiledReport, ...]
    deadlines: Mapping[str, date]
    former: FormerRun | None
    base: FormerRun | None


def gather(session: Session, campaign: Campaign, store: Store, run: Run) -> Materials:
    """For a run whose versions are pinned."""
    found = run.preflight
    if found is None:
        raise ValueError(run.id)
    units = tuple(units_of(session, campaign.id))
    everybody: tuple[RunInput | Absent, ...] = (*found.inputs, *found.absent)
    expected = [one.unit for one in everybody]
    return Materials(
        units=units,
        checks=_checks(session, campaign, found),
        messages=message_log(session, campaign, names={one.unit: one.name for one in everybody}, as_of=found.as_of),
        below=_below(session, campaign, found, units),
        last_campaign=_last_campaign(session, campaign, expected, now=found.as_of),
        former=None if run.previous is None else finished_run(session, campaign, run.previous, unit=run.unit),
        base=_base(session, campaign, store, run),
        deadlines={
            one.unit: one.standing.deadline.last_day
            for one in contributors(session, campaign, unit=run.unit, as_of=found.as_of)
        },
    )


def _checks(session: Session, campaign: Campaign, found: Preflight) -> dict[str, OutlineCheck]:
    """Of the very versions that were pinned, whatever came in or was returned since."""
    pinned = {(one.unit, one.version, one.sha256) for one in found.inputs}
    versions = versions_with(session, campaign.id, [one.sha256 for one in found.inputs])
    ids = {unit: version_id for unit, number, sha256, version_id in versions if (unit, number, sha256) in pinned}
    checks = checks_of(session, ids.values())
    return {unit: checks[version] for unit, version in ids.items() if version in checks}


def _below(
    session: Session, campaign: Campaign, found: Preflight, units: Iterable[Unit]
) -> dict[str, tuple[FiledReport, ...]]:
    """Only where every unit below has a report: a part of them makes no total to compare with."""
    included = {one.unit for one in found.inputs}
    subordinates: dict[str, list[str]] = {}
    for unit in units:
        if unit.superior in included:
            subordinates.setdefault(unit.superior, []).append(unit.code)
    codes = [code for below in subordinates.values() for code in below]
    filed = {one.unit: one for one in _filed(session, campaign.id, codes, as_of=found.as_of)}
    return {
        unit: tuple(filed[code] for code in below)
        for unit, below in subordinates.items()
        if all(code in filed for code in below)
    }


def _last_campaign(
    session: Session, campaign: Campaign, units: Iterable[str], *, now: datetime
) -> tuple[FiledReport, ...]:
    """Of units that have the same code in the campaign that was opened last before this one."""
    last = campaign_before(session, campaign.opened_at)
    return () if last is None else _filed(session, last, units, as_of=now)


def _filed(session: Session, campaign_id: int, units: Iterable[str], *, as_of: datetime) -> tuple[FiledReport, ...]:
    """What stands, in the order of the plan, without what came on paper."""
    found = standing_submissions(session, campaign_id, units=units, as_of=as_of)
    return tuple(FiledReport(unit, row.number, row.sha256, row.file_name) for unit, row in found if row.sha256)


def _base(session: Session, campaign: Campaign, store: Store, run: Run) -> FormerRun | None:
    if not run.options.onto:
        return None
    return run_behind(session, campaign, store, unit=run.unit, edited=store.get(run.options.onto))
