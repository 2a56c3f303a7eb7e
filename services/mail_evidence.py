"""What a mail that came in proves of a letter of ours: that it came back, that it arrived, or that somebody read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import OutboxRow
from database.queries.intakes import letters_named
from domain.address_health import Failure, kind_of
from domain.mail import Report
from domain.signals import SignalKind
from domain.tokens import is_return_token, letter_number, token_in_address
from domain.vietnamese_dates import moment_text
from notifications.outcome import Scope
from services.signals import hear

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import IntakeRow
    from domain.campaigns import Campaign
    from domain.mail import Bounce, Mail

ANSWERED = "Người nhận đã trả lời thư này."
NO_STATUS = "bounce"
_KINDS = {
    Report.FAILED: SignalKind.BOUNCED,
    Report.DELAYED: SignalKind.DELAYED,
    Report.DELIVERED: SignalKind.DELIVERED,
}
_WORDS = {
    Report.FAILED: "Không giao được thư tới {}.",
    Report.DELAYED: "Chưa giao được thư tới {}.",
    Report.DELIVERED: "Thư đã vào hộp thư của {}.",
    Report.RELAYED: "Thư tới {} đã được chuyển sang một máy chủ không báo kết quả.",
    Report.EXPANDED: "Thư tới {} đã được chuyển cho các thành viên của danh sách thư.",
}


def hear_report(
    session: Session, campaigns: Sequence[Campaign], row: IntakeRow, mail: Mail, *, secret: bytes, journal: str
) -> str:
    """Take the word of a mail server on a letter of a running campaign; says in Vietnamese what it told.

    `journal` is the address that gets a copy of every letter: what happens to the copy says nothing of the letter.
    A report on a letter that we do not know, or that only claims to be on one of ours, is kept and changes nothing.
    """
    report = mail.bounce
    if report is None:
        raise LookupError(row.id)
    row.failed_address, row.failed_status, row.about_message = report.address, report.status, report.message_id
    words = _in_words(report)
    letter = _letter_behind(session, report, mail.recipients, secret=secret)
    running = {campaign.id: campaign for campaign in campaigns}
    if letter is None or letter.campaign_id not in running or (journal and report.address == journal.lower()):
        return words
    row.campaign_id, row.unit, row.about_message = letter.campaign_id, letter.unit, letter.message_id
    heard = moment_text(running[letter.campaign_id].plan.calendar.local(row.arrived_at))
    _hear(session, letter, report, row=row, detail=f"Máy chủ thư báo lại lúc {heard}: {words}")
    return words


def hear_answer(session: Session, campaigns: Sequence[Campaign], row: IntakeRow, mail: Mail) -> None:
    """A person who answers a letter has it. Only who got it, or got it passed on, knows its Message-ID."""
    running = {campaign.id for campaign in campaigns}
    letters = [one for one in letters_named(session, mail.references) if one.campaign_id in running]
    for letter in letters[:1]:
        hear(
            session,
            letter,
            SignalKind.ANSWERED,
            at=_not_before(letter, row.arrived_at),
            event_key=event_key(row),
            detail=ANSWERED,
        )


def _letter_behind(session: Session, report: Bounce, recipients: Sequence[str], *, secret: bytes) -> OutboxRow | None:
    """By the signed address that it came back to, otherwise by the names that nobody can guess."""
    for token in map(token_in_address, recipients):
        number = letter_number(token)
        letter = session.get(OutboxRow, number) if number is not None else None
        if letter and is_return_token(token, letter.id, message_id=letter.message_id, secret=secret):
            return letter
    return next(iter(letters_named(session, (report.envelope_id, report.message_id))), None)


def _hear(session: Session, letter: OutboxRow, report: Bounce, *, row: IntakeRow, detail: str) -> None:
    kind = _KINDS.get(report.report)
    if kind is None:
        return
    is_news = hear(
        session,
        letter,
        kind,
        at=_not_before(letter, row.arrived_at),
        event_key=event_key(row),
        detail=detail,
        code=report.status or NO_STATUS,
        scope=Scope.RECIPIENT if kind_of(report.status) is Failure.HARD else Scope.UNCLEAR,
    )
    if is_news and kind is SignalKind.DELAYED:
        letter.note = detail


def event_key(row: IntakeRow) -> str:
    """The mail by the name that it has on every way it may take to us."""
    return f"mail:{row.message_id or row.raw_sha256}"


def _not_before(letter: OutboxRow, moment: datetime) -> datetime:
    """Two clocks may differ; nothing is heard of a letter before it went."""
    return max(moment, letter.sent_at or moment)


def _in_words(report: Bounce) -> str:
    status = f" ({report.status})" if report.status else ""
    return _WORDS[report.report].format(f"{report.address or 'một địa chỉ không rõ'}{status}")
