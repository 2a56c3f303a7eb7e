"""The auditor's round over a campaign that is nearly over, against the driver counting the same rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

from bench.campaign_file import open_file, tick
from bench.figures import Figure
from bench.measuring import cpu_seconds, medians
from bench.nation import NATION, at, of_obligations
from database.session import reading, transaction
from services.audit import audit

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from bench.campaign_file import CampaignFile
    from bench.nation import Size
    from domain.flaws import Flaw

ROUNDS = 3
MOST_SECONDS = 1.0  # of processor time, for the whole country
LARGER = of_obligations(100_000)
HANDED_IN = "2022-07-26 01:00:00.000000"
# The days on which the ladder of the communes asks anything, from the rung -7d to the second week after the deadline.
DAYS = (date(2022, 7, 22), date(2022, 7, 27), date(2022, 7, 29), date(2022, 8, 1), date(2022, 8, 3), date(2022, 8, 12))
LAST = DAYS[-1]
# Six of seven handed in before the deadline, and everything that was decided went out.
REPORTS = (
    (
        "INSERT INTO submissions (campaign_id, obligation_id, number, received_at, registered_at, receipt_number,"
        " document_number, file_name, sha256, size)"
        " SELECT 1, id, 1, :at, :at, printf('%04d/PTN', row_number() OVER (ORDER BY id)), '', '', '', 0"
        " FROM obligations WHERE id % 7 != 0"
    ),
    (
        "INSERT INTO events (obligation_id, submission_id, move, from_stage, to_stage, at, by, reason, document_number)"
        " SELECT obligation_id, id, 'submit', 'open', 'received', received_at, '', '', '' FROM submissions"
    ),
)
SENT = (
    (
        "INSERT INTO attempts (outbox_id, at, outcome, scope, code, detail)"
        " SELECT id, moment, 'accepted', '', '', '' FROM outbox WHERE state = 'queued'"
    ),
    (
        "UPDATE outbox SET state = 'accepted', sent_at = moment, settled_at = moment, attempts = 1, provider_id = 'x',"
        " text = printf('%.*c', 600, 'x') WHERE state = 'queued'"
    ),
)
COUNT = (
    "SELECT count(*) FROM obligations",
    "SELECT count(*) FROM obligation_versions",
    "SELECT count(*) FROM submissions",
    "SELECT count(*) FROM decisions",
    "SELECT count(*) FROM outbox",
    "SELECT count(*) FROM attempts",
)


def measure(folder: Path, *, size: Size = NATION, larger: Size = LARGER, rounds: int = ROUNDS) -> list[Figure]:
    small, ours, bare = _measured(folder, size, rounds)
    large, theirs, counted = _measured(folder, larger, rounds)
    each = (theirs - ours) / (larger.obligations - size.obligations)
    return [
        Figure(f"audit of {small}", ours, "sqlite3 counting the same rows", bare, most=MOST_SECONDS),
        Figure(f"audit of {large}", theirs, "sqlite3 counting the same rows", counted),
        Figure("slope: one obligation more", each, "of the smaller", ours / size.obligations, most_ratio=1.5),
    ]


def _measured(folder: Path, size: Size, rounds: int) -> tuple[str, float, float]:
    file = lived_file(folder, size)
    engine = file.open()
    assert audited(engine, file) == []
    ours, bare = medians(rounds, lambda: cpu_seconds(lambda: audited(engine, file)), lambda: count_seconds(file))
    with reading(engine) as session:
        decisions = session.scalar(text("SELECT count(*) FROM decisions"))
    engine.dispose()
    return f"{size.obligations:,} obligations, {decisions:,} decisions", ours, bare


def lived_file(folder: Path, size: Size) -> CampaignFile:
    """The campaign up to the second week after the deadline of the communes."""
    file = open_file(folder, size=size, due=size.communes).copy(f"audited-{size.obligations}.db")
    engine = file.open()
    for day in DAYS:
        if day == DAYS[1]:
            _execute(engine, REPORTS)
        tick(engine, file.campaign, day=day)
        _execute(engine, SENT)
    with transaction(engine) as session:  # the other tiers are not asked here, so nothing of theirs is due either
        session.execute(
            text("UPDATE obligation_versions SET next_step_at = '2022-09-30 01:00:00' WHERE tier != 'commune'")
        )
    engine.dispose()
    return file


def _execute(engine: Engine, statements: tuple[str, ...]) -> None:
    with transaction(engine) as session:
        for statement in statements:
            session.execute(text(statement), {"at": HANDED_IN} if ":at" in statement else {})


def audited(engine: Engine, file: CampaignFile) -> list[Flaw]:
    with reading(engine) as session:
        return audit(session, file.campaign, now=at(file.campaign.plan, LAST))


def count_seconds(file: CampaignFile) -> float:
    with closing(sqlite3.connect(file.path)) as driver:
        return cpu_seconds(lambda: [driver.execute(statement).fetchone() for statement in COUNT])
