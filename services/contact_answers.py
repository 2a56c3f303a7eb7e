"""Answers to the letters that test contacts: whoever writes back has the letter, and so the address is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import OutboxRow
from database.queries.intakes import letters_named, tests_sent_to
from domain.answer_links import message_in_subject
from domain.contact_proofs import CONTACT_TEST
from domain.intake import MatchedBy
from domain.signals import SignalKind
from domain.tokens import matter_of, token_in_address
from services.mail_evidence import event_key
from services.signals import hear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from database.models import IntakeRow
    from domain.campaigns import Campaign
    from domain.mail import Mail
    from services.intake import Received

ANSWERED = "Trả lời thư kiểm tra liên lạc của {}: đã xác nhận địa chỉ."


def confirmation(
    session: Session, campaigns: Sequence[Campaign], row: IntakeRow, received: Received, *, secret: bytes
) -> str:
    """Hear that a test was answered, and say so of a mail that says no more than that; nothing of any other.

    One that brings a file is looked at like any other mail.
    """
    test = _answered_test(session, received.mail, secret=secret)
    if test is None or test.campaign_id not in {campaign.id for campaign in campaigns}:
        return ""
    words = ANSWERED.format(test.recipient_name)
    hear(session, test, SignalKind.ANSWERED, at=row.arrived_at, event_key=event_key(row), detail=words)
    if any(file.kind for file in received.choice.files):
        return ""
    row.campaign_id, row.unit, row.matched_by = test.campaign_id, test.unit, MatchedBy.THREAD.value
    return words


def _answered_test(session: Session, mail: Mail, *, secret: bytes) -> OutboxRow | None:
    """The one whose token stands in the subject, that the mail answers, or that went to its sender last."""
    confirmed = message_in_subject(mail.subject, secret=secret)
    found = session.get(OutboxRow, confirmed) if confirmed is not None else None
    letter = found or next(iter(letters_named(session, mail.references)), None) or _by_sender(session, mail, secret)
    return letter if letter is not None and letter.message == CONTACT_TEST else None


def _by_sender(session: Session, mail: Mail, secret: bytes) -> OutboxRow | None:
    """For a mail to the address at which only a test asks to be answered."""
    matters = filter(None, (matter_of(token_in_address(one), secret=secret) for one in mail.recipients))
    campaign_id = next((one.campaign_id for one in matters if one.is_about_no_report), None)
    if campaign_id is None or not mail.sender:
        return None
    return next(iter(tests_sent_to(session, campaign_id, mail.sender)), None)
