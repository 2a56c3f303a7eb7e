"""One, two and four worker processes over one PostgreSQL: the same letters, and how many a second."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from bench.delivering import mail_server
from bench.figures import Figure, Unit
from bench.measuring import seconds
from bench.nation import OPENS_AT, Size, at, nation
from config.day import deliver, tiers_in_order
from config.settings import Settings
from config.wiring import Workplace
from database.base import Base
from database.models import DecisionRow, OutboxRow
from domain.outbox import MessageState
from services.campaigns import open_campaign
from services.decisions import decide_tier
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from domain.campaigns import Campaign

SIZE = Size(provinces=1, districts=20, communes=1_000)
WORKERS = (1, 2, 4)
PATIENCE = 300  # seconds; a process that fails lets nobody wait for ever
READY, DECIDE, DELIVER = "get ready", "decide", "deliver"


def measure(folder: Path, *, size: Size = SIZE) -> list[Figure]:
    """Each number of workers has a database of its own with the same campaign in it."""
    found, ledgers = {}, []
    with postgres.server() as server, mail_server(folder / "mails-of-workers") as mail:
        for number in WORKERS:
            with _house(server, f"workers_{number}", folder, size=size, mail=mail.url) as house:
                found[number] = house.at_once(number)
                ledgers.append(house.ledger())
    if not all(one == ledgers[0] for one in ledgers):
        raise RuntimeError(f"Not the same for {WORKERS} workers: {[len(one) for one in ledgers]} decisions and letters")
    alone = found[1]
    many = len(ledgers[0]) // 2
    return [
        figure
        for number in WORKERS[1:]
        for figure in (
            Figure(f"tick by {number} workers at once, {many:,} due", found[number][0], "one worker", alone[0]),
            Figure(
                f"delivery by {number} workers, {many:,} messages",
                found[number][1] / many,
                "one worker",
                alone[1] / many,
                Unit.PER_SECOND,
            ),
        )
    ]


class _House:
    """A campaign in a database, over which processes work."""

    def __init__(self, settings: Settings, size: Size) -> None:
        self._settings, self._size = settings, size
        self.place = Workplace(settings)
        Base.metadata.create_all(self.place.engine)
        prepared = nation(size, due=size.communes)
        with self.place.begin() as session:
            self.campaign = open_campaign(
                session, prepared, now=prepared.plan.calendar.at(prepared.plan.opens, OPENS_AT)
            )

    def at_once(self, number: int) -> list[float]:
        """So many processes decide at once, then deliver at once. Returns how long each took, once all were ready."""
        with ExitStack() as crew:
            lines = [crew.enter_context(_worker(self._settings, self.campaign)) for _ in range(number)]
            _all(lines, READY)
            return [seconds(partial(_all, lines, work)) for work in (DECIDE, DELIVER)]

    def ledger(self) -> list[tuple[str, ...]]:
        """What was decided and what went, whoever did it."""
        decided = select(DecisionRow.rung, DecisionRow.recipient, DecisionRow.outcome)
        sent = select(OutboxRow.key, OutboxRow.address).where(OutboxRow.state == MessageState.ACCEPTED)
        with self.place.read() as session:
            return sorted(tuple(row) for one in (decided, sent) for row in session.execute(one))


@contextmanager
def _house(server: str, name: str, folder: Path, *, size: Size, mail: str) -> Iterator[_House]:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    address = make_url(server).set(database=name).render_as_string(hide_password=False)
    settings = Settings(data=folder / name, database_url=address, mail_url=mail, secret="bench", _env_file=None)  # noqa: S106 -- signs nothing that anyone keeps
    house = _House(settings, size)
    try:
        yield house
    finally:
        house.place.engine.dispose()


@contextmanager
def _worker(settings: Settings, campaign: Campaign) -> Iterator[Connection]:
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_work, args=(settings, campaign, its))
    process.start()
    try:
        yield ours
    finally:
        ours.send("stop")
        process.join()
        ours.close()
        its.close()


def _all(lines: Sequence[Connection], work: str) -> None:
    """Tell all of them before the first answer is waited for."""
    for line in lines:
        line.send(work)
    for line in lines:
        if not line.poll(PATIENCE) or line.recv() != work:
            raise RuntimeError(f"A worker did not {work}")


def _work(settings: Settings, campaign: Campaign, line: Connection) -> None:
    place = Workplace(settings)
    place.engine.connect().close()
    while (work := line.recv()) != "stop":
        _WORKS[work](place, campaign)
        line.send(work)
    place.engine.dispose()


def _decide(place: Workplace, campaign: Campaign) -> None:
    for tier in tiers_in_order(campaign):
        with place.begin() as session:
            decide_tier(session, campaign, tier=tier, now=at(campaign.plan, campaign.plan.opens))


def _deliver(place: Workplace, campaign: Campaign) -> None:
    deliver(place, campaign, now=at(campaign.plan, campaign.plan.opens))


_WORKS = {READY: lambda *_: None, DECIDE: _decide, DELIVER: _deliver}
