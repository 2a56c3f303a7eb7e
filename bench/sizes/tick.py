"""The tick of the morning on which every commune is due, and the same tick once more, with nothing left to decide."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, cast

from bench.campaign_file import tick
from bench.measuring import Spent, medians_spent, peak_megabytes, spent
from bench.nation import TICK_DAY
from bench.sizes.cells import Cell
from bench.ticking import added_rows, insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from bench.campaign_file import CampaignFile
    from bench.sizes.grounds import Ground
    from bench.ticking import Rows


def measure(ground: Ground) -> dict[str, Cell]:
    morning = ground.morning("morning")
    idle = peak_megabytes()
    ticked = morning.copy("ticked.db")
    ticks(ticked)
    peak = peak_megabytes()
    rows = added_rows(morning, ticked)
    first, again, bare = medians_spent(
        ground.rounds,
        lambda: ticks(morning.copy("tick.db")),
        lambda: ticks(ticked),
        lambda: inserts(morning.copy("bare.db"), rows),
    )
    return {
        "tick, all due": Cell.of(first, bare, peak=peak, idle=idle),
        "tick, nothing due": Cell.of(again, first, peak=peak, idle=idle),
    }


def ticks(file: CampaignFile) -> Spent:
    engine = file.open()
    try:
        return spent(lambda: tick(engine, file.campaign, day=TICK_DAY))
    finally:
        engine.dispose()


def inserts(file: CampaignFile, rows: Sequence[Rows]) -> Spent:
    engine = file.open()
    try:
        with closing(engine.raw_connection()) as pooled:
            driver = cast("sqlite3.Connection", pooled.driver_connection)
            return spent(lambda: insert(driver, rows))
    finally:
        engine.dispose()
