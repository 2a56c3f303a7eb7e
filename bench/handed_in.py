"""A country of which most have handed in: what pages are asked about in the week after the deadline."""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow, VersionRow
from database.session import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from bench.campaign_file import CampaignFile

FIRST_DAY, LATEST = date(2022, 7, 1), 40
HAS_COME, IS_ACCEPTED, IS_RETURNED, IS_LET_OFF, IS_EXTENDED = 0.7, 0.6, 0.08, 0.01, 0.02
ONE_DAY = timedelta(days=1)
Owed = tuple[int, str]  # an obligation and its tier
Rows = dict[type[Any], list[dict[str, Any]]]


def hand_in(file: CampaignFile) -> None:
    """Seven in ten came in, six of those were accepted; some were sent back, some have a later day, some are let off."""
    chance = random.Random(1)  # noqa: S311 -- no secret
    rows: Rows = {SubmissionRow: [], EventRow: [], ReturnRow: [], VersionRow: []}
    engine = file.open()
    with transaction(engine) as session:
        owed = session.execute(select(ObligationRow.id, ObligationRow.tier)).tuples().all()
        for one in owed:
            _live(rows, one, chance, file)
        for table, values in rows.items():
            if values:  # of a small country perhaps nobody was let off
                session.execute(insert(table), values)
    engine.dispose()


def _live(rows: Rows, owed: Owed, chance: random.Random, file: CampaignFile) -> None:
    obligation, _ = owed
    at = file.campaign.plan.calendar.at(
        FIRST_DAY + timedelta(days=int(chance.triangular(0, LATEST, 30))), time(chance.randrange(7, 17))
    )
    drawn = chance.random()
    if drawn < HAS_COME:
        number = len(rows[SubmissionRow]) + 1
        rows[SubmissionRow].append(_submission(number, obligation, at))
        rows[EventRow].append(_event(obligation, "submit", at, number))
        _judge(rows, owed, chance.random(), at)
    elif drawn < HAS_COME + IS_LET_OFF:
        rows[EventRow].append(_event(obligation, "exempt", at, None))
    elif drawn < HAS_COME + IS_LET_OFF + IS_EXTENDED:
        rows[VersionRow].append(_version(owed, "extended", at.date() + ONE_DAY * 14, since=at))


def _judge(rows: Rows, owed: Owed, drawn: float, at: datetime) -> None:
    obligation, _ = owed
    number, then = len(rows[SubmissionRow]), at + ONE_DAY
    if drawn < IS_ACCEPTED:
        rows[EventRow].append(_event(obligation, "accept", then, number))
    elif drawn < IS_ACCEPTED + IS_RETURNED:
        day = at.date() + ONE_DAY * 7
        rows[EventRow].append(_event(obligation, "return", then, number))
        rows[ReturnRow].append({"submission_id": number, "returned_at": then, "reason": "Sơ sài.", "new_day": day})
        rows[VersionRow].append(_version(owed, "returned", day, since=then))


def _submission(number: int, obligation: int, at: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "campaign_id": 1,
        "obligation_id": obligation,
        "number": 1,
        "received_at": at,
        "registered_at": at,
        "receipt_number": f"{number:05}/TN",
        "document_number": "7-BC",
        "file_name": "bao-cao.docx",
        "sha256": f"{number:064x}",
        "size": 1,
    }


def _event(obligation: int, move: str, at: datetime, submission: int | None) -> dict[str, Any]:
    words = {"from_stage": "open", "to_stage": "open", "by": "", "reason": "", "document_number": ""}
    return {"obligation_id": obligation, "submission_id": submission, "move": move, "at": at, **words}


def _version(owed: Owed, cause: str, day: date, *, since: datetime) -> dict[str, Any]:
    obligation, tier = owed
    return {
        "obligation_id": obligation,
        "tier": tier,
        "number": 2,
        "cause": cause,
        "deadline_day": day,
        "reading": "through",
        "effective_from": since,
        "ladder": "returned" if cause == "returned" else tier,
        "next_step_at": None,
    }
