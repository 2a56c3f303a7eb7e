"""The numbers of the receipts that were given out, and those that may have been."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import RestorationRow, SubmissionRow
from domain.restorations import ReceiptRange

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def receipt_ranges(session: Session, campaign_id: int, *, since: datetime | None = None) -> list[ReceiptRange]:
    """The numbers that restorations passed over; with `since`, those of later restorations."""
    query = select(RestorationRow.receipts).order_by(RestorationRow.id)
    if since is not None:
        query = query.where(RestorationRow.restored_at >= since)
    known = (json.loads(one).get(str(campaign_id)) for one in session.scalars(query))
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
