from __future__ import annotations

import asyncio
from datetime import date, time

import pytest

from tasks.audit import audit_campaign
from tests.small_plan import CALENDAR, PLAN


@pytest.mark.usefixtures("place")
def test_rungs_that_nobody_decided_are_found() -> None:
    day_one = CALENDAR.at(date(2022, 6, 24), time(8))
    weeks_later = CALENDAR.at(date(2022, 7, 20), time(8))

    before = asyncio.run(audit_campaign.fn(PLAN.identity.id, day_one))
    after = asyncio.run(audit_campaign.fn(PLAN.identity.id, weeks_later))

    assert {flaw["code"] for flaw in before} == {"unproven"}
    assert {flaw["code"] for flaw in after} == {"undecided", "unproven"}
