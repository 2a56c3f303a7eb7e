"""A campaign of the small plan in a database file, as the tasks find it through the environment."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from config.frozen_plan import plan_to_json
from config.wiring import workplace
from services.campaigns import Prepared, open_campaign
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.campaigns import Campaign

SECRET = "a secret of the tests"  # noqa: S105 -- signs nothing that leaves the tests
PREPARED = Prepared(PLAN, UNITS, CONTACTS, plan_to_json(PLAN), "sha256 of the files")
OPENED = CALENDAR.at(PLAN.opens, time(7, 30))


def open_small_campaign() -> tuple[Workplace, Campaign]:
    place = workplace()
    place.prepare()
    with place.begin() as session:
        return place, open_campaign(session, PREPARED, now=OPENED)


PREFECT = [
    pytest.mark.xdist_group("prefect"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
