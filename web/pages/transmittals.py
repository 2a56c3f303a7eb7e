"""Registering that the coordinator's own report was sent on, from the page of the run whose draft it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from database.queries.units import units_of
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from services.provincial_reports import provincial_reports
from services.transmittals import NO_NUMBER, draft_of, sendable, transmit
from web.days import happened_on, registered_at
from web.desks import Desk
from web.ids import Id
from web.pages.consolidation_runs import find
from web.permits import Consolidating

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domain.consolidation_runs import Run
    from services.standings import Obligation
    from services.submissions import Handed

router = APIRouter(prefix="/consolidation/{run_id:int}/transmit")
LARGEST = 64 * 1024 * 1024  # bytes
Typed = Annotated[str, Form(max_length=200)]


@router.get("")
def show(desk: Consolidating, run_id: Id) -> HTMLResponse:
    return _form(desk, run_id, typed={}, error="", status=200)


@router.post("")
def register(
    desk: Consolidating,
    run_id: Id,
    *,
    number: Typed = "",
    day: Typed = "",
    duty: Typed = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    run = find(desk, run_id)
    try:
        sent_at = _sent_on(desk, number, day)
        owed = _owed(desk, run, duty)
        handed = replace(_read(desk, run, owed, file, sent_at=sent_at), document_number=nfc(number).strip(), by=desk.by)
        receipt = _register(desk, run, owed, handed, sent_at=sent_at)
    except RuleBroken as refused:
        return _form(desk, run_id, typed={"number": number, "day": day, "duty": duty}, error=str(refused), status=409)
    return desk.back(
        f"/consolidation/{run_id}",
        f"Đã ghi nhận gửi báo cáo theo văn bản số {nfc(number).strip()} ngày {day_text(sent_at.date())}; "
        f"phiếu tiếp nhận số {receipt}.",
    )


def _sent_on(desk: Desk, number: str, day: str) -> datetime:
    """Refused before a large file is read: without number and day nothing was sent."""
    if not number.strip():
        raise RuleBroken(NO_NUMBER)
    return happened_on(desk, day, verb="gửi")


def _register(desk: Desk, run: Run, owed: Obligation, handed: Handed, *, sent_at: datetime) -> str:
    with desk.begin() as session:
        row = transmit(
            session,
            desk.campaign,
            owed.id,
            handed,
            sent_at=sent_at,
            now=registered_at(desk, sent_at),
            run_id=run.id,
        )
        desk.record(
            session, Action.REPORT_TRANSMITTED, about=f"run:{run.id}", number=handed.document_number, sha256=row.sha256
        )
        return row.receipt_number


def _owed(desk: Desk, run: Run, duty: str) -> Obligation:
    """The coordinator's own duty, or the one chosen where it has several."""
    with desk.read() as session:
        sendable(session, desk.campaign, run.id, unit=desk.campaign.plan.bodies.coordinator)
        found = [one.obligation for one in provincial_reports(session, desk.campaign, as_of=desk.now)]
    meant = [one for one in found if duty in ("", one.duty.id)]
    if len(meant) != 1:
        raise RuleBroken("Hãy chọn báo cáo nào được gửi đi.")
    return meant[0]


def _read(desk: Desk, run: Run, owed: Obligation, file: UploadFile | None, *, sent_at: datetime) -> Handed:
    """The file that was sent; without one the draft as the run made it."""
    if file is not None and file.filename:
        name, content = file.filename, file.file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise RuleBroken("Tệp quá lớn (trên 64 MB); hãy giảm ảnh trong tệp rồi gửi lại.")
    else:
        name, sha256 = draft_of(run)
        content = desk.place.store.get(sha256)
    with desk.read() as session:
        units = {one.code: one for one in units_of(session, desk.campaign.id)}
    return desk.place.reader.hand(
        content,
        name=name,
        plan=desk.campaign.plan,
        unit=units[owed.unit],
        duty=owed.duty,
        units=units.values(),
        received=desk.campaign.local_day(sent_at),
    )


def _form(desk: Desk, run_id: Id, *, typed: Mapping[str, str], error: str, status: int) -> HTMLResponse:
    run = find(desk, run_id)
    with desk.read() as session:
        found = provincial_reports(session, desk.campaign, as_of=desk.now)
    return desk.page(
        "consolidation/transmit.html",
        status=status,
        run=run,
        found=found,
        typed=typed,
        error=error,
        today=desk.campaign.local_day(desk.now),
    )
