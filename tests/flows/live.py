"""A campaign of the small plan in a database file, as the tasks find it through the environment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine import make_url

from config.frozen_plan import plan_to_json
from config.wiring import workplace
from database.migrations.running import upgrade
from database.session import open_engine, transaction
from services.campaigns import Prepared, open_campaign
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.campaigns import Campaign

SECRET = "a secret of the tests"  # noqa: S105 -- signs nothing that leaves the tests
PREPARED = Prepared(PLAN, UNITS, CONTACTS, plan_to_json(PLAN), "sha256 of the files")
OPENED = CALENDAR.at(PLAN.opens, time(7, 30))


def open_small_campaign() -> tuple[Workplace, Campaign]:
    """Opened once, and copied for every test after the first."""
    place = workplace()
    database = Path(make_url(place.settings.database).database or "")
    kept = _opened_once()
    database.parent.mkdir(parents=True, exist_ok=True)
    database.write_bytes(kept.content)
    return place, kept.campaign


@dataclass(frozen=True)
class Opened:
    content: bytes
    campaign: Campaign


@cache
def _opened_once() -> Opened:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "dondoc.db"
        engine = open_engine(f"sqlite:///{database}")
        upgrade(engine)
        with transaction(engine) as session:
            campaign = open_campaign(session, PREPARED, now=OPENED)
        engine.dispose()  # the last connection brings the file up to date with its log
        return Opened(database.read_bytes(), campaign)


PREFECT = [
    pytest.mark.xdist_group("prefect"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
