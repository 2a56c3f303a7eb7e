"""Consolidation runs as they stand, with what was pinned for each."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, select

from database.models import CampaignRow, ConsolidationRow, UnitRow
from domain.consolidation import Absence, Absent, Gap, Preflight, RunInput, RunState
from domain.consolidation_runs import MOVES, Run, RunMove, RunOptions, RunProgress, SourceNotes
from domain.outline_check import SectionState

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

    Local = Callable[[datetime], datetime]


class FinishedRun(NamedTuple):
    """A finished run as a list of choices names it."""

    id: int
    unit: str
    name: str
    as_of: datetime


def runs_of(session: Session, campaign: Campaign) -> list[Run]:
    """Every run of the campaign, in the order in which they were asked for."""
    found = session.execute(_runs(campaign).order_by(ConsolidationRow.id))
    return [_run(row, name, campaign) for row, name in found]


def run_of(session: Session, campaign: Campaign, run_id: int) -> Run | None:
    found = session.execute(_runs(campaign).where(ConsolidationRow.id == run_id)).first()
    return _run(found[0], found[1], campaign) if found else None


def latest_runs(session: Session, campaign: Campaign, *, limit: int, offset: int = 0) -> list[Run]:
    """The runs asked for last, the newest first."""
    found = session.execute(_runs(campaign).order_by(ConsolidationRow.id.desc()).limit(limit).offset(offset))
    return [_run(row, name, campaign) for row, name in found]


def runs_finished(session: Session, campaign: Campaign) -> list[FinishedRun]:
    """The newest first; without what was pinned for them."""
    named = and_(UnitRow.campaign_id == ConsolidationRow.campaign_id, UnitRow.code == ConsolidationRow.unit)
    found = session.execute(
        select(ConsolidationRow.id, ConsolidationRow.unit, UnitRow.name, ConsolidationRow.as_of)
        .join(UnitRow, named)
        .where(ConsolidationRow.campaign_id == campaign.id, ConsolidationRow.state == RunState.DONE.value)
        .order_by(ConsolidationRow.id.desc()),
    )
    return [FinishedRun(number, unit, name, campaign.plan.calendar.local(as_of)) for number, unit, name, as_of in found]


def count_runs(session: Session, campaign_id: int) -> int:
    query = select(func.count()).where(ConsolidationRow.campaign_id == campaign_id)
    return session.scalar(query.select_from(ConsolidationRow)) or 0


def run_progress(session: Session, campaign_id: int, run_id: int) -> RunProgress | None:
    """How far the run is. Asked for every second by everybody who watches, so it reads next to nothing."""
    found = session.execute(
        select(
            ConsolidationRow.state,
            ConsolidationRow.stage,
            ConsolidationRow.done,
            ConsolidationRow.total,
            ConsolidationRow.cancel_requested_at,
        ).where(ConsolidationRow.campaign_id == campaign_id, ConsolidationRow.id == run_id)
    ).first()
    if found is None:
        return None
    state, stage, done, total, stopping = found
    return RunProgress(RunState(state), stage, done, total, is_cancel_requested=stopping is not None)


def run_with_key(session: Session, campaign_id: int, key: str) -> int | None:
    """The run that was asked for by the form with this key."""
    return session.scalar(
        select(ConsolidationRow.id).where(ConsolidationRow.campaign_id == campaign_id, ConsolidationRow.key == key)
    )


def next_to_work_on(session: Session, *, now: datetime) -> tuple[int, str] | None:
    """The oldest run of any campaign that somebody may claim and that was asked for by `now`, and the plan it is of."""
    waiting = [state.value for state, moves in MOVES.items() if RunMove.CLAIM in moves]
    found = session.execute(
        select(ConsolidationRow.id, CampaignRow.plan_id)
        .join(CampaignRow, CampaignRow.id == ConsolidationRow.campaign_id)
        .where(ConsolidationRow.state.in_(waiting), ConsolidationRow.requested_at <= now)
        .order_by(ConsolidationRow.id)
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


def last_done(session: Session, campaign_id: int, unit: str) -> int | None:
    """The latest finished run of the unit."""
    return session.scalar(
        select(ConsolidationRow.id)
        .where(
            ConsolidationRow.campaign_id == campaign_id,
            ConsolidationRow.unit == unit,
            ConsolidationRow.state == RunState.DONE.value,
        )
        .order_by(ConsolidationRow.id.desc())
        .limit(1),
    )


def known_outputs(session: Session) -> dict[str, int]:
    """The run that made it, by the SHA-256 of the file, for all that any run of any campaign made."""
    found = session.execute(select(ConsolidationRow.id, ConsolidationRow.outputs).order_by(ConsolidationRow.id))
    return {sha256: run_id for run_id, outputs in found for sha256 in json.loads(outputs).values()}


def _runs(campaign: Campaign) -> Select[tuple[ConsolidationRow, str]]:
    named = and_(UnitRow.campaign_id == ConsolidationRow.campaign_id, UnitRow.code == ConsolidationRow.unit)
    return (
        select(ConsolidationRow, UnitRow.name).join(UnitRow, named).where(ConsolidationRow.campaign_id == campaign.id)
    )


def _run(row: ConsolidationRow, name: str, campaign: Campaign) -> Run:
    local = campaign.plan.calendar.local
    return Run(
        id=row.id,
        unit=row.unit,
        name=name,
        state=RunState(row.state),
        as_of=local(row.as_of),
        requested_at=local(row.requested_at),
        requested_by=row.requested_by,
        options=_options(json.loads(row.options)),
        preflight=_preflight(json.loads(row.preflight), local) if row.preflight else None,
        approved_by=row.approved_by,
        approved_at=local(row.approved_at) if row.approved_at else None,
        reason=row.reason,
        stage=row.stage,
        done=row.done,
        total=row.total,
        progressed_at=local(row.progressed_at) if row.progressed_at else None,
        is_cancel_requested=row.cancel_requested_at is not None,
        finished_at=local(row.finished_at) if row.finished_at else None,
        error=row.error,
        note=row.note,
        path=row.path,
        outputs=json.loads(row.outputs),
        previous=row.previous_id,
    )


def _options(found: dict[str, str]) -> RunOptions:
    return RunOptions(**{**found, "sources": SourceNotes(found["sources"])}) if found else RunOptions()  # type: ignore[arg-type]  # fields by name


def _preflight(found: dict[str, Any], local: Local) -> Preflight:
    return Preflight(
        unit=found["unit"],
        name=found["name"],
        as_of=local(datetime.fromisoformat(found["as_of"])),
        inputs=tuple(_input(one, local) for one in found["inputs"]),
        absent=tuple(_absent(one, local) for one in found["absent"]),
        gaps=tuple(Gap(**{**one, "state": SectionState(one["state"])}) for one in found["gaps"]),
    )


def _input(found: dict[str, Any], local: Local) -> RunInput:
    read = {
        "received_at": local(datetime.fromisoformat(found["received_at"])),
        "corrections": tuple((position, section) for position, section in found["corrections"]),
    }
    return RunInput(**{**found, **read})


def _absent(found: dict[str, Any], local: Local) -> Absent:
    contact, promised = found["last_contact"], found["promised"]
    read = {
        "reason": Absence(found["reason"]),
        "deadline": date.fromisoformat(found["deadline"]),
        "last_contact": local(datetime.fromisoformat(contact)) if contact else None,
        "promised": date.fromisoformat(promised) if promised else None,
    }
    return Absent(**{**found, **read})
