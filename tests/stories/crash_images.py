"""What a kill leaves behind, at every event of a run: the files of the database and the memory of the far side.

A process that is killed writes nothing more, and what it had written stays. So one run is enough to take the picture at
each of its events; where two pictures are alike, byte by byte, what follows from them is too.
"""

from __future__ import annotations

import hashlib
from datetime import time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from config.day import deliver, run_day
from database.models import OutboxRow
from domain.campaigns import Campaign
from domain.outbox import MessageState
from services.audit import audit
from services.proving import prove
from tests.small_plan import CALENDAR, PLAN
from tests.stories.power_cuts import Fuse
from tests.stories.story import OPENS_AT

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from services.proving import Proof
    from tests.stories.bureau import Bureau
    from tests.stories.far_sides import FarSides, Reached

CAMPAIGN = Campaign(1, PLAN, CALENDAR.at(PLAN.opens, OPENS_AT))
CUT_AT = CALENDAR.at(PLAN.opens, time(8))
AFTER_THE_LEASE, AFTER_THE_EVIDENCE = timedelta(minutes=11), timedelta(minutes=45)
A_WHILE = timedelta(minutes=10)
MOST_RUNS = 6
OPEN = (MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)


class Image(NamedTuple):
    """The files of the database, by the end of their names, and what the far side remembered."""

    files: dict[str, bytes]
    far: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(b"".join((*self.files.values(), self.far))).hexdigest()

    def restore(self, folder: Path, far: FarSides) -> None:
        for path in folder.glob("dondoc.db*"):
            path.unlink()
        for end, content in self.files.items():
            (folder / f"dondoc.db{end}").write_bytes(content)
        far.remember(self.far)


class Camera(Fuse):
    """A fuse that never blows: at each event it takes the picture of what would be left if it did."""

    def __init__(self, folder: Path, far: FarSides) -> None:
        super().__init__(0)
        self._folder, self._far = folder, far
        self.digests: list[str] = []
        self.images: dict[str, Image] = {}

    def burn(self, *events: object) -> None:
        super().burn(*events)
        image = image_of(self._folder, self._far)
        self.digests.append(image.digest)
        self.images.setdefault(image.digest, image)


class Aftermath(NamedTuple):
    """What a morning came to that was cut off, and taken up again until nothing was left to do.

    `told` is what staff are told then, as (what is wrong, of what); `waiting` are the units whose message still waits.
    """

    proof: Proof
    told: set[tuple[str, str]]
    rows: list[OutboxRow]
    reached: list[Reached]

    @property
    def waiting(self) -> set[str]:
        return {row.unit for row in self.rows if row.state in OPEN}

    @property
    def reconsent(self) -> bool:
        """Whether the right to send over the Official Account was lost with the process, and somebody was told so."""
        return "reconsent" in {code for code, _ in self.told}


def image_of(folder: Path, far: FarSides) -> Image:
    """Without the index of the log, which SQLite makes anew after a crash."""
    files = {path.name.removeprefix("dondoc.db"): path for path in sorted(folder.glob("dondoc.db*"))}
    return Image({end: path.read_bytes() for end, path in files.items() if end != "-shm"}, far.memory())


def run_at(bureau: Bureau, far: FarSides, now: datetime) -> None:
    bureau.moment = now
    far.set_clocks(now)
    run_day(bureau, CAMPAIGN, now=now)


def deliver_at(bureau: Bureau, far: FarSides, now: datetime) -> None:
    bureau.moment = now
    far.set_clocks(now)
    deliver(bureau, CAMPAIGN, now=now)


def live_on(bureau: Bureau, far: FarSides, *, since: datetime = CUT_AT) -> Aftermath:
    """Start again and again until nothing waits: after the lease, after evidence may be waited for, and so on."""
    run_at(bureau, far, since + AFTER_THE_LEASE)
    now = since + AFTER_THE_EVIDENCE
    deliver_at(bureau, far, now)
    for _ in range(MOST_RUNS):
        if not _is_waiting(bureau):
            break
        now += A_WHILE
        deliver_at(bureau, far, now)
    with bureau.read() as session:
        proof = prove(session, CAMPAIGN, as_of=now)
        told = {(flaw.code, flaw.subject) for flaw in audit(session, CAMPAIGN, now=now)}
    return Aftermath(proof, told, _rows(bureau), far.reached())


def _is_waiting(bureau: Bureau) -> bool:
    return any(row.state in OPEN for row in _rows(bureau))


def _rows(bureau: Bureau) -> list[OutboxRow]:
    with bureau.read() as session:
        found = list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
        session.expunge_all()
    return found
