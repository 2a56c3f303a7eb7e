"""Exemptions (miễn báo cáo): a unit that need not report, on somebody's word and for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.lifecycle import Move
from services.events import begin, record
from services.replies import Reply, queue_reply
from services.versions import silence, wake

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign


def exempt(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    reason: str,
    by: str,
    now: datetime,
    document_number: str = "",
) -> History:
    """Ask nothing more of the unit, and tell it so. It leaves the figures of what is expected."""
    if not reason.strip():
        raise RuleBroken("Miễn báo cáo phải ghi rõ lý do (--why).")
    before = begin(session, campaign, obligation_id, Move.EXEMPT)
    silence(session, campaign, before, now=now)
    after = record(
        session,
        campaign,
        before,
        Move.EXEMPT,
        by=by,
        now=now,
        reason=reason.strip(),
        document_number=document_number.strip(),
    )
    times = len(after.exemptions)
    queue_reply(session, campaign, Reply(obligation_id, "exempted", times, after.version_ids[-1]), now=now)
    return after


def reinstate(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    reason: str,
    by: str,
    now: datetime,
    document_number: str = "",
) -> History:
    """Lift the exemption: the unit owes again what it owed before, by the same day, and its ladder goes on."""
    if not reason.strip():
        raise RuleBroken("Bỏ miễn báo cáo phải ghi rõ lý do (--why).")
    before = begin(session, campaign, obligation_id, Move.REINSTATE)
    after = record(
        session,
        campaign,
        before,
        Move.REINSTATE,
        by=by,
        now=now,
        reason=reason.strip(),
        document_number=document_number.strip(),
    )
    wake(session, campaign, after, now=now)
    return after
