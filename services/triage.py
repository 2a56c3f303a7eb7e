"""Triage (phân loại thư đến): a person says whose report a mail brought, or that it brought none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import IntakeRow, ObligationRow
from database.queries.intakes import files_of, intakes_in
from domain.errors import RuleBroken
from domain.intake import IntakeState, MatchedBy, check_move
from services.enclosures import Examined, choose
from services.intake import file_report, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import IntakeFileRow, SubmissionRow
    from domain.campaigns import Campaign
    from services.submissions import Handed


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that waits for a person, with its files."""

    row: IntakeRow
    files: tuple[IntakeFileRow, ...]


def waiting_for_triage(session: Session) -> list[Waiting]:
    rows = intakes_in(session, [IntakeState.TRIAGE])
    files = files_of(session, [row.id for row in rows])
    return [Waiting(row, tuple(files.get(row.id, ()))) for row in rows]


def chosen_file(session: Session, intake_id: int, *, number: int = 0) -> IntakeFileRow:
    """The file of the mail that a person named, whatever it is; without a number the one that opens."""
    row = intake_of(session, intake_id)
    check_move(IntakeState(row.state), IntakeState.ACCEPTED)
    files = files_of(session, [row.id]).get(row.id, [])
    if not files:
        raise RuleBroken(f"Thư đến số {row.id} không có tệp đính kèm nên không thể ghi nhận là báo cáo.")
    if number:
        named = next((file for file in files if file.number == number), None)
        if named is None:
            raise RuleBroken(f"Thư đến số {row.id} không có tệp số {number}. Các tệp:\n{_listed(files)}")
        return named
    choice = choose([Examined(file.file_name, file.sha256, file.size, file.kind, file.note) for file in files])
    if choice.report is None:
        raise RuleBroken(f"{choice.note} Hãy chọn tệp bằng --file:\n{_listed(files)}")
    return next(file for file in files if file.sha256 == choice.report.sha256)


def assign(
    session: Session, campaign: Campaign, intake_id: int, handed: Handed, *, obligation_id: int, now: datetime
) -> SubmissionRow:
    """File it for this duty, received when the mail came, on the word of `handed.by`. Returns the submission."""
    row = intake_of(session, intake_id)
    check_move(IntakeState(row.state), IntakeState.ACCEPTED)
    submission = file_report(session, campaign, obligation_id, handed, row=row, now=now)
    row.campaign_id, row.unit = campaign.id, session.get_one(ObligationRow, obligation_id).unit
    row.obligation_id, row.submission_id, row.matched_by = obligation_id, submission.id, MatchedBy.PERSON.value
    note = f"Cán bộ phân loại: {handed.by}. Phiếu tiếp nhận số {submission.receipt_number}."
    settle(session, row, IntakeState.ACCEPTED, note=note, who=handed.by, now=now)
    return submission


def dismiss(session: Session, intake_id: int, *, why: str, who: str, now: datetime) -> IntakeRow:
    """Say that the mail is no report. It stays on record, and may still be assigned later."""
    if not why.strip():
        raise RuleBroken('Hãy ghi lý do không xử lý thư bằng --why, ví dụ --why "thư hỏi, đã trả lời điện thoại".')
    row = intake_of(session, intake_id)
    settle(session, row, IntakeState.DISMISSED, note=why.strip(), who=who, now=now)
    return row


def intake_of(session: Session, intake_id: int) -> IntakeRow:
    row = session.get(IntakeRow, intake_id)
    if row is None:
        raise RuleBroken(f"Không có thư đến số {intake_id}. Xem danh sách: dondoc triage list")
    return row


def _listed(files: Sequence[IntakeFileRow]) -> str:
    return "\n".join(f"  {file.number}. {file.file_name}" for file in files)
