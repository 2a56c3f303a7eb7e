"""The numbers of the receipts that were given out, and those that may have been."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from database.models import RestorationRow, SubmissionRow
from domain.restorations import ReceiptRange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


# Asked in every round, so they are put together once.
_RECEIPTS = select(RestorationRow.receipts).order_by(RestorationRow.id)
_RECEIPTS_SINCE = _RECEIPTS.where(RestorationRow.restored_at >= bindparam("since"))
_GIVEN_OUT = select(SubmissionRow.receipt_number).where(SubmissionRow.campaign_id == bindparam("campaign"))


def receipts_given_out(session: Session, campaign_id: int) -> Sequence[str]:
    return session.connection().execute(_GIVEN_OUT, {"campaign": campaign_id}).scalars().all()


def receipt_ranges(session: Session, campaign_id: int, *, since: datetime | None = None) -> list[ReceiptRange]:
    """The numbers that restorations passed over; with `since`, those of later restorations."""
    query = _RECEIPTS if since is None else _RECEIPTS_SINCE
    found = session.scalars(query, {"since": since})
    known = (json.loads(one).get(str(campaign_id)) for one in found)
    return [ReceiptRange(*one) for one in known if one]


def last_receipt(session: Session, campaign_id: int) -> int:
    """The highest number that was given out, or may have been, 0 before the first."""
    latest = (
        select(SubmissionRow.receipt_number)
        .where(SubmissionRow.campaign_id == campaign_id)
        .order_by(SubmissionRow.id.desc())
        .limit(1)
    )
    number, _, _ = (session.scalar(latest) or "0").partition("/")
    known = int(number) if number.isdecimal() else 0
    return max([known, *(one.last for one in receipt_ranges(session, campaign_id))])


def next_receipt(session: Session, campaign_id: int) -> int:
    """The number of the next receipt. Who asks holds the campaign, so that no two get the same.

    Never one that a restored database may have given out before it was lost.
    """
    return last_receipt(session, campaign_id) + 1
