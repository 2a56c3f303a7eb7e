"""Tổng hợp: which unit covered which section, the pre-flight, the request for a run, and two runs side by side."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.consolidations import count_runs, latest_runs, runs_finished
from documents.absences import ABSENCES
from documents.coverage_table import LEGEND, MEANINGS, SIGNS, UNCHECKED, sign_of
from domain.audit_log import Action
from domain.consolidation_runs import RunOptions, SourceNotes
from domain.errors import RuleBroken
from domain.outline_check import SectionState
from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from services import consolidation_runs
from services.coverage import consolidators, coverage_at
from services.edited_drafts import check_onto
from services.list_files import Column, list_file
from services.preflight import preflight
from services.run_comparisons import compare
from services.wording import RUN_STATES, standing_text
from web.answers import XLSX, file_answer
from web.desks import Desk
from web.ids import LARGEST
from web.list_answers import list_answer
from web.permits import Consolidating, Watching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from domain.consolidation_runs import Run
    from services.coverage import Coverage, Covered

router = APIRouter(prefix="/consolidation")
ON_A_PAGE = 20
# Units of one part of the heat map: seven hundred districts would be too heavy for the line of a phone.
ROWS = 150
LARGEST_DRAFT = 64 * 1024 * 1024  # bytes of an edited draft
UNKNOWN = "Đơn vị này không có đơn vị nào gửi báo cáo về để tổng hợp. Hãy chọn đơn vị trong danh sách."
SOURCES = {
    SourceNotes.COMMENTS: "chú thích Word bên lề",
    SourceNotes.FOOTNOTES: "cước chú cuối trang",
    SourceNotes.NONE: "không ghi nguồn",
}
RUN_COLUMNS = (
    Column("Lượt", 7),
    Column("Đơn vị", 38),
    Column("Tính đến", 17),
    Column("Người yêu cầu", 28),
    Column("Yêu cầu lúc", 17),
    Column("Tình trạng", 24),
    Column("Có", 8),
    Column("Thiếu", 8),
)
Typed = Annotated[str, Form(max_length=200)]


@router.get("")
def overview(desk: Watching, *, unit: str = "", page: int = 1, part: int = 1) -> HTMLResponse:
    with desk.read() as session:
        choices = consolidators(session, desk.campaign)
        found = coverage_at(session, desk.campaign, unit=_chosen(unit, choices), as_of=desk.as_of)
        count = count_runs(session, desk.campaign.id)
        pages, at = _paged(count, ON_A_PAGE, page)
        runs = latest_runs(session, desk.campaign, limit=ON_A_PAGE, offset=(at - 1) * ON_A_PAGE)
    parts, shown = _paged(len(found.reports), ROWS, part)
    return desk.page(
        "consolidation/overview.html",
        choices=choices,
        found=found,
        rows=found.reports[(shown - 1) * ROWS : shown * ROWS],
        part=shown,
        parts=parts,
        standing=_standing,
        signs=SIGNS,
        meanings=MEANINGS,
        unchecked=UNCHECKED,
        sign_of=sign_of,
        states=tuple(SectionState),
        runs=runs,
        count=count,
        page=at,
        pages=pages,
        run_states=RUN_STATES,
        is_abandoned={run.id for run in runs if run.is_abandoned(clock.now())},
    )


@router.get("/coverage.xlsx")
def coverage_file(desk: Watching, unit: str = "") -> Response:
    with desk.read() as session:
        choices = consolidators(session, desk.campaign)
        found = coverage_at(session, desk.campaign, unit=_chosen(unit, choices), as_of=desk.as_of)
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about=f"unit:{found.unit}", file="do-phu-de-cuong.xlsx")
    day = desk.campaign.local_day(desk.as_of)
    content = list_file(
        "Độ phủ đề cương",
        [f"Báo cáo gửi {found.name}, tính đến {day_text(day)}.", LEGEND],
        _columns(found),
        [*_rows(found), *_sums(found)],
    )
    return file_answer(content, f"Do-phu-de-cuong-{found.unit}-{day}.xlsx", XLSX)


@router.get("/runs.xlsx")
def runs_file(desk: Watching) -> Response:
    with desk.read() as session:
        count = count_runs(session, desk.campaign.id)
        rows = [_run_row(one) for one in latest_runs(session, desk.campaign, limit=count)]
    return list_answer(
        desk, RUN_COLUMNS, rows, title="Các lượt tổng hợp", name="luot-tong-hop.xlsx", about="runs", as_of=desk.now
    )


@router.get("/new")
def new(desk: Watching, unit: str = "") -> HTMLResponse:
    return _form(desk, unit=unit, typed={}, error="", status=200)


@router.post("/new")
def start(
    desk: Consolidating,
    *,
    key: Typed = "",
    unit: Typed = "",
    day: Typed = "",
    sources: Typed = SourceNotes.COMMENTS.value,
    onto: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Writes the request and nothing else; whoever works on runs claims it."""
    try:
        as_of = _moment(desk, day)
        options = _options(desk, sources, onto)
        with desk.begin() as session:
            code = _chosen(unit, consolidators(session, desk.campaign))
            if options.onto:
                check_onto(
                    session, desk.campaign, desk.place.store, unit=code, edited=desk.place.store.get(options.onto)
                )
            known = consolidation_runs.asked_before(session, desk.campaign, key=key)
            run_id = consolidation_runs.request(
                session, desk.campaign, unit=code, now=desk.now, as_of=as_of, by=desk.by, options=options, key=key
            )
            if run_id != known:
                desk.record(session, Action.RUN_REQUESTED, about=f"run:{run_id}", unit=code, day=day)
    except RuleBroken as refused:
        return _form(desk, unit=unit, typed={"day": day, "sources": sources}, error=str(refused), status=409)
    return desk.back(f"/consolidation/{run_id}", f"Đã ghi yêu cầu tổng hợp: lượt {run_id}.")


@router.get("/compare")
def compare_runs(desk: Watching, a: str = "", b: str = "", section: str = "") -> HTMLResponse:
    """Without two numbers it asks for them."""
    found, error = None, ""
    with desk.read() as session:
        finished = runs_finished(session, desk.campaign)
        if _is_number(a) and _is_number(b):
            try:
                found = compare(session, desk.campaign, desk.place.store, a=int(a), b=int(b))
            except RuleBroken as refused:
                error = str(refused)
    sections = found.sections if found else ()
    shown = next((one for one in sections if one.section == section), sections[0] if sections else None)
    return desk.page(
        "consolidation/compare.html",
        status=409 if error else 200,
        finished=finished,
        found=found,
        shown=shown,
        error=error,
        a=str(found.before.id) if found else a,
        b=str(found.after.id) if found else b,
    )


def _form(desk: Desk, *, unit: str, typed: Mapping[str, str], error: str, status: int) -> HTMLResponse:
    with desk.read() as session:
        choices = consolidators(session, desk.campaign)
        code = _chosen(unit, choices)
        found = preflight(session, desk.campaign, desk.place.store, unit=code, as_of=desk.as_of)
    return desk.page(
        "consolidation/new.html",
        status=status,
        choices=choices,
        unit=code,
        found=found,
        absences=ABSENCES,
        sources=SOURCES,
        typed=typed,
        error=error,
        key=secrets.token_urlsafe(16),
    )


def _paged(count: int, size: int, wanted: int) -> tuple[int, int]:
    """How many pages there are, and which of them is meant."""
    pages = max(1, -(-count // size))
    return pages, min(max(wanted, 1), pages)


def _is_number(text: str) -> bool:
    """Whether it may be the number of a run."""
    return text.isdecimal() and int(text) <= LARGEST


def _chosen(unit: str, choices: list[tuple[str, str]]) -> str:
    """The province's own without a word."""
    if unit and unit not in dict(choices):
        raise HTTPException(404, detail=UNKNOWN)
    return unit or choices[0][0]


def _moment(desk: Desk, day: str) -> datetime | None:
    if not day.strip():
        return None
    return min(clock.end_of_day(day, desk.campaign.plan.calendar), desk.now)


def _options(desk: Desk, sources: str, onto: UploadFile | None) -> RunOptions:
    """The edited draft is kept in the store, so that a run that is resumed finds it as it was."""
    if sources not in set(SourceNotes):
        raise RuleBroken("Hãy chọn cách ghi nguồn trong danh sách.")
    if onto is None or not onto.filename:
        return RunOptions(SourceNotes(sources))
    content = onto.file.read(LARGEST_DRAFT + 1)
    if len(content) > LARGEST_DRAFT:
        raise RuleBroken("Tệp dự thảo đã sửa quá lớn (trên 64 MB); hãy giảm ảnh trong tệp rồi gửi lại.")
    return RunOptions(SourceNotes(sources), desk.place.store.put(content), nfc(onto.filename))


def _standing(one: Covered) -> str:
    """Of a report that is not in: "chưa đến hạn", "quá hạn 2 ngày"."""
    found = one.obligation.standing
    return standing_text(found.state, is_overdue=found.is_overdue, days_late=found.days_late)


def _columns(found: Coverage) -> list[Column]:
    sections = [Column(section.id, 8) for section in found.sections]
    return [
        Column("STT", 5),
        Column("Đơn vị", 34),
        Column("Tình trạng", 18),
        *sections,
        Column("Đã trả lời", 8),
        Column("Phải trả lời", 8),
    ]


def _rows(found: Coverage) -> Iterator[list[object]]:
    for number, one in enumerate(found.reports, start=1):
        signs = [sign_of(state) for state in one.row.states] if one.row.is_in else [None] * len(found.sections)
        sums = [one.row.answered, one.row.owed] if one.row.is_in else [None, None]
        yield [number, one.row.name, _standing(one), *signs, *sums]


def _run_row(run: Run) -> list[object]:
    state = "đang dở" if run.is_abandoned(clock.now()) else RUN_STATES[run.state]
    counts = [len(run.preflight.inputs), len(run.preflight.absent)] if run.preflight else [None, None]
    return [run.id, run.name, run.as_of, run.requested_by or "không ghi tên", run.requested_at, state, *counts]


def _sums(found: Coverage) -> Iterator[list[object]]:
    for state, sign in SIGNS.items():
        yield [None, f"Số báo cáo: {sign} {MEANINGS[state]}", None, *found.counts(state), None, None]
