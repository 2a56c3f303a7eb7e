"""Campaigns as pages use them: a plan with thousands of units takes a while to read, so each is read once for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import CampaignRow, PlanChangeRow
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.campaigns import Campaign

NOTHING_OPEN = "Chưa mở đợt nào trên hệ thống này. Người phụ trách mở đợt bằng lệnh: dondoc plan open KẾ-HOẠCH"
UNKNOWN = "Không có đợt “{}”; hãy chọn trong các đợt đang có: {}."


class Campaigns:
    """The campaigns of one installation, kept while nobody changes a plan or opens another."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._stamps: tuple[tuple[str, int], ...] = ()
        self._known: dict[tuple[str, int], Campaign] = {}

    def find(self, plan_id: str = "") -> Campaign:
        """The campaign of this plan; without a name the one that was opened last."""
        stamps = self._read_stamps()
        if not stamps:
            raise RuleBroken(NOTHING_OPEN)
        wanted = plan_id or self._place.settings.plan or stamps[-1][0]
        stamp = next((one for one in stamps if one[0] == wanted), None)
        if stamp is None:
            raise RuleBroken(UNKNOWN.format(wanted, ", ".join(name for name, _ in stamps)))
        if stamp not in self._known:
            self._known[stamp] = self._place.campaign(wanted)
        return self._known[stamp]

    def numbered(self, campaign_id: int) -> Campaign | None:
        return next((one for one in map(self.find, self.names()) if one.id == campaign_id), None)

    def names(self) -> list[str]:
        return [name for name, _ in self._read_stamps()]

    def _read_stamps(self) -> tuple[tuple[str, int], ...]:
        """Each plan with the number of its last change."""
        last = func.coalesce(func.max(PlanChangeRow.id), 0)
        with self._place.read() as session:
            rows = session.execute(
                select(CampaignRow.plan_id, last)
                .join(PlanChangeRow, PlanChangeRow.campaign_id == CampaignRow.id, isouter=True)
                .group_by(CampaignRow.id, CampaignRow.plan_id)
                .order_by(CampaignRow.opened_at, CampaignRow.id),
            )
            found = tuple((name, change) for name, change in rows)
        if found != self._stamps:
            self._known = {stamp: one for stamp, one in self._known.items() if stamp in found}
            self._stamps = found
        return found
