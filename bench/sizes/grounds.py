"""What a subject is measured on: a country of so many obligations in a database that the program itself made."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from bench.campaign_file import CampaignFile, tick
from bench.nation import OPENS_AT, TICK_DAY, nation, nation_plan, scaled
from config.settings import Settings
from config.wiring import Workplace
from services.campaigns import open_campaign

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from bench.nation import Size
    from domain.campaigns import Campaign

SIZES = (123, 1_000, 11_367, 100_000)


@dataclass(frozen=True, slots=True)
class Ground:
    """One size. `opened` has its opening messages queued, `morning` also the rung after it; both are made once."""

    folder: Path
    number: int
    rounds: int = 3
    sample: int = 1_000  # messages delivered

    @property
    def size(self) -> Size:
        return scaled(self.number)

    @property
    def arrives(self) -> datetime:
        """When mails reached the mailbox: an hour before the morning's tick."""
        return nation_plan(self.size, due=self.size.communes).calendar.at(TICK_DAY, time(7))

    def place(self, folder: Path, **settings: str) -> Workplace:
        return Workplace(Settings(data=folder, secret="bench", _env_file=None, **settings))  # type: ignore[arg-type]  # noqa: S106 -- signs nothing that anyone keeps

    def opened(self, name: str) -> CampaignFile:
        return self._copy("opened", name)

    def morning(self, name: str) -> CampaignFile:
        return self._copy("morning", name)

    def make(self) -> None:
        if self._kept("morning").exists():
            return
        place = self.place(self.folder / "making")
        place.prepare()
        prepared = nation(self.size, due=self.size.communes)
        with place.begin() as session:
            campaign = open_campaign(session, prepared, now=prepared.plan.calendar.at(prepared.plan.opens, OPENS_AT))
        self._lived(place, campaign, prepared.plan.opens, "opened")
        self._lived(place, campaign, TICK_DAY.replace(day=15), "morning")

    def _lived(self, place: Workplace, campaign: Campaign, day: date, kept: str) -> None:
        tick(place.engine, campaign, day=day)
        place.engine.dispose()  # the last to go writes everything into the one file
        shutil.copy(place.settings.data / "dondoc.db", self._kept(kept))

    def _copy(self, kept: str, name: str) -> CampaignFile:
        """In a folder of its own, as an installation has it."""
        path = self.folder / name / "dondoc.db"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(self._kept(kept), path)
        place = self.place(path.parent)
        campaign = place.campaign()
        place.engine.dispose()
        return CampaignFile(path, campaign)

    def _kept(self, name: str) -> Path:
        return self.folder / f"{name}.db"


def make(ground: Ground) -> None:
    """The databases that every subject copies."""
    ground.make()
