"""Drafts that people edited (bản đã sửa): which run they were made from, and whether anything can be carried into them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.consolidations import runs_of
from documents.carrying_over import check_edited
from documents.draft_origin import run_of
from documents.package import Package, UnreadableReport
from domain.consolidation import RunState
from domain.consolidation_runs import SourceNotes
from domain.errors import RuleBroken
from domain.run_files import CLEAN, DRAFT, MANIFEST, TRACE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.consolidation import Preflight
    from domain.consolidation_runs import Run

NO_FORMER = (
    "Chưa có lượt tổng hợp nào trước đó của đơn vị này nên không có dự thảo gốc để so với tệp đã sửa. Đề nghị chạy lại không "
    "kèm --onto."
)
_FOOTNOTES = "word/footnotes.xml"
_SOURCE = "Nguồn:".encode()


@dataclass(frozen=True, slots=True)
class FormerRun:
    """A finished run: its pre-flight, and the SHA-256 of its draft and its trace. `is_clean` where the draft names no sources."""

    number: int
    preflight: Preflight
    draft: str
    trace: str
    is_clean: bool = False


def finished_run(session: Session, campaign: Campaign, number: int, *, unit: str) -> FormerRun | None:
    """The run of this number; None for one of before there were traces."""
    return next((_former(run) for run in _finished(session, campaign, unit=unit) if run.id == number), None)


def run_behind(session: Session, campaign: Campaign, store: Store, *, unit: str, edited: bytes) -> FormerRun | None:
    """The run that an edited draft was made from: by what the file says of itself, or else the last one."""
    runs = _finished(session, campaign, unit=unit)
    key = run_of(edited)
    marked = [run for run in runs if key and json.loads(store.get(run.outputs[MANIFEST]))["key"] == key]
    found = [*runs, *marked]
    if not found:
        return None
    run = found[-1]
    # A clean copy of a draft with footnotes lacks them; one of a draft with comments is the same text.
    is_clean = run.options.sources is SourceNotes.FOOTNOTES and not _names_sources(edited)
    return _former(run, is_clean=is_clean)


def check_onto(session: Session, campaign: Campaign, store: Store, *, unit: str, edited: bytes) -> None:
    """Refuse an edited file that nothing can be carried into, before anybody works on the new draft."""
    former = run_behind(session, campaign, store, unit=unit, edited=edited)
    if former is None:
        raise RuleBroken(NO_FORMER)
    check_edited(store.get(former.draft), edited)


def _finished(session: Session, campaign: Campaign, *, unit: str) -> list[Run]:
    files = {DRAFT, CLEAN, TRACE, MANIFEST}
    return [
        run
        for run in runs_of(session, campaign)
        if run.unit == unit and run.state is RunState.DONE and run.preflight and files <= run.outputs.keys()
    ]


def _former(run: Run, *, is_clean: bool = False) -> FormerRun | None:
    if run.preflight is None:
        return None
    draft = run.outputs[CLEAN if is_clean else DRAFT]
    return FormerRun(run.id, run.preflight, draft, run.outputs[TRACE], is_clean=is_clean)


def _names_sources(edited: bytes) -> bool:
    try:
        return _SOURCE in Package(edited).raw(_FOOTNOTES)
    except UnreadableReport:
        return False
