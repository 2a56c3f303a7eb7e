"""Answers to a mail that made no new submission: the receipt once more, or what to do about a file that does not open.

They go to the contacts of the unit and never to whoever wrote: a sender's address proves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from database.models import IntakeRow
from database.queries.intakes import files_of
from database.queries.obligations import histories
from notifications.contexts import Unreadable, UnreadableFile
from services.enclosures import IN_THE_TEXT
from services.letters import duty_facts, plan_facts
from services.replies import Reply, queue_reply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import IntakeFileRow, OutboxRow, SubmissionRow
    from domain.campaigns import Campaign
    from notifications.contexts import Context
    from services.standings import Obligation


def answer_again(
    session: Session, campaign: Campaign, submission: SubmissionRow, *, row: IntakeRow, now: datetime
) -> None:
    """The receipt that was given for this very file."""
    version_id = _version(session, campaign, submission.obligation_id)
    reply = replace(Reply.about(submission, "receipt", version_id), intake_id=row.id)
    queue_reply(session, campaign, reply, now=now)


def answer_unreadable(
    session: Session, campaign: Campaign, row: IntakeRow, *, obligation_id: int, now: datetime
) -> None:
    version_id = _version(session, campaign, obligation_id)
    queue_reply(session, campaign, Reply(obligation_id, "unreadable", 1, version_id, intake_id=row.id), now=now)


def unreadable(
    session: Session, campaign: Campaign, row: OutboxRow, *, obligation: Obligation, names: Mapping[str, str]
) -> Context:
    """What that letter says: each file with what is wrong with it and what to do."""
    intake = session.get_one(IntakeRow, row.intake_id)
    files = files_of(session, [intake.id])[intake.id]
    return Unreadable(
        plan=plan_facts(campaign, names),
        duty=duty_facts(obligation, campaign, names),
        arrived_at=campaign.plan.calendar.local(intake.arrived_at),
        files=tuple(UnreadableFile(file.file_name, file.note) for file in files if _is_refused(file)),
    )


def _is_refused(file: IntakeFileRow) -> bool:
    return bool(file.note) and not file.kind and file.note != IN_THE_TEXT


def _version(session: Session, campaign: Campaign, obligation_id: int) -> int:
    """Under which deadline the answer is given."""
    return histories(session, campaign, obligations=[obligation_id])[obligation_id].version_ids[-1]
