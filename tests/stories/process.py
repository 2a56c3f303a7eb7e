"""A process of its own that lives through some mornings of the small plan: `python -m tests.stories.process FOLDER …`.

Before each morning it says that it is ready and waits for a line, so that several can start as one. What it sends goes
into the file `wire`.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from config.day import run_day
from config.settings import Settings
from config.wiring import Workplace
from domain.campaigns import Campaign
from rehearsal.recording import RecordingChannel
from tests.small_plan import CALENDAR, PLAN
from tests.stories.power_cuts import Fuse, die
from tests.stories.story import OPENS_AT, RUNS_AT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notifications.channels.protocol import Channel
    from notifications.envelope import Envelope
    from notifications.outcome import Outcome

ROOT = Path(__file__).parents[2]  # from where such a process is started, so that it finds the packages


class Wire(RecordingChannel):
    """Every letter that left is one line of a file, which outlives the process."""

    def __init__(self, path: Path, fuse: Fuse | None = None) -> None:
        super().__init__("email")
        self._path, self._fuse = path, fuse or Fuse(0)

    def deliver(self, envelope: Envelope) -> Outcome:
        self._fuse.burn()
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{envelope.key}\n")
        self._fuse.burn()
        return super().deliver(envelope)

    @property
    def carried(self) -> list[str]:
        return self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []


class Office(Workplace):
    """A workplace in a folder, shared by processes; it writes to the wire."""

    def __init__(self, folder: Path, *, fuse: Fuse | None = None) -> None:
        super().__init__(Settings(data=folder, _env_file=None))
        self.wire = Wire(folder / "wire", fuse)

    @cached_property
    def channels(self) -> dict[str, Channel]:
        return {"email": self.wire}


def live(office: Office, days: Sequence[date], *, hour: time = RUNS_AT) -> None:
    campaign = Campaign(1, PLAN, CALENDAR.at(PLAN.opens, OPENS_AT))
    for day in days:
        run_day(office, campaign, now=CALENDAR.at(day, hour))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("days", type=date.fromisoformat, nargs="+")
    parser.add_argument("--die-at", type=int, default=0)
    given = parser.parse_args(arguments)
    fuse = Fuse(given.die_at, blow=die)
    office = Office(given.folder, fuse=fuse)
    for day in given.days:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        with fuse.on(office.engine):
            live(office, [day])


if __name__ == "__main__":
    main(sys.argv[1:])
