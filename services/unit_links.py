"""The links of units: taken back when one fell into the wrong hands, and sent anew to who has only an old one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import DecisionRow, UnitLinkRevocationRow
from database.queries.campaigns import hold
from database.queries.obligations import histories
from database.queries.unit_links import FRESH_LINK, duties_of, fresh_links_since, series_of
from domain.errors import RuleBroken
from services.replies import Reply, queue_reply

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

BETWEEN_LETTERS = timedelta(hours=1)  # whoever presses the button again and again fills nobody's mailbox


def revoke(session: Session, campaign: Campaign, unit: str, *, by: str, reason: str, now: datetime) -> int:
    """Take back every link of the unit that was given so far; the next letter brings a new one. Returns the new series."""
    if not reason.strip():
        raise RuleBroken("Thu hồi liên kết phải ghi rõ lý do.")
    hold(session, campaign)
    session.add(UnitLinkRevocationRow(campaign_id=campaign.id, unit=unit, at=now, by=by, reason=reason.strip()))
    session.flush()
    return series_of(session, campaign.id, [unit])[unit]


def send_fresh(session: Session, campaign: Campaign, unit: str, *, now: datetime) -> bool:
    """Queue a letter with a fresh link to the unit's registered contacts; False where one went within the hour."""
    hold(session, campaign)
    owed = duties_of(session, campaign.id, unit)
    if not owed or fresh_links_since(session, campaign.id, unit, since=now - BETWEEN_LETTERS):
        return False
    obligation_id = owed[0]
    version_id = histories(session, campaign, obligations=[obligation_id])[obligation_id].version_ids[-1]
    number = _sent_so_far(session, version_id) + 1
    queue_reply(session, campaign, Reply(obligation_id, FRESH_LINK, number, version_id), now=now)
    return True


def _sent_so_far(session: Session, version_id: int) -> int:
    """Letters are numbered by what was decided, whoever of the unit they went to."""
    rungs = select(func.count(DecisionRow.rung.distinct())).where(
        DecisionRow.version_id == version_id, DecisionRow.message == FRESH_LINK
    )
    return session.scalar(rungs) or 0
