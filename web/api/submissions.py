"""Submissions: the versions of a report, their files, a new one handed in, and a check before that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import File, Form, HTTPException, Response, UploadFile
from pydantic import Field

from database.queries.units import units_of
from documents.opening import open_report
from documents.outline_checking import check_opened
from domain.audit_log import Action
from domain.outline_check import OutlineCheck, SectionState
from domain.spelling import nfc
from domain.submissions import SendingWay
from domain.units import Unit
from services.case_files import Fate, case_file
from services.standings import obligations_at
from services.submissions import Handed, submit
from web.answers import file_answer
from web.api.finding import owed, unit_named
from web.api.permits import ApiChecking, ApiReviewing, ApiWatching
from web.api.problems import LOOKS, TAKES_FILES
from web.api.repeats import Key, once
from web.api.shapes import DutyId, Number, Shape, UnitCode, noun
from web.desks import Desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.standings import Obligation

router = noun("submissions")
LARGEST = 50 * 1024 * 1024  # bytes
TOO_LARGE = "Tệp lớn hơn 50 MB nên không nhận được; hãy nén ảnh trong tệp, hoặc gửi qua hệ thống văn bản."
NO_FILE_NOTE = "Không kèm tệp; cần đọc bản gốc."
NO_VERSION = "Đơn vị {} không có bản nộp lần {}, hoặc bản đó không kèm tệp."
OCTETS = "application/octet-stream"

Text = Annotated[str, Form(max_length=200)]
Report = Annotated[UploadFile, File(description="The report: .docx, .doc, .odt, .rtf, .pdf, or a scan.")]
ReportIfAny = Annotated[
    UploadFile | None, File(description="The report. Left out only for `paper` and `document_system`.")
]


class SectionShape(Shape):
    """One section of the outline. `position` is where its heading stands in the file, from 1; 0 if missing."""

    number: str
    title: str
    state: SectionState
    heading: str
    position: int
    words: int
    confidence: float
    is_corrected: bool


class FindingShape(Shape):
    code: str
    where: str
    text: str


class CheckShape(Shape):
    """What a report says to each section of the outline. `note` says why a person must read the file."""

    is_complete: bool
    sections: list[SectionShape]
    extra_headings: list[str]
    extra_positions: list[int]
    findings: list[FindingShape]
    note: str


class VersionShape(Shape):
    """One version of a report. `check` is null where there is no file, or the program cannot read it."""

    number: int
    fate: Fate
    receipt: str
    received_at: datetime
    document_number: str
    file_name: str
    size: int
    sha256: str
    kind: str
    sending_way: SendingWay
    registered_by: str
    note: str
    check: CheckShape | None


class ReceiptShape(Shape):
    """The receipt of a report that was handed in."""

    receipt: str
    unit: str
    duty: str
    version: int
    received_at: datetime
    days_late: int
    sha256: str = Field(description="Of the file, in hex; empty where there is none.")
    check: CheckShape | None


@router.get("/units/{unit}/submissions", responses=LOOKS)
def list_submissions(desk: ApiWatching, unit: UnitCode, duty: DutyId = "") -> list[VersionShape]:
    """Every version of the unit's report, the oldest first."""
    with desk.read() as session:
        one = owed(session, desk, unit, duty=duty, as_of=desk.as_of)
        found = case_file(session, desk.campaign, one.id, as_of=desk.as_of)
    return [VersionShape.model_validate(version) for version in found.versions]


@router.get(
    "/units/{unit}/submissions/{number}/file",
    response_class=Response,
    responses={200: {"content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}}}, **LOOKS},
)
def download_submission(desk: ApiWatching, unit: UnitCode, number: Number, duty: DutyId = "") -> Response:
    """The file as it was handed in, byte for byte."""
    with desk.begin() as session:
        one = owed(session, desk, unit, duty=duty, as_of=desk.as_of)
        versions = case_file(session, desk.campaign, one.id, as_of=desk.as_of).versions
        version = next((each for each in versions if each.number == number and each.sha256), None)
        if version is None:
            raise HTTPException(404, detail=NO_VERSION.format(unit, number))
        desk.record(session, Action.FILE_TAKEN, about=f"unit:{unit}", version=number, sha256=version.sha256)
    return file_answer(desk.place.store.get(version.sha256), version.file_name, OCTETS)


@router.post("/units/{unit}/submissions", status_code=201, response_model=ReceiptShape, responses=TAKES_FILES)
def hand_in(
    desk: ApiReviewing,
    unit: UnitCode,
    *,
    file: ReportIfAny = None,
    number: Text = "",
    way: Annotated[SendingWay, Form(description="By which way it came.")] = SendingWay.FILE,
    duty: DutyId = "",
    key: Key = "",
) -> ReceiptShape | Response:
    """Register a report that the unit handed in, received now. The unit is sent its receipt."""
    content, name = _read(file)
    if not name and not way.may_lack_file:
        raise HTTPException(
            422, detail="Thiếu tệp báo cáo; chỉ văn bản giấy và hệ thống văn bản mới được không kèm tệp."
        )
    with desk.read() as session:
        one = owed(session, desk, unit, duty=duty, as_of=desk.now)
        units = units_of(session, desk.campaign.id)
    read = _handed(desk, one, units, content=content, name=name) if name else Handed(note=NO_FILE_NOTE)
    handed = replace(read, document_number=nfc(number).strip(), sending_way=way, by=desk.by)
    asked = {"sha256": handed.sha256, "name": name, "number": number, "way": way.value}
    return once(desk, key, asked, partial(_register, desk, one, handed))


@router.post("/units/{unit}/checks", responses=TAKES_FILES)
def check_report(desk: ApiChecking, unit: UnitCode, file: Report, duty: DutyId = "") -> CheckShape:
    """Hold a report against the outline before it is handed in. Nothing is registered, nothing is kept."""
    content, name = _read(file)
    with desk.read() as session:
        unit_named(session, desk, unit)
        one = owed(session, desk, unit, duty=duty, as_of=desk.now)
        units = units_of(session, desk.campaign.id)
    reading = next(each for each in units if each.code == unit)
    opened = open_report(content, name=name)
    return _check(check_opened(opened, desk.campaign.plan, reading, one.duty, units=units))


def _read(file: UploadFile | None) -> tuple[bytes, str]:
    """The bytes and the name; nothing of a file that was not sent."""
    if file is None:
        return b"", ""
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise HTTPException(413, detail=TOO_LARGE)
    return content, nfc(file.filename or "bao-cao")


def _handed(desk: Desk, one: Obligation, units: list[Unit], *, content: bytes, name: str) -> Handed:
    return desk.place.reader.hand(
        content,
        name=name,
        plan=desk.campaign.plan,
        unit=next(each for each in units if each.code == one.unit),
        duty=one.duty,
        units=units,
        received=desk.campaign.local_day(desk.now),
    )


def _register(desk: Desk, one: Obligation, handed: Handed, session: Session) -> ReceiptShape:
    row = submit(session, desk.campaign, one.id, handed, received_at=desk.now, now=desk.now)
    (after,) = obligations_at(session, desk.campaign, as_of=desk.now, only=[one.id])
    desk.record(session, Action.API_CALLED, about=f"unit:{one.unit}", what="submit", receipt=row.receipt_number)
    return ReceiptShape(
        receipt=row.receipt_number,
        unit=one.unit,
        duty=one.duty.id,
        version=row.number,
        received_at=desk.campaign.plan.calendar.local(row.received_at),
        days_late=after.standing.days_late,
        sha256=row.sha256,
        check=_check(handed.check) if handed.check else None,
    )


def _check(found: OutlineCheck) -> CheckShape:
    return CheckShape.model_validate(found)
