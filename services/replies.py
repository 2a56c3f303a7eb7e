"""Replies: what answers something that a unit did. Sent at once, at any hour, and never counted as a reminder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from database.models import DecisionRow, IntakeRow, ObligationRow, OutboxRow, ReturnRow, SubmissionRow, VersionRow
from database.queries.events import events_of
from database.queries.outbox import refused_addresses
from database.queries.outline_checks import check_of
from database.queries.restorations import gap_around
from database.queries.units import contacts_of
from database.queries.uploads import files_of_all
from domain.chains import chains, first_usable
from domain.decisions import NOBODY, Outcome
from domain.ladder import Audience
from domain.lifecycle import Move
from domain.obligations import Cause
from domain.outbox import MessageState, Priority
from domain.outline_check import SectionState
from domain.restorations import MAY_HAVE_GONE, RESTORED
from domain.units import ContactRole
from notifications.contexts import Checked, Exempted, Extended, FreshLink, Receipt, Returned, SectionToMend
from services.letters import duty_facts, plan_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.outline_check import OutlineCheck
    from domain.units import Contact
    from notifications.contexts import Context, Duty, PlanFacts
    from services.standings import Obligation

REASONS = {
    "receipt": "Trả lời việc nộp báo cáo của đơn vị.",
    "returned": "Trả lời việc nộp báo cáo của đơn vị.",
    "extended": "Báo cho đơn vị biết hạn mới.",
    "exempted": "Báo cho đơn vị biết được miễn báo cáo.",
    "unreadable": "Trả lời thư của đơn vị: tệp gửi kèm không mở được.",
    "fresh_link": "Gửi lại liên kết theo đề nghị của đơn vị.",
}
REPLIES = tuple(REASONS)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is to be answered: `number` tells one answer of a kind from the next, `version_id` is under which deadline.

    `intake_id` is the mail that is answered, where that alone is the reason for the answer.
    """

    obligation_id: int
    message: str
    number: int
    version_id: int
    submission_id: int | None = None
    receipt_number: str = ""
    intake_id: int | None = None

    @classmethod
    def about(cls, submission: SubmissionRow, message: str, version_id: int) -> Reply:
        return cls(
            submission.obligation_id, message, submission.number, version_id, submission.id, submission.receipt_number
        )

    @property
    def rung(self) -> str:
        return f"{self.message}#{self.number}{f'/mail#{self.intake_id}' if self.intake_id else ''}"

    def thread(self, obligation: ObligationRow) -> str:
        """Each submission is a matter of its own; of two extensions the later letter takes the place of the earlier."""
        about = self.receipt_number or f"{obligation.unit}/{obligation.duty}"
        return f"{self.message}/{about}{f'/mail#{self.intake_id}' if self.intake_id else ''}"


def queue_reply(session: Session, campaign: Campaign, reply: Reply, *, now: datetime) -> None:
    """Answer every person of the unit, each on one channel and with a decision of its own."""
    obligation = session.get_one(ObligationRow, reply.obligation_id)
    people = contacts_of(session, campaign.id, [obligation.unit]).get(obligation.unit, [])
    broken = refused_addresses(session, campaign.id) if len(people) > 1 else frozenset()
    to_answer = [contact for contact in people if contact.role is not ContactRole.LEADER]
    receivers = [first_usable(chain, broken) for chain in chains(to_answer)]
    before = _answered_before(session, reply)
    for contact in receivers:
        about = f"{campaign.plan.identity.id}/{obligation.unit}/{obligation.duty}"
        key = f"{about}/{reply.rung}/{contact.code}/{contact.channel}"
        session.execute(
            insert(OutboxRow).values(
                {**_row(campaign, obligation, reply, contact=contact, key=key, now=now), **before}
            ),
        )
        session.add(_decision(reply, contact=contact, now=now, key=key))
    if not receivers:
        session.add(_decision(reply, contact=None, now=now, key=None))


def _answered_before(session: Session, reply: Reply) -> dict[str, object]:
    """What came in before a restoration was answered then: the second answer is left in doubt, and not sent."""
    came = None
    if reply.message == "receipt" and reply.submission_id is not None:
        came = session.get_one(SubmissionRow, reply.submission_id).received_at
    elif reply.intake_id is not None:
        came = session.get_one(IntakeRow, reply.intake_id).arrived_at
    gap = gap_around(session, came) if came is not None else None
    if gap is None:
        return {}
    return {"state": MessageState.UNKNOWN.value, "settled_at": came, "code": RESTORED, "note": MAY_HAVE_GONE}


def reply(
    session: Session, campaign: Campaign, row: OutboxRow, *, obligation: Obligation, names: Mapping[str, str]
) -> Context:
    facts = plan_facts(campaign, names), duty_facts(obligation, campaign, names)
    if row.message == "extended":
        return _extended(session, obligation, *facts)
    if row.message == "exempted":
        return _exempted(session, obligation, *facts)
    if row.message == "fresh_link":
        return FreshLink(*facts)
    submission = session.get_one(SubmissionRow, row.submission_id)
    if row.message == "returned":
        return _returned(session, campaign, submission, facts)
    return _receipt(session, campaign, submission, obligation=obligation, facts=facts)


def _extended(session: Session, obligation: Obligation, plan: PlanFacts, duty: Duty) -> Extended:
    """The date in force when the letter leaves, whatever it was when the letter was queued."""
    versions = obligation.history.versions
    place = max(place for place, version in enumerate(versions) if version.cause is Cause.EXTENDED)
    row = session.get_one(VersionRow, obligation.history.version_ids[place])
    return Extended(
        plan=plan,
        duty=duty,
        old_last_day=versions[place - 1].deadline.last_day,
        new_last_day=versions[place].deadline.last_day,
        approver=row.approver,
        document_number=row.document_number,
    )


def _exempted(session: Session, obligation: Obligation, plan: PlanFacts, duty: Duty) -> Exempted:
    events = [one for one in events_of(session, obligation.id) if one.move == Move.EXEMPT]
    return Exempted(plan=plan, duty=duty, reason=events[-1].reason, document_number=events[-1].document_number)


def _returned(
    session: Session, campaign: Campaign, submission: SubmissionRow, facts: tuple[PlanFacts, Duty]
) -> Returned:
    plan, duty = facts
    returned = session.scalars(select(ReturnRow).where(ReturnRow.submission_id == submission.id)).one()
    outline = campaign.plan.outline
    named = [(outline.section(section), reason) for section, reason in json.loads(returned.sections)]
    return Returned(
        plan=plan,
        duty=duty,
        document_number=submission.document_number,
        received_at=campaign.plan.calendar.local(submission.received_at),
        reason=returned.reason,
        new_last_day=returned.new_day,
        sections=tuple(
            SectionToMend(section.id, section.title, reason) for section, reason in named if section is not None
        ),
    )


def _receipt(
    session: Session,
    campaign: Campaign,
    submission: SubmissionRow,
    *,
    obligation: Obligation,
    facts: tuple[PlanFacts, Duty],
) -> Receipt:
    plan, duty = facts
    found = obligation.history.standing_on_arrival(submission.number)
    checked = check_of(session, submission.id)
    return Receipt(
        plan=plan,
        duty=duty,
        receipt_number=submission.receipt_number,
        received_at=campaign.plan.calendar.local(submission.received_at),
        document_number=submission.document_number,
        file_name=submission.file_name,
        sha256=submission.sha256,
        last_day=found.deadline.last_day,
        days_late=found.days_late,
        checked=_checked(checked, campaign) if checked else None,
        is_unread=bool(submission.size) and submission.kind != "" and (checked is None or not checked.sections),
        annexes=tuple(one.file_name for one in files_of_all(session, [submission.id]).get(submission.id, ())),
        is_read_by_machine=checked is not None and bool(checked.sections) and bool(checked.note),
    )


def _checked(check: OutlineCheck, campaign: Campaign) -> Checked | None:
    """What the unit should look at again, section by section; nothing for what could not be read."""
    if not check.sections:
        return None
    outline = campaign.plan.outline

    def titles(state: SectionState) -> tuple[str, ...]:
        found = (outline.section(number) for number in check.numbers(state))
        return tuple(f"{section.id}. {section.title}" for section in found if section is not None)

    return Checked(
        owed=sum(section.state is not SectionState.NOT_OWED for section in check.sections),
        answered=len(check.numbers(SectionState.FOUND, SectionState.NONE)),
        empty=titles(SectionState.EMPTY),
        missing=titles(SectionState.MISSING),
        findings=tuple(f"{one.where}: {one.text}" if one.where else one.text for one in check.findings),
    )


def _row(
    campaign: Campaign,
    obligation: ObligationRow,
    reply: Reply,
    *,
    contact: Contact,
    key: str,
    now: datetime,
) -> dict[str, object]:
    return {
        "campaign_id": campaign.id,
        "key": key,
        "thread": reply.thread(obligation),
        "message": reply.message,
        "unit": obligation.unit,
        "recipient": contact.code,
        "recipient_name": contact.name,
        "channel": contact.channel,
        "address": contact.address,
        "priority": Priority.REPLY.value,
        "moment": now,
        "next_at": now,
        "state": MessageState.QUEUED.value,
        "submission_id": reply.submission_id,
        "intake_id": reply.intake_id,
    }


def _decision(reply: Reply, *, contact: Contact | None, now: datetime, key: str | None) -> DecisionRow:
    return DecisionRow(
        version_id=reply.version_id,
        rung=reply.rung,
        audience=Audience.UNIT.value,
        message=reply.message,
        recipient=contact.code if contact else f"{NOBODY}/{Audience.UNIT}",
        channel=contact.channel if contact else NOBODY,
        outcome=(Outcome.SEND if contact else Outcome.NO_CHANNEL).value,
        reason=REASONS[reply.message] if contact else "Chưa có đầu mối liên hệ nào để trả lời.",
        moment=now,
        decided_at=now,
        message_key=key,
    )
