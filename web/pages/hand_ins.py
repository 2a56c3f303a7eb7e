"""Handing in over the web: files piece by piece or all at once, what was read of them, and the button that counts."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, Header, HTTPException, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field

from config import clock
from database.models import SubmissionRow
from database.pieces import Pieces
from database.queries.units import units_of
from database.queries.uploads import hand_in_of, upload_of, uploads_of
from documents.package import UnreadableReport
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.uploads import KEPT, LARGEST_PIECE, MEBIBYTE, MOST_BYTES, MOST_FILES, Announced
from services.hand_ins import UNFINISHED, finish
from services.uploads import announce, keep_at_once, keep_whole, piece_name, receive
from web.permits import OPEN
from web.unit_desks import OwnDesk, Piece

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import HandInRow, UploadRow
    from domain.units import Unit
    from services.submissions import Handed
    from services.unit_pages import OwnDuty
    from web.unit_desks import UnitDesk

router = APIRouter(prefix="/u/{token}", dependencies=[OPEN])
OFFSET = "Upload-Offset"
OVER = "Nhiệm vụ này không còn chờ báo cáo: {}. Nếu cần nộp bản khác, hãy liên hệ cơ quan theo dõi."


class FileToCome(BaseModel):
    name: str = Field(min_length=1, max_length=1000)
    size: int = Field(ge=0, le=2**40)


class FilesToCome(BaseModel):
    files: list[FileToCome] = Field(max_length=200)


@dataclass(frozen=True, slots=True)
class Looked:
    """A hand-in as it stands: what came, what was read of it, or why it cannot be a report."""

    duty: OwnDuty
    uploads: list[UploadRow]
    handed: Handed | None
    refusal: str


@router.get("/duties/{duty_id}/hand-in")
def choose(desk: OwnDesk, duty_id: int) -> HTMLResponse:
    with desk.read() as session:
        return _choose(desk, desk.duty(session, duty_id))


@router.post("/duties/{duty_id}/hand-ins")
def send_at_once(
    desk: OwnDesk,
    duty_id: int,
    report: Annotated[list[UploadFile] | None, File()] = None,
    annexes: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """All files in one go, from a browser without scripts."""
    files = [(one.filename or "tep", one.file.read(MOST_BYTES + 1)) for one in (report or []) if one.filename]
    has_report = bool(files)
    files += [(one.filename or "tep", one.file.read(MOST_BYTES + 1)) for one in (annexes or []) if one.filename]
    key = secrets.token_hex(16)
    with desk.begin() as session:
        found = _wanted(desk, session, duty_id)
        try:
            row = keep_at_once(
                session,
                desk.campaign,
                desk.place.store,
                files if has_report else [],
                unit=desk.unit.code,
                obligation_id=duty_id,
                key=key,
                now=desk.now,
            )
        except RuleBroken as refusal:
            return _choose(desk, found, status=422, error=str(refusal))
        _note_beginning(desk, session, row)
    return desk.back(f"/hand-ins/{key}")


@router.post("/duties/{duty_id}/hand-ins/begin")
def begin(desk: OwnDesk, duty_id: int, asked: FilesToCome) -> JSONResponse:
    """Announce the files; the answer says where each of them is to be sent."""
    _pieces(desk).drop_older(clock.now() - KEPT)
    files = [Announced(one.name, one.size) for one in asked.files]
    with desk.begin() as session:
        try:
            _wanted(desk, session, duty_id)
            row = announce(
                session,
                desk.campaign,
                files,
                unit=desk.unit.code,
                obligation_id=duty_id,
                key=secrets.token_hex(16),
                now=desk.now,
            )
        except RuleBroken as refusal:
            return JSONResponse({"error": str(refusal)}, status_code=422)
        _note_beginning(desk, session, row)
        return JSONResponse(_progress(desk, session, row), status_code=201)


@router.get("/hand-ins/{key}/files")
def progress(desk: OwnDesk, key: str) -> JSONResponse:
    """How much of each file is there, for who goes on after a break."""
    with desk.read() as session:
        return JSONResponse(_progress(desk, session, _hand_in(desk, session, key)))


@router.api_route("/uploads/{upload_id}", methods=["GET", "HEAD"])
def offset(desk: OwnDesk, upload_id: int) -> Response:
    with desk.read() as session:
        row = _upload(desk, session, upload_id)
        return Response(headers={OFFSET: str(row.received), "Upload-Length": str(row.size)})


@router.patch("/uploads/{upload_id}")
def take_piece(
    desk: OwnDesk, upload_id: int, piece: Piece, upload_offset: Annotated[int, Header(ge=0, le=2**40)]
) -> Response:
    """204 for a piece that was taken; 409 for one that is not the next. Both say where to go on."""
    with desk.begin() as session:
        row = _upload(desk, session, upload_id)
        found = receive(session, _pieces(desk), row, piece, at=upload_offset, now=desk.now)
    return Response(status_code=204 if found.taken else 409, headers={OFFSET: str(found.received)})


@router.get("/hand-ins/{key}")
def look(desk: OwnDesk, key: str) -> Response:
    """What was read of the files, before they are handed in. Nothing counts yet."""
    with desk.begin() as session:
        row = _hand_in(desk, session, key)
        if row.submission_id is not None:
            return desk.back(_receipt_path(session, row))
        uploads = keep_whole(session, _pieces(desk), desk.place.store, row)
    _drop_kept(desk, uploads)
    return _look(desk, row, uploads)


@router.post("/hand-ins/{key}/finish")
def hand_in(desk: OwnDesk, key: str, document_number: Annotated[str, Form()] = "") -> Response:
    """The report counts from here. Pressed twice, the second time leads to the same receipt."""
    with desk.begin() as session:
        row = _hand_in(desk, session, key)
        if row.submission_id is not None:
            return desk.back(_receipt_path(session, row))
        uploads = keep_whole(session, _pieces(desk), desk.place.store, row)
    looked = _looked(desk, row, uploads)
    if looked.handed is None:
        return _look(desk, row, uploads, looked=looked, status=422)
    try:
        path = _finish(desk, key, looked.handed, uploads=uploads, document_number=document_number)
    except RuleBroken as refusal:
        return _look(desk, row, uploads, looked=looked, status=409, error=str(refusal), number=document_number)
    return desk.back(path, "Đã nộp báo cáo. Đây là phiếu tiếp nhận của đơn vị.")


def _finish(desk: UnitDesk, key: str, handed: Handed, *, uploads: list[UploadRow], document_number: str) -> str:
    """The path of the receipt."""
    with desk.begin() as session:
        row = _hand_in(desk, session, key)
        submission, is_new = finish(
            session,
            desk.campaign,
            row,
            handed,
            uploads=uploads,
            document_number=document_number,
            now=desk.now,
        )
        if is_new:  # of two who press at the same moment, one hands in
            desk.record(session, Action.HANDED_IN, about=f"receipt:{submission.receipt_number}", unit=desk.unit.code)
        return _receipt_path(session, row)


def _choose(desk: UnitDesk, found: OwnDuty, *, status: int = 200, error: str = "") -> HTMLResponse:
    return desk.page(
        "unit/hand_in.html",
        status=status,
        duty=found,
        error=error,
        most_files=MOST_FILES,
        most_megabytes=MOST_BYTES // MEBIBYTE,
        piece=LARGEST_PIECE,
    )


def _wanted(desk: UnitDesk, session: Session, duty_id: int) -> OwnDuty:
    """The unit's own duty, as long as a report under it is waited for."""
    found = desk.duty(session, duty_id)
    if not found.can_hand_in:
        raise RuleBroken(OVER.format("đã chấp nhận báo cáo" if found.case.stage == "accepted" else "đơn vị được miễn"))
    return found


def _hand_in(desk: UnitDesk, session: Session, key: str) -> HandInRow:
    found = hand_in_of(session, desk.campaign.id, desk.unit.code, key)
    if found is None:
        raise HTTPException(404)
    return found


def _upload(desk: UnitDesk, session: Session, upload_id: int) -> UploadRow:
    found = upload_of(session, desk.campaign.id, desk.unit.code, upload_id)
    if found is None:
        raise HTTPException(404)
    return found


def _progress(desk: UnitDesk, session: Session, row: HandInRow) -> dict[str, object]:
    files = [
        {"url": desk.link(f"/uploads/{one.id}"), "name": one.file_name, "size": one.size, "received": one.received}
        for one in uploads_of(session, row.id)
    ]
    return {"key": row.key, "files": files, "next": desk.link(f"/hand-ins/{row.key}")}


def _look(
    desk: UnitDesk,
    row: HandInRow,
    uploads: list[UploadRow],
    *,
    looked: Looked | None = None,
    status: int = 200,
    error: str = "",
    number: str = "",
) -> HTMLResponse:
    found = looked or _looked(desk, row, uploads)
    return desk.page("unit/look.html", status=status, looked=found, key=row.key, error=error, number=number)


def _looked(desk: UnitDesk, row: HandInRow, uploads: list[UploadRow]) -> Looked:
    """Reading takes a while, so nobody is kept waiting for the database meanwhile."""
    with desk.read() as session:
        duty = desk.duty(session, row.obligation_id)
        units = units_of(session, desk.campaign.id)
    if any(not one.sha256 for one in uploads):
        return Looked(duty, uploads, None, UNFINISHED)
    try:
        return Looked(duty, uploads, _read(desk, duty, uploads[0], units), "")
    except UnreadableReport as refusal:
        return Looked(duty, uploads, None, str(refusal))


def _read(desk: UnitDesk, duty: OwnDuty, report: UploadRow, units: list[Unit]) -> Handed:
    plan = desk.campaign.plan
    return desk.place.reader.hand(
        desk.place.store.get(report.sha256),
        name=report.file_name,
        plan=plan,
        unit=desk.unit,
        duty=plan.duty(duty.case.duty),
        units=units,
        received=desk.campaign.local_day(desk.now),
    )


def _receipt_path(session: Session, row: HandInRow) -> str:
    submission = session.get_one(SubmissionRow, row.submission_id)
    return f"/duties/{row.obligation_id}/receipts/{submission.number}"


def _note_beginning(desk: UnitDesk, session: Session, row: HandInRow) -> None:
    desk.record(session, Action.HAND_IN_BEGUN, about=f"unit:{desk.unit.code}", hand_in=row.id)


def _pieces(desk: UnitDesk) -> Pieces:
    return Pieces(desk.place.settings.data / "uploads")


def _drop_kept(desk: UnitDesk, uploads: list[UploadRow]) -> None:
    """What lies in the store for good need not lie here as well; where it cannot be taken away, age does it."""
    with suppress(OSError):
        for one in uploads:
            if one.sha256:
                _pieces(desk).drop(piece_name(one))
