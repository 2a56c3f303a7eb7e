"""A campaign in a database file, lived through up to the morning that is measured."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.measuring import seconds
from bench.nation import BEFORE_TICK, COMMUNE, OPENS_AT, TICK_DAY, at, nation, nation_plan
from database.base import Base
from database.session import open_engine, transaction
from domain.campaigns import Campaign
from services.campaigns import open_campaign
from services.decisions import decide_tier

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Engine

    from bench.nation import Size


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """Nobody has the file open, so that it can be copied."""

    path: Path
    campaign: Campaign

    def copy(self, name: str) -> CampaignFile:
        path = self.path.with_name(name)
        shutil.copy(self.path, path)
        return CampaignFile(path, self.campaign)

    def open(self) -> Engine:
        """An engine whose connection is there already: opening one is not what is measured."""
        engine = open_engine(f"sqlite:///{self.path}")
        engine.connect().close()
        return engine


def open_file(folder: Path, *, size: Size, due: int) -> CampaignFile:
    """The campaign with its earlier rungs decided. A file that is in the folder already is taken as it is."""
    plan = nation_plan(size, due=due)
    path = folder / f"{due}-of-{size.obligations}.db"
    found = CampaignFile(path, Campaign(1, plan, plan.calendar.at(plan.opens, OPENS_AT)))
    if not path.exists():
        _live_through(found, size, due=due)
    return found


def tick_seconds(file: CampaignFile, *, day: date = TICK_DAY) -> float:
    """How long the tick takes, from the beginning of its transaction to the end of its commit."""
    engine = file.open()
    try:
        return seconds(lambda: tick(engine, file.campaign, day=day))
    finally:
        engine.dispose()


def tick(engine: Engine, campaign: Campaign, *, day: date) -> int:
    """Decide for the communes; returns how many decisions fell."""
    with transaction(engine) as session:
        tally = decide_tier(session, campaign, tier=COMMUNE, now=at(campaign.plan, day))
    return sum(tally.values())


def _live_through(file: CampaignFile, size: Size, *, due: int) -> None:
    engine = file.open()
    Base.metadata.create_all(engine)
    with transaction(engine) as session:
        open_campaign(session, nation(size, due=due), now=file.campaign.opened_at)
    for day in BEFORE_TICK:
        tick(engine, file.campaign, day=day)
    engine.dispose()
