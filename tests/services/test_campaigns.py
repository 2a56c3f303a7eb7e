from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from database.models import CampaignRow, ContactRow, ObligationRow, UnitRow, VersionRow
from domain.errors import RuleBroken
from services.campaigns import Prepared, open_campaign
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS, duty, plan_with

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom

SMALL = Prepared(PLAN, UNITS, CONTACTS, '{"frozen": "plan"}', "0" * 64)
OPENED = CALENDAR.at(PLAN.opens, time(7, 30))


def test_campaign_freezes_plan_units_and_contacts(room: RehearsalRoom) -> None:
    with room.begin() as session:
        campaign = open_campaign(session, SMALL, now=OPENED)

    with room.read() as session:
        row = session.get_one(CampaignRow, campaign.id)
        assert (row.plan_id, row.plan, row.sha256) == ("ke-hoach-nho", '{"frozen": "plan"}', "0" * 64)
        assert session.scalar(select(func.count()).select_from(UnitRow)) == len(UNITS)
        assert session.scalar(select(func.count()).select_from(ContactRow)) == len(CONTACTS)


def test_campaign_gives_each_unit_its_obligation_under_the_first_version(room: RehearsalRoom) -> None:
    with room.begin() as session:
        open_campaign(session, SMALL, now=OPENED)

    with room.read() as session:
        found = session.execute(
            select(ObligationRow.unit, ObligationRow.superior, VersionRow.number, VersionRow.deadline_day)
            .join(VersionRow)
            .order_by(ObligationRow.id),
        )
        assert [tuple(row) for row in found] == [
            ("X1", "HU1", 1, date(2022, 7, 31)),
            ("X2", "HU1", 1, date(2022, 7, 31)),
            ("X3", "HU2", 1, date(2022, 7, 31)),
            ("HU1", "TT", 1, date(2022, 8, 20)),
            ("HU2", "TT", 1, date(2022, 8, 20)),
        ]


def test_campaign_asks_first_at_its_opening(room: RehearsalRoom) -> None:
    with room.begin() as session:
        open_campaign(session, SMALL, now=OPENED)

    with room.read() as session:
        assert set(session.scalars(select(VersionRow.next_step_at))) == {CALENDAR.at(PLAN.opens, time(8))}


def test_campaign_is_opened_only_once(room: RehearsalRoom) -> None:
    with room.begin() as session:
        open_campaign(session, SMALL, now=OPENED)

    with pytest.raises(RuleBroken, match="mỗi kế hoạch chỉ mở một lần"), room.begin() as session:
        open_campaign(session, SMALL, now=OPENED)


def test_campaign_without_contacts_opens(room: RehearsalRoom) -> None:
    with room.begin() as session:
        open_campaign(session, Prepared(PLAN, UNITS, (), "{}", "0" * 64), now=OPENED)

    with room.read() as session:
        assert session.scalar(select(func.count()).select_from(ContactRow)) == 0


def test_campaign_that_is_refused_leaves_nothing_behind(room: RehearsalRoom) -> None:
    beyond = plan_with(duties=(duty("commune", "commune", date(2023, 2, 1), ladder="commune"),))

    with pytest.raises(RuleBroken), room.begin() as session:
        open_campaign(session, Prepared(beyond, UNITS, CONTACTS, "{}", "0" * 64), now=OPENED)

    with room.read() as session:
        assert session.scalar(select(func.count()).select_from(CampaignRow)) == 0
