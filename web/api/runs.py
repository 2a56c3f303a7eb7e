"""Consolidation runs: asked for, approved, cancelled, resumed; their files, and who wrote which sentence."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import HTTPException, Path, Query, Response
from pydantic import Field

from config import clock
from database.queries.consolidations import run_of, runs_of
from domain.audit_log import Action
from domain.consolidation import Absence, RunState
from domain.consolidation_runs import Run, RunOptions, SourceNotes
from domain.outline_check import SectionState
from domain.traces import Origin
from services import consolidation_runs
from services.tracing import trace_words
from web.answers import file_answer
from web.api.finding import unit_named
from web.api.permits import ApiConsolidating, ApiWatching
from web.api.problems import ACTS, LOOKS
from web.api.repeats import Key, once
from web.api.shapes import Asked, Limit, Listed, Number, Offset, Reason, Shape, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.desks import Desk

router = noun("runs", "/runs")
NO_RUN = "Không có lượt tổng hợp số {} trong đợt này."
NO_FILE = "Lượt {} không có tệp “{}”; các tệp có ở trường files của lượt."
OCTETS = "application/octet-stream"
FileName = Annotated[str, Path(max_length=200, description="As in `files` of the run.")]
Quoted = Annotated[str, Query(min_length=1, max_length=500, description="A few words copied from the draft.")]


class FileShape(Shape):
    name: str
    sha256: str


class InputShape(Shape):
    unit: str
    name: str
    version: int
    document_number: str
    received_at: datetime
    days_late: int


class AbsentShape(Shape):
    unit: str
    name: str
    reason: Absence
    deadline: date
    days_late: int
    last_contact: datetime | None
    promised: date | None
    note: str


class GapShape(Shape):
    unit: str
    name: str
    section: str
    state: SectionState


class PreflightShape(Shape):
    """What the run takes in, who is not in and why, and which sections have gaps."""

    is_complete: bool
    inputs: list[InputShape]
    absent: list[AbsentShape]
    gaps: list[GapShape]


class RunInShort(Shape):
    """`done` of `total` steps of `stage`; `total` is 0 where it is not known."""

    run: int
    unit: str
    name: str
    state: RunState
    as_of: datetime
    requested_at: datetime
    requested_by: str
    approved_by: str
    approved_at: datetime | None
    reason: str
    stage: str
    done: int
    total: int
    finished_at: datetime | None
    error: str
    note: str
    previous: int | None


class RunShape(RunInShort):
    """`preflight` is null until it is made, `files` empty until the run is done."""

    preflight: PreflightShape | None
    files: list[FileShape]


class RunAsked(Asked):
    """`unit` is whose report is put together; left out, the coordinator's own. Its work begins within moments."""

    unit: Annotated[str, Field(max_length=60)] = ""
    sources: SourceNotes = SourceNotes.COMMENTS


class Approval(Asked):
    """Why it goes on though something is missing; it stands in the run's papers."""

    reason: Reason = Field(min_length=1)


class SourceShape(Shape):
    """Where words come from. `below` are those who wrote them for the unit, where its report was put together here."""

    unit: str
    name: str
    version: int
    document_number: str
    section: str
    paragraph: int
    text: str
    below: list[SourceShape]


class TracedShape(Shape):
    section: str
    paragraph: int
    text: str
    origin: Origin
    sources: list[SourceShape]


@router.get("", responses=LOOKS)
def list_runs(desk: ApiWatching, limit: Limit = 100, offset: Offset = 0) -> Listed[RunInShort]:
    """Every run of the campaign, the latest first."""
    with desk.read() as session:
        found = runs_of(session, desk.campaign)[::-1]
    items = [RunInShort.model_validate(_fields(one)) for one in found[offset : offset + limit]]
    return Listed(total=len(found), limit=limit, offset=offset, items=items)


@router.get("/{number}", responses=LOOKS)
def show_run(desk: ApiWatching, number: Number) -> RunShape:
    """One run: how far it is, what goes in, and its files."""
    with desk.read() as session:
        return _shown(_run(session, desk, number))


@router.post("", status_code=201, response_model=RunShape, responses=ACTS)
def request_run(desk: ApiConsolidating, asked: RunAsked, key: Key = "") -> RunShape | Response:
    """Ask for a run over what stands now. It is worked on by `dondoc work`; ask for it again to see how far it is."""
    return once(desk, key, asked.model_dump(mode="json"), partial(_request, desk, asked))


@router.post("/{number}/approvals", status_code=201, responses=ACTS)
def approve_run(desk: ApiConsolidating, number: Number, asked: Approval) -> RunShape:
    """Let a waiting run go on without what is missing."""
    with desk.begin() as session:
        _run(session, desk, number)
        consolidation_runs.approve(session, desk.campaign, number, by=desk.by, reason=asked.reason, now=desk.now)
        return _after(session, desk, number, "approve")


@router.post("/{number}/cancellations", status_code=201, responses=ACTS)
def cancel_run(desk: ApiConsolidating, number: Number) -> RunShape:
    """Cancel a run; one that is worked on stops by itself within moments."""
    with desk.begin() as session:
        _run(session, desk, number)
        consolidation_runs.cancel(session, desk.campaign, number, by=desk.by, now=clock.now())
        return _after(session, desk, number, "cancel")


@router.post("/{number}/resumptions", status_code=201, responses=ACTS)
def resume_run(desk: ApiConsolidating, number: Number) -> RunShape:
    """Let a run that was cancelled, failed or left alone be worked on again, with the same inputs."""
    with desk.begin() as session:
        _run(session, desk, number)
        consolidation_runs.resume(session, desk.campaign, number, now=clock.now())
        return _after(session, desk, number, "resume")


@router.get(
    "/{number}/files/{name}",
    response_class=Response,
    responses={200: {"content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}}}, **LOOKS},
)
def download_file(desk: ApiWatching, number: Number, name: FileName) -> Response:
    """One file of a finished run."""
    with desk.begin() as session:
        sha256 = _run(session, desk, number).outputs.get(name)
        if sha256 is None:
            raise HTTPException(404, detail=NO_FILE.format(number, name))
        desk.record(session, Action.FILE_TAKEN, about=f"run:{number}", name=name, sha256=sha256)
    return file_answer(desk.place.store.get(sha256), name, OCTETS)


@router.get("/{number}/trace", responses=ACTS)
def trace_sentence(desk: ApiWatching, number: Number, words: Quoted) -> list[TracedShape]:
    """Who wrote a sentence of the draft, down to the commune."""
    with desk.read() as session:
        run = _run(session, desk, number)
        found = trace_words(session, desk.campaign, desk.place.store, run, words=words)
    return [TracedShape.model_validate(one) for one in found]


def _request(desk: Desk, asked: RunAsked, session: Session) -> RunShape:
    unit = asked.unit or desk.campaign.plan.bodies.coordinator
    unit_named(session, desk, unit)
    options = RunOptions(asked.sources)
    number = consolidation_runs.request(session, desk.campaign, unit=unit, by=desk.by, options=options, now=desk.now)
    return _after(session, desk, number, "request")


def _after(session: Session, desk: Desk, number: int, what: str) -> RunShape:
    desk.record(session, Action.API_CALLED, about=f"run:{number}", what=what)
    session.flush()
    return _shown(_run(session, desk, number))


def _run(session: Session, desk: Desk, number: int) -> Run:
    found = run_of(session, desk.campaign, number)
    if found is None:
        raise HTTPException(404, detail=NO_RUN.format(number))
    return found


def _fields(run: Run) -> dict[str, object]:
    return {"run": run.id, **{name: getattr(run, name) for name in RunInShort.model_fields if name != "run"}}


def _shown(run: Run) -> RunShape:
    files = [FileShape(name=name, sha256=sha256) for name, sha256 in run.outputs.items()]
    preflight = PreflightShape.model_validate(run.preflight) if run.preflight else None
    return RunShape.model_validate({**_fields(run), "preflight": preflight, "files": files})
