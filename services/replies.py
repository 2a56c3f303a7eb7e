"""Replies: what answers something that a unit did. Sent at once, at any hour, and never counted as a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from database.models import DecisionRow, ObligationRow, OutboxRow, ReturnRow, SubmissionRow
from database.queries.units import contacts_of
from domain.decisions import NOBODY, Outcome
from domain.ladder import Audience
from domain.obligations import standing
from domain.outbox import MessageState, Priority
from domain.units import ContactRole
from notifications.contexts import Receipt, Returned
from services.letters import duty_facts, plan_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.units import Contact
    from notifications.contexts import Context
    from services.standings import Obligation

REPLIES = ("receipt", "returned")


def queue_reply(
    session: Session,
    campaign: Campaign,
    submission: SubmissionRow,
    *,
    message: str,
    version_id: int,
    now: datetime,
) -> None:
    """Answer every contact of the unit about this submission, each with a decision of its own."""
    obligation = session.get_one(ObligationRow, submission.obligation_id)
    people = contacts_of(session, campaign.id, [obligation.unit]).get(obligation.unit, [])
    rung = f"{message}#{submission.number}"
    receivers = [contact for contact in people if contact.role is not ContactRole.LEADER]
    for contact in receivers:
        key = f"{campaign.plan.identity.id}/{obligation.unit}/{obligation.duty}/{rung}/{contact.code}/{contact.channel}"
        session.execute(
            insert(OutboxRow).values(
                _row(campaign, obligation, submission, contact=contact, message=message, key=key, now=now)
            )
        )
        session.add(_decision(version_id, rung, message, contact=contact, now=now, key=key))
    if not receivers:
        session.add(_decision(version_id, rung, message, contact=None, now=now, key=None))


def reply(
    session: Session, campaign: Campaign, row: OutboxRow, *, obligation: Obligation, names: Mapping[str, str]
) -> Context:
    submission = session.get_one(SubmissionRow, row.submission_id)
    local = campaign.plan.calendar.local
    plan, duty = plan_facts(campaign, names), duty_facts(obligation, campaign, names)
    if row.message == "returned":
        returned = session.scalars(select(ReturnRow).where(ReturnRow.submission_id == submission.id)).one()
        return Returned(
            plan=plan,
            duty=duty,
            document_number=submission.document_number,
            received_at=local(submission.received_at),
            reason=returned.reason,
            new_last_day=returned.new_day,
        )
    known = obligation.history.submissions[: submission.number]
    found = standing(obligation.history.versions, known, as_of=submission.received_at)
    return Receipt(
        plan=plan,
        duty=duty,
        receipt_number=submission.receipt_number,
        received_at=local(submission.received_at),
        document_number=submission.document_number,
        file_name=submission.file_name,
        sha256=submission.sha256,
        last_day=found.deadline.last_day,
        days_late=found.days_late,
    )


def _row(
    campaign: Campaign,
    obligation: ObligationRow,
    submission: SubmissionRow,
    *,
    contact: Contact,
    message: str,
    key: str,
    now: datetime,
) -> dict[str, object]:
    return {
        "campaign_id": campaign.id,
        "key": key,
        "thread": f"{message}/{submission.receipt_number}",
        "message": message,
        "unit": obligation.unit,
        "recipient": contact.code,
        "recipient_name": contact.name,
        "channel": contact.channel,
        "address": contact.address,
        "priority": Priority.REPLY.value,
        "moment": now,
        "next_at": now,
        "state": MessageState.QUEUED.value,
        "submission_id": submission.id,
    }


def _decision(
    version_id: int,
    rung: str,
    message: str,
    *,
    contact: Contact | None,
    now: datetime,
    key: str | None,
) -> DecisionRow:
    return DecisionRow(
        version_id=version_id,
        rung=rung,
        audience=Audience.UNIT.value,
        message=message,
        recipient=contact.code if contact else f"{NOBODY}/{Audience.UNIT}",
        channel=contact.channel if contact else NOBODY,
        outcome=(Outcome.SEND if contact else Outcome.NO_CHANNEL).value,
        reason="Trả lời việc nộp báo cáo của đơn vị." if contact else "Chưa có đầu mối liên hệ nào để trả lời.",
        moment=now,
        decided_at=now,
        message_key=key,
    )
