"""Hôm nay: what needs a decision now, and how each tier stands; and the same figures on one printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from database.queries.unit_lists import Sorting, Wanted
from domain.vietnamese_dates import day_text
from services.overview import TierOverview, overview
from services.today import is_small, matters
from services.units import unit_page
from services.wording import standing_text
from web.charts.hand_in_curve import Curve, hand_in_curve
from web.desks import Desk
from web.permits import SignedIn, Watching
from web.visitors import first_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.units import UnitLine

router = APIRouter()
MOST_NAMED = 150  # overdue units on the printed page, which is one sheet of paper


@router.get("/")
def start(desk: SignedIn) -> RedirectResponse:
    return RedirectResponse(desk.link(first_page(desk.visitor.role)), status_code=303)


@router.get("/today")
def show(desk: Watching) -> HTMLResponse:
    with desk.read() as session:
        tiers = overview(session, desk.campaign, as_of=desk.as_of)
        found = matters(session, desk.campaign, tiers, as_of=desk.as_of)
    return desk.page(
        "today/show.html",
        tiers=tiers,
        matters=found,
        is_small=is_small(tiers),
        curves=_curves(tiers),
        when=_moment(desk),
    )


@router.get("/summary")
def summary(desk: Watching) -> HTMLResponse:
    wanted = Wanted(is_overdue=True, sorting=Sorting.LATE)
    with desk.read() as session:
        tiers = overview(session, desk.campaign, as_of=desk.as_of)
        overdue = unit_page(session, desk.campaign, wanted, as_of=desk.as_of, size=MOST_NAMED)
    return desk.page(
        "summary/show.html",
        tiers=tiers,
        overdue=overdue,
        named={tier.id: _by_standing(overdue.lines, tier.id) for tier in tiers},
        curves=_curves(tiers),
        when=_moment(desk),
    )


def _by_standing(lines: Sequence[UnitLine], tier: str) -> dict[str, list[str]]:
    """Those of the tier by how they stand, the longest late first: said once for all of whom it is true."""
    found: dict[str, list[str]] = {}
    for one in lines:
        if one.tier == tier:
            standing = standing_text(one.state, is_overdue=one.is_overdue, days_late=one.days_late)
            said = f"{standing}, hẹn {day_text(one.promised)}" if one.promised else standing
            found.setdefault(said, []).append(one.name)
    return found


def _moment(desk: Desk) -> dict[str, object]:
    """Whether the campaign has not begun yet, or is over, on the day that is looked at."""
    campaign, today = desk.campaign, desk.campaign.local_day(desk.as_of)
    return {
        "is_before": desk.as_of < campaign.opened_at,
        "is_over": today > campaign.plan.closes,
        "opened": campaign.local_day(campaign.opened_at),
        "closes": campaign.plan.closes,
        "today": today,
    }


def _curves(tiers: list[TierOverview]) -> dict[str, object]:
    """By tier: the picture, and the days on which it changes for those who do not see it."""
    return {tier.id: hand_in_curve(_curve(tier)) for tier in tiers}


def _curve(tier: TierOverview) -> Curve:
    return Curve(
        key=f"curve-{tier.id}",
        title=f"{tier.name}: báo cáo đã nhận theo ngày",
        hand_ins=tier.hand_ins,
        projection=tier.projection,
        deadline=tier.deadline,
        expected=tier.expected,
    )
