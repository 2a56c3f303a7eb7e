"""Answers (trả lời): written down for staff. None of them stops a clock; what staff make of one, they do themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import AnswerRow
from database.queries.answers import contacts_at, is_written, last_message_to
from domain.answers import ANSWER_NAMES, AnswerKind
from domain.contact_proofs import CONTACT_TEST
from domain.errors import RuleBroken
from domain.signals import SignalKind
from domain.spelling import has_control_characters, nfc
from domain.vietnamese_dates import day_text, moment_text
from services.promises import promise
from services.signals import hear

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow
    from domain.answers import Answer
    from domain.campaigns import Campaign

LONGEST_TEXT = 2_000  # characters that are kept of what a person wrote
CONFIRMED = "Đã xác nhận liên lạc; không cần xử lý."
SHOWN_TEXT = 200  # characters of it that go into the log of a duty


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers, over which channel, and which message of ours it is about, where one is known."""

    campaign_id: int
    unit: str
    contact: str
    channel: str
    message: OutboxRow | None = None


def respondent_at(session: Session, *, channel: str, address: str) -> Respondent | None:
    """Whose address it is: that of the last message which went there, otherwise of the list of contacts."""
    message = last_message_to(session, channel=channel, address=address)
    if message is not None:
        return respondent_to(message)
    contact = next(iter(contacts_at(session, channel=channel, address=address)), None)
    if contact is None:
        return None
    return Respondent(contact.campaign_id, contact.unit, contact.code, channel)


def respondent_to(message: OutboxRow) -> Respondent:
    return Respondent(message.campaign_id, message.unit, message.recipient, message.channel, message)


def take_answer(
    session: Session, who: Respondent, answer: Answer, *, text: str, at: datetime, event_key: str
) -> AnswerRow | None:
    """Write the answer down, and that the message was answered. None for one that was written down before."""
    if is_written(session, event_key):
        return None
    row = AnswerRow(
        campaign_id=who.campaign_id,
        unit=who.unit,
        contact=who.contact,
        channel=who.channel,
        at=at,
        kind=answer.kind.value,
        event_key=event_key,
        day=answer.day,
        text=readable(text),
        outbox_id=who.message.id if who.message else None,
    )
    if _needs_nobody(who, answer):
        row.settled_at, row.settlement = at, CONFIRMED
    session.add(row)
    session.flush()
    if who.message is not None:
        detail = f"Người nhận trả lời: {ANSWER_NAMES[answer.kind]}."
        hear(session, who.message, SignalKind.ANSWERED, at=at, event_key=f"answer/{event_key}", detail=detail)
    return row


def _needs_nobody(who: Respondent, answer: Answer) -> bool:
    """That a test arrived is all that was asked; the list of contacts shows it."""
    return answer.kind is AnswerKind.ACKNOWLEDGED and who.message is not None and who.message.message == CONTACT_TEST


def waiting_answer(session: Session, campaign: Campaign, answer_id: int) -> AnswerRow:
    """The answer, if nobody has dealt with it."""
    row = session.get(AnswerRow, answer_id, with_for_update=True)
    if row is None or row.campaign_id != campaign.id:
        raise RuleBroken(f"Không có trả lời số {answer_id} trong đợt này. Xem danh sách: dondoc answers list")
    if row.settled_at is not None:
        when = moment_text(campaign.plan.calendar.local(row.settled_at))
        raise RuleBroken(f"Trả lời số {row.id} đã được {row.settled_by} xử lý lúc {when}: {row.settlement}")
    return row


def settle_by_promise(
    session: Session, campaign: Campaign, answer_id: int, *, obligation_id: int, who: str, now: datetime
) -> AnswerRow:
    """Enter the day that the unit names as its promise, on the word of `who`."""
    row = waiting_answer(session, campaign, answer_id)
    if row.kind != AnswerKind.PROMISES or row.day is None:
        raise RuleBroken(
            f"Trả lời số {row.id} không hẹn ngày nào. Nếu đơn vị đã hẹn, hãy ghi: dondoc promise {row.unit} --day NGÀY"
        )
    reason = f"Trả lời qua {row.channel} ngày {day_text(campaign.local_day(row.at))}: “{row.text[:SHOWN_TEXT]}”."
    promise(session, campaign, obligation_id, day=row.day, made_by=who, reason=reason, now=now)
    return _settled(row, f"Đã ghi ngày hẹn nộp {day_text(row.day)}.", who=who, now=now)


def settle_by_note(
    session: Session, campaign: Campaign, answer_id: int, *, note: str, who: str, now: datetime
) -> AnswerRow:
    """Say what was done about it."""
    if not note.strip():
        raise RuleBroken('Hãy ghi đã xử lý thế nào bằng --note, ví dụ --note "đã gọi lại, đơn vị chưa gửi tệp".')
    return _settled(waiting_answer(session, campaign, answer_id), nfc(note.strip()), who=who, now=now)


def _settled(row: AnswerRow, settlement: str, *, who: str, now: datetime) -> AnswerRow:
    row.settled_at, row.settled_by, row.settlement = now, who, settlement
    return row


def readable(text: str) -> str:
    """One line of what was written: nothing in it may disturb a list or a terminal."""
    line = " ".join(nfc(text).split())
    return "".join(letter for letter in line if not has_control_characters(letter))[:LONGEST_TEXT]
