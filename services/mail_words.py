"""Words in a mail that brings no report: "đã nộp", "hẹn 25/8". An answer for staff, beside the mail that waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.intakes import letters_named
from database.queries.units import contacts_of
from domain.answers import AnswerKind, read_lines
from domain.channels import EMAIL
from services.answers import Respondent, take_answer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import IntakeRow, OutboxRow
    from domain.campaigns import Campaign
    from domain.mail import Mail


def take_words(session: Session, campaign: Campaign, unit: str, mail: Mail, *, row: IntakeRow) -> None:
    """Write down what the mail plainly says. What it asks, staff read in the mail itself."""
    answer, words = read_lines(mail.text, today=campaign.local_day(row.arrived_at))
    if answer.kind in (AnswerKind.ASKS, AnswerKind.BINDING):
        return
    people = contacts_of(session, campaign.id, [unit]).get(unit, [])
    contact = next((one.code for one in people if one.address.lower() == mail.sender), "")
    who = Respondent(campaign.id, unit, contact, EMAIL, _letter(session, campaign, unit, mail))
    take_answer(session, who, answer, text=words, at=row.arrived_at, event_key=f"mail:{row.id}")


def _letter(session: Session, campaign: Campaign, unit: str, mail: Mail) -> OutboxRow | None:
    """The letter of ours that the mail answers, nearest first."""
    named = letters_named(session, mail.references)
    return next((one for one in named if one.campaign_id == campaign.id and one.unit == unit), None)
