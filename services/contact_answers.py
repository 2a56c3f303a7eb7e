"""Answers to our letters that came by mail: whoever writes back has the letter, and so the address is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import OutboxRow
from database.queries.intakes import letters_named, tests_sent_to
from domain.answer_links import message_in_subject
from domain.contact_proofs import CONTACT_TEST
from domain.intake import MatchedBy
from domain.signals import SignalKind
from domain.tokens import matter_of, token_in_address
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
    """What to note of a mail that says no more than that a test arrived; nothing for any other.

    One that brings a file is looked at like any other mail.
    """
    letter = hear_answer(session, campaigns, row, received.mail, secret=secret)
    if letter is None or letter.message != CONTACT_TEST or any(file.kind for file in received.choice.files):
        return ""
    row.campaign_id, row.unit, row.matched_by = letter.campaign_id, letter.unit, MatchedBy.THREAD.value
    return ANSWERED.format(letter.recipient_name)


def hear_answer(
    session: Session, campaigns: Sequence[Campaign], row: IntakeRow, mail: Mail, *, secret: bytes
) -> OutboxRow | None:
    """Note on the letter that it was answered, and return it: the one whose token the mail bears, or that it answers.

    A letter counts as answered by its own reader: a test by whoever has it, any other only by the address it went to.
    """
    letter = _letter(session, mail, secret=secret)
    if letter is None or letter.campaign_id not in {campaign.id for campaign in campaigns}:
        return None
    if letter.message != CONTACT_TEST and mail.sender.lower() != letter.address.lower():
        return None
    hear(session, letter, SignalKind.ANSWERED, at=row.arrived_at, event_key=f"mail/{row.raw_sha256}/{letter.id}")
    return letter


def _letter(session: Session, mail: Mail, *, secret: bytes) -> OutboxRow | None:
    confirmed = message_in_subject(mail.subject, secret=secret)
    found = session.get(OutboxRow, confirmed) if confirmed is not None else None
    return found or next(iter(letters_named(session, mail.references)), None) or _by_sender(session, mail, secret)


def _by_sender(session: Session, mail: Mail, secret: bytes) -> OutboxRow | None:
    """The last test that went to the sender, for a mail to the address that such a letter asks to be answered at."""
    matters = filter(None, (matter_of(token_in_address(one), secret=secret) for one in mail.recipients))
    campaign_id = next((one.campaign_id for one in matters if one.is_about_no_report), None)
    if campaign_id is None or not mail.sender:
        return None
    return next(iter(tests_sent_to(session, campaign_id, mail.sender)), None)
