"""The count of a campaign for the whole country, against the driver alone fetching the same rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bench.campaign_file import open_file, tick
from bench.figures import Figure
from bench.measuring import cpu_seconds, medians
from bench.nation import NATION, TICK_DAY, at
from database.session import reading
from services.proving import prove

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from bench.campaign_file import CampaignFile
    from bench.nation import Size
    from services.proving import Proof

ROUNDS = 3
MOST_SECONDS, MOST_RATIO = 5.0, 10.0  # of processor time
# What any count must at least look at.
READ = (
    "SELECT id, obligation_id, number, cause, deadline_day, reading, effective_from, ladder, next_step_at FROM obligation_versions",
    "SELECT version_id, rung, audience, message, recipient, channel, outcome, decided_at, message_key FROM decisions",
    "SELECT id, key, unit, message, recipient, channel, moment, state, held_since, sent_at, settled_at, replaces_id FROM outbox",
)


def measure(folder: Path, *, size: Size = NATION, rounds: int = ROUNDS) -> list[Figure]:
    file = open_file(folder, size=size, due=size.communes).copy("proved.db")
    engine = file.open()
    tick(engine, file.campaign, day=TICK_DAY)
    found = proved(engine, file)
    assert found.is_sound
    ours, bare = medians(rounds, lambda: cpu_seconds(lambda: proved(engine, file)), lambda: fetch_seconds(file))
    engine.dispose()
    what = f"proof of {size.obligations:,} obligations, {found.decisions:,} decisions"
    return [Figure(what, ours, "sqlite3 fetching the same rows", bare, most=MOST_SECONDS, most_ratio=MOST_RATIO)]


def proved(engine: Engine, file: CampaignFile) -> Proof:
    with reading(engine) as session:
        return prove(session, file.campaign, as_of=at(file.campaign.plan, TICK_DAY))


def fetch_seconds(file: CampaignFile) -> float:
    with closing(sqlite3.connect(file.path)) as driver:
        return cpu_seconds(lambda: [driver.execute(statement).fetchall() for statement in READ])
