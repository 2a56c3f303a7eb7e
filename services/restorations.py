"""Going on after a restoration: what came due in the gap is decided as in life, and nothing of it goes out a second time.

The backup does not know what was sent after it was taken. So the rungs of the gap are decided one after the other, each at
its own moment, which gives every message the name that it had in life; and then all of them are left unknown. A copy in
the journal, a report of the other side or the word of a person settles each.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import RestorationRow, TickRow, WebSessionRow
from database.queries import restorations as ask
from database.queries.receipts import last_receipt
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.restorations import ReceiptRange, lost_receipts
from domain.ticks import TickOutcome
from services.audit_log import Doer, write_entry
from services.decisions import decide_tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.restorations import Gap

ONLY = ""
ENDED = "khôi phục"
BROKEN_OFF = "Bị ngắt trước khi khôi phục."


@dataclass(slots=True)
class GoneOn:
    """What a restoration left in doubt, by the id of the plan; how many browsers were signed out."""

    in_doubt: dict[str, int] = field(default_factory=dict)
    receipts: dict[str, ReceiptRange] = field(default_factory=dict)
    signed_out: int = 0


def go_on(
    session: Session,
    campaigns: Sequence[Campaign],
    gap: Gap,
    *,
    by: Doer,
    now: datetime,
    last_given: Mapping[str, int] | None = None,
) -> GoneOn:
    """Write the restoration down, and leave in doubt what may have been sent in the gap.

    `last_given` is the number of the last receipt that is known to have been given out, by plan; under ONLY of the only one.
    """
    if last_given and ONLY in last_given and len(campaigns) > 1:
        raise RuleBroken("Có nhiều đợt: hãy ghi số phiếu cuối cùng của từng đợt, dạng KẾ-HOẠCH=SỐ.")
    found = GoneOn()
    ranges: dict[int, ReceiptRange] = {}
    for campaign in campaigns:
        plan = campaign.plan.identity.id
        found.in_doubt[plan] = _live_again(session, campaign, gap, now=now)
        passed_over = _receipts(session, campaign, _given(last_given or {}, plan))
        if passed_over is not None:
            ranges[campaign.id] = found.receipts[plan] = passed_over
    found.signed_out = _break_off(session, now=now)
    receipts = {str(number): (one.first, one.last) for number, one in ranges.items()}
    session.add(
        RestorationRow(
            taken_at=gap.taken_at,
            stopped_at=gap.stopped_at,
            restored_at=now,
            by=by.name,
            receipts=json.dumps(receipts),
        )
    )
    detail = {"taken_at": gap.taken_at, "stopped_at": gap.stopped_at, "in_doubt": found.in_doubt}
    passed = {plan: asdict(one) for plan, one in found.receipts.items()}
    write_entry(session, by, Action.RESTORED, about="", now=now, detail={**detail, "receipts": passed})
    return found


def _live_again(session: Session, campaign: Campaign, gap: Gap, *, now: datetime) -> int:
    """Decide what came due in the gap, rung by rung. Returns how many messages may have gone."""
    ask.suppose_gone(session, campaign.id, at=gap.taken_at)
    tiers = sorted(campaign.plan.tiers, key=lambda tier: tier.rank)
    while (due := ask.next_due(session, campaign.id, until=gap.stopped_at)) is not None:
        moment = max(due, gap.taken_at)
        for tier in tiers:
            decide_tier(session, campaign, tier=tier.id, now=moment)
        ask.suppose_gone(session, campaign.id, at=moment)
    return ask.leave_in_doubt(session, campaign.id, now=now)


def _receipts(session: Session, campaign: Campaign, last_given: int | None) -> ReceiptRange | None:
    duties = ask.count_duties(session, campaign.id)
    return lost_receipts(last_receipt(session, campaign.id), duties=duties, last_given=last_given)


def _given(last_given: Mapping[str, int], plan: str) -> int | None:
    return last_given.get(plan, last_given.get(ONLY))


def _break_off(session: Session, *, now: datetime) -> int:
    """What was going on in the lost service goes on no more. Returns how many browsers were signed in."""
    session.execute(
        update(TickRow)
        .where(TickRow.ended_at.is_(None))
        .values(ended_at=now, outcome=TickOutcome.FAILED, note=BROKEN_OFF)
    )
    ended = update(WebSessionRow).where(WebSessionRow.revoked_at.is_(None)).values(revoked_at=now, revoked_by=ENDED)
    return len(session.execute(ended.returning(WebSessionRow.id)).all())
