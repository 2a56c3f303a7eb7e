"""The files of a report: the original, its annexes, its receipt, and the pictures that its page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from database.models import ObligationRow
from database.queries.submissions import submissions_of
from database.queries.uploads import files_of_all
from domain.audit_log import Action
from services.readable_files import LOST, SHOWN_OF_SHA256
from services.receipts import receipt_slip
from web.answers import DOCX, file_answer
from web.desks import Desk
from web.permits import Watching

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import SubmissionRow

router = APIRouter(prefix="/reports/{obligation_id:int}/{version:int}")
# Telephones choose a program by it. Anything else is only bytes.
TYPES = {
    "docx": DOCX,
    "doc": "application/msword",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}
BYTES = "application/octet-stream"
A_WHILE = "private, max-age=3600"


@router.get("/file")
def original(desk: Watching, obligation_id: int, version: int) -> Response:
    with desk.begin() as session:
        row = version_of(session, desk, obligation_id, version)
        content = kept(desk, row.sha256)
        _taken(desk, session, row, file=row.file_name)
        return file_answer(content, row.file_name, TYPES.get(row.kind, BYTES))


@router.get("/annexes/{number:int}")
def annex(desk: Watching, obligation_id: int, version: int, number: int) -> Response:
    with desk.begin() as session:
        row = version_of(session, desk, obligation_id, version)
        annexes = files_of_all(session, [row.id]).get(row.id, [])
        found = next((one for one in annexes if one.number == number), None)
        if found is None:
            raise HTTPException(404)
        content = kept(desk, found.sha256)
        _taken(desk, session, row, file=found.file_name)
        return file_answer(content, found.file_name, TYPES.get(found.kind, BYTES))


@router.get("/receipt.docx")
def receipt(desk: Watching, obligation_id: int, version: int) -> Response:
    with desk.begin() as session:
        row = version_of(session, desk, obligation_id, version)
        slip = receipt_slip(session, desk.campaign, row, as_of=desk.as_of)
        name = f"phieu-tiep-nhan-{row.receipt_number.partition('/')[0]}.docx"
        _taken(desk, session, row, file=name)
    return file_answer(slip, name, DOCX)


@router.get("/pictures/{number:int}")
def picture(desk: Watching, obligation_id: int, version: int, number: int) -> Response:
    """A picture that the page of the report shows; part of that page, so no file that is taken away."""
    with desk.read() as session:
        row = version_of(session, desk, obligation_id, version)
        sha256, name = row.sha256, row.file_name
    found = desk.place.readable.picture(sha256, number, name=name) if sha256 else None
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": A_WHILE, "Content-Disposition": "inline"}
    return Response(found.content, media_type=f"image/{found.kind}", headers=headers)


def version_of(session: Session, desk: Desk, obligation_id: int, number: int) -> SubmissionRow:
    """One that had come by the moment that is looked at. 404 for what is not of this campaign."""
    check_owed(session, desk, obligation_id)
    found = next((row for row in submissions_of(session, obligation_id) if row.number == number), None)
    if found is None or found.received_at > desk.as_of:
        raise HTTPException(404)
    return found


def check_owed(session: Session, desk: Desk, obligation_id: int) -> ObligationRow:
    row = session.get(ObligationRow, obligation_id) if obligation_id < 2**31 else None
    if row is None or row.campaign_id != desk.campaign.id:
        raise HTTPException(404, detail="Không có nhiệm vụ báo cáo này trong đợt đang xem.")
    return row


def kept(desk: Desk, sha256: str) -> bytes:
    """The bytes of a file of the store, or a sentence where they are gone."""
    if not sha256:
        raise HTTPException(404, detail="Báo cáo này được ghi nhận không kèm tệp.")
    try:
        return desk.place.store.get(sha256)
    except OSError:
        raise HTTPException(404, detail=LOST.format(sha256[:SHOWN_OF_SHA256])) from None


def _taken(desk: Desk, session: Session, row: SubmissionRow, *, file: str) -> None:
    desk.record(session, Action.FILE_TAKEN, about=f"report:{row.obligation_id}", version=row.number, file=file)
