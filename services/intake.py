"""Taking in a mail: written down whatever it is, then filed, answered, or left to a person. One transaction for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from database.models import IntakeFileRow, IntakeMoveRow, IntakeRow, ObligationRow
from database.queries import intakes as ask
from database.queries.submissions import last_submission, return_of
from database.queries.units import unit_named, unit_names, units_of
from documents.outline_checking import check_opened
from domain.errors import RuleBroken
from domain.intake import MOST_ANSWERS_PER_DAY, IntakeState, MatchedBy, Why, check_move
from domain.mail import SIGN_NAMES, Report, Sign
from domain.report_numbers import number_in
from domain.submissions import SendingWay
from services.contact_answers import confirmation
from services.mail_answers import answer_again, answer_unreadable
from services.mail_evidence import hear_answer, hear_report
from services.mail_matching import Match, match
from services.mail_words import take_words
from services.submissions import Handed, submit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from domain.mail import Mail
    from domain.units import Unit
    from services.enclosures import Choice, Examined

BY_MAIL = "Nhận qua thư điện tử."


@dataclass(frozen=True, slots=True)
class Received:
    """A mail that was read, its bytes kept under `raw_sha256` and its files kept and looked at."""

    mail: Mail
    raw_sha256: str
    arrived_at: datetime
    choice: Choice
    is_cut: bool = False


def take_in(
    session: Session,
    campaigns: Sequence[Campaign],
    received: Received,
    *,
    secret: bytes,
    now: datetime,
    journal: str = "",
) -> IntakeRow:
    """What became of the mail. One that was taken in before comes back as it is: nothing is done twice.

    `journal` is the address that gets a copy of every letter, empty where there is none.
    """
    known = ask.known_intake(session, message_id=received.mail.message_id, raw_sha256=received.raw_sha256)
    if known is not None:
        return known
    row = _written_down(session, received, now=now)
    mail = received.mail
    if mail.bounce is not None:
        note = hear_report(session, campaigns, row, mail, secret=secret, journal=journal)
        why = Why.BOUNCE if mail.bounce.report in (Report.FAILED, Report.DELAYED) else Why.AUTOMATIC
        settle(session, row, IntakeState.IGNORED, why=why, note=note, now=now)
    elif mail.sign is not None:
        _automatic(session, row, mail.sign, received, now=now)
    elif received.is_cut:
        settle(session, row, IntakeState.TRIAGE, why=Why.TOO_LARGE, note=_too_large(), now=now)
    elif _is_copy(session, row):
        settle(session, row, IntakeState.IGNORED, why=Why.COPY, note="Bản thứ hai của một thư đã nhận.", now=now)
    elif note := confirmation(session, campaigns, row, received, secret=secret):
        settle(session, row, IntakeState.IGNORED, why=Why.CONTACT_TEST, note=note, now=now)
    else:
        hear_answer(session, campaigns, row, mail)
        _judge(session, row, received, match(session, campaigns, mail, secret=secret, now=now), now=now)
    return row


def keep_unread(session: Session, received: Received, *, failure: str, now: datetime) -> IntakeRow:
    """Write down a mail over which the program itself failed: a person looks at it, and the others are taken in.

    `failure` is for engineers.
    """
    known = ask.known_intake(session, message_id=received.mail.message_id, raw_sha256=received.raw_sha256)
    if known is not None:  # another run was quicker, and the failure was only that
        return known
    row = _written_down(session, received, now=now)
    note = (
        f"Chương trình gặp lỗi khi xử lý thư này ({failure}); thư gốc được giữ nguyên. Đề nghị cán bộ xem và phân loại."
    )
    settle(session, row, IntakeState.TRIAGE, why=Why.FAILED, note=note, now=now)
    return row


def settle(
    session: Session,
    row: IntakeRow,
    state: IntakeState,
    *,
    note: str,
    now: datetime,
    why: Why | None = None,
    who: str = "",
) -> None:
    """Move the mail on, as far as the table allows, and write the move down."""
    before = IntakeState(row.state)
    check_move(before, state)
    row.state, row.why, row.note = state.value, (why.value if why else ""), note
    session.add(IntakeMoveRow(intake_id=row.id, at=now, before=before.value, after=state.value, who=who, why=note))


def file_report(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    handed: Handed,
    *,
    row: IntakeRow,
    now: datetime,
) -> SubmissionRow:
    """Make the file of the mail a submission, received when the mail came. Raises RuleBroken where a rule refuses."""
    number = number_in(row.subject)
    named = replace(handed, sending_way=SendingWay.EMAIL, document_number=number.text if number else "")
    received_at = max(campaign.opened_at, min(row.arrived_at, now))
    with session.begin_nested():  # a refusal leaves no half of a submission behind
        return submit(session, campaign, obligation_id, named, received_at=received_at, now=now)


def _written_down(session: Session, received: Received, *, now: datetime) -> IntakeRow:
    mail = received.mail
    row = IntakeRow(
        message_id=mail.message_id,
        raw_sha256=received.raw_sha256,
        sender=mail.sender,
        sender_name=mail.sender_name,
        subject=mail.subject,
        arrived_at=received.arrived_at,
        taken_in_at=now,
        state=IntakeState.RECEIVED.value,
    )
    session.add(row)
    session.flush()
    for number, file in enumerate(received.choice.files, start=1):
        session.add(
            IntakeFileRow(
                intake_id=row.id,
                number=number,
                file_name=file.name,
                sha256=file.sha256,
                size=file.size,
                kind=file.kind,
                note=file.note,
            )
        )
    session.flush()
    return row


def _automatic(session: Session, row: IntakeRow, sign: Sign, received: Received, *, now: datetime) -> None:
    """What a program wrote is no report and gets no answer; a file that opens is shown to a person all the same."""
    note = SIGN_NAMES[sign]
    if sign is Sign.BOUNCE:
        settle(session, row, IntakeState.IGNORED, why=Why.BOUNCE, note=note, now=now)
    elif any(file.kind for file in received.choice.files) and sign is not Sign.OUR_OWN:
        note = f"{note} Thư có tệp đính kèm; cần người xem có phải báo cáo không."
        settle(session, row, IntakeState.TRIAGE, why=Why.AUTOMATIC_WITH_FILE, note=note, now=now)
    else:
        settle(session, row, IntakeState.IGNORED, why=Why.AUTOMATIC, note=note, now=now)


def _is_copy(session: Session, row: IntakeRow) -> bool:
    """Whether the same mail came before on another way: one name, the same files."""
    earlier = ask.earlier_copies(session, row)
    files = ask.files_of(session, [row.id, *(one.id for one in earlier)])
    mine = [file.sha256 for file in files.get(row.id, [])]
    return any([file.sha256 for file in files.get(one.id, [])] == mine for one in earlier)


def _judge(session: Session, row: IntakeRow, received: Received, found: Match, *, now: datetime) -> None:
    row.matched_by, row.unit, row.obligation_id = found.by or "", found.unit, found.obligation_id
    row.campaign_id = found.campaign.id if found.campaign else None
    choice = received.choice
    why, doubts = found.why or choice.why, " ".join(found.notes)
    if found.campaign is None or found.obligation_id is None or choice.report is None:
        note = " ".join(filter(None, (choice.note, doubts)))
        settle(session, row, IntakeState.TRIAGE, why=choice.why or why, note=note, now=now)
        if choice.why is Why.QUESTION and found.campaign is not None and found.unit:
            take_words(session, found.campaign, found.unit, received.mail, row=row)
        _tell_what_to_do(session, row, received, found, now=now)
        return
    _file(session, row, choice.report, found, note=f"{BY_MAIL} {doubts}".strip(), now=now)


def _tell_what_to_do(session: Session, row: IntakeRow, received: Received, found: Match, *, now: datetime) -> None:
    """A file that nobody can open is the unit's to mend, and it hears so at once."""
    if received.choice.why is not Why.UNREADABLE or found.campaign is None or found.obligation_id is None:
        return
    if not _has_heard_enough(session, found, now=now):
        answer_unreadable(session, found.campaign, row, obligation_id=found.obligation_id, now=now)


def _file(session: Session, row: IntakeRow, report: Examined, found: Match, *, note: str, now: datetime) -> None:
    campaign, obligation_id = found.campaign, found.obligation_id
    if campaign is None or obligation_id is None:
        raise LookupError(row.id)
    standing = _standing(session, obligation_id)
    if standing is not None and standing.sha256 == report.sha256:
        row.submission_id = standing.id
        words = f"Tệp này đã được ghi nhận, phiếu tiếp nhận số {standing.receipt_number}."
        settle(session, row, IntakeState.REPEATED, note=words, now=now)
        if not _has_heard_enough(session, found, now=now):
            answer_again(session, campaign, standing, row=row, now=now)
        return
    form = _other_form(session, report, found)
    note = f"{note} {form}".strip()
    refusal = (Why.SEVERAL_UNITS, "") if form and found.by is MatchedBy.SENDER else _doubtful(session, found, now=now)
    if refusal is not None:
        settle(session, row, IntakeState.TRIAGE, why=refusal[0], note=f"{refusal[1]} {note}".strip(), now=now)
        return
    try:
        handed = _handed(session, campaign, obligation_id, report, row=row, note=note)
        row.submission_id = file_report(session, campaign, obligation_id, handed, row=row, now=now).id
    except RuleBroken as refused:
        settle(session, row, IntakeState.TRIAGE, why=Why.REFUSED, note=str(refused), now=now)
        return
    settle(session, row, IntakeState.ACCEPTED, note=note, now=now)


def _handed(
    session: Session, campaign: Campaign, obligation_id: int, report: Examined, *, row: IntakeRow, note: str
) -> Handed:
    """The file, already opened, laid along the outline as this unit's report; who sent it is only what the mail says."""
    owed = session.get_one(ObligationRow, obligation_id)
    unit, duty = unit_named(session, campaign.id, owed.unit), campaign.plan.duty(owed.duty)
    received = campaign.local_day(row.arrived_at)
    check = None
    if report.opened is not None and unit is not None:
        units = _units(session, campaign)
        check = check_opened(report.opened, campaign.plan, unit, duty, units=units, received=received)
    warning = report.opened.note if report.opened is not None else ""
    return Handed(
        file_name=report.name,
        size=report.size,
        sha256=report.sha256,
        kind=report.kind,
        by=row.sender,
        note=" ".join(filter(None, (warning, note))),
        check=check,
    )


def _units(session: Session, campaign: Campaign) -> Iterator[Unit]:
    """Only asked for when somebody looks: a report with its own unit's letterhead is compared with no other."""
    yield from units_of(session, campaign.id)


def _doubtful(session: Session, found: Match, *, now: datetime) -> tuple[Why, str] | None:
    if found.by is MatchedBy.SENDER and not found.is_open:
        return Why.ALREADY_IN, "Đơn vị đã nộp báo cáo; thư không cho biết đây có phải bản thay thế không."
    if _has_heard_enough(session, found, now=now):
        return Why.TOO_MANY, f"Trong ngày đơn vị đã được trả lời tự động {MOST_ANSWERS_PER_DAY} lần; cần người xem."
    return None


def _other_form(session: Session, report: Examined, found: Match) -> str:
    """What to tell when the file was written on the form of another unit. The form is a hint: anybody may change it."""
    if report.form is None or found.campaign is None or report.form.unit == found.unit:
        return ""
    names = unit_names(session, found.campaign.id, [report.form.unit])
    name = names.get(report.form.unit, f"đơn vị mã {report.form.unit}")
    return f"Tệp được viết trên mẫu báo cáo của {name}; cần xác nhận."


def _has_heard_enough(session: Session, found: Match, *, now: datetime) -> bool:
    """Two programs that answer each other stop here."""
    if found.campaign is None:
        return True
    calendar = found.campaign.plan.calendar
    morning = calendar.at(found.campaign.local_day(now), now.min.time())
    return ask.answers_since(session, found.campaign.id, found.unit, since=morning) >= MOST_ANSWERS_PER_DAY


def _standing(session: Session, obligation_id: int) -> SubmissionRow | None:
    last = last_submission(session, obligation_id)
    return last if last is not None and return_of(session, last.id) is None else None


def _too_large() -> str:
    return "Thư quá lớn nên chưa được tải về; thư vẫn ở trên máy chủ, trong thư mục DaXuLy. Đề nghị cán bộ mở và xử lý."
