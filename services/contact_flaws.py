"""What the auditor looks for among the people to be reached: units of which nobody answered, and calls not made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.flaws import Flaw
from domain.vietnamese_dates import day_text
from services.contact_proofs import unproven_before_opening
from services.phone_list import not_called

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

UNPROVEN = "unproven"
UNPROVEN_TEXT = "Chưa có kênh liên lạc nào được xác nhận; xem danh sách: dondoc contacts list --unproven"
CALLED_WITHIN = 2  # working days that a unit may stand on the phone list without an entry


def contact_flaws(session: Session, campaign: Campaign, bad: Collection[str], *, now: datetime) -> list[Flaw]:
    """`bad` are the addresses that take nothing any more."""
    return [*_unproven(session, campaign, now), *_not_called(session, campaign, frozenset(bad), now)]


def _unproven(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    """Units of which nobody ever answered, for as long as the first notice has not gone."""
    found = unproven_before_opening(session, campaign, now=now)
    return [Flaw(UNPROVEN, unit.code, UNPROVEN_TEXT, unit.code) for unit in found]


def _not_called(session: Session, campaign: Campaign, refused: frozenset[str], now: datetime) -> list[Flaw]:
    """A unit that no letter reached, or that staff want called, and of which the ledger of calls says nothing since."""
    calendar, today = campaign.plan.calendar, campaign.local_day(now)
    flaws: dict[str, Flaw] = {}
    for unit, since in not_called(session, campaign, as_of=now, refused=refused):
        day = campaign.local_day(since)
        if calendar.working_days(after=day, until=today) > CALLED_WITHIN:
            text = (
                f"Có trong danh sách gọi điện thoại từ ngày {day_text(day)} mà chưa ghi cuộc gọi nào: dondoc phone list"
            )
            flaws.setdefault(unit, Flaw("not_called", unit, text, unit))
    return list(flaws.values())
