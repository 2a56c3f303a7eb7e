"""The overview and the list of units of the whole country over HTTP from one worker, against the bare SQL of each."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import date, time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from rich.console import Console

from bench.campaign_file import CampaignFile, open_file
from bench.figures import Figure, table
from bench.handed_in import hand_in
from bench.measuring import peak_megabytes
from bench.nation import NATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from bench.nation import Size

ROUNDS, WARM_UP = 40, 5
MOST_SECONDS, MOST_RATIO = 0.1, 3.0  # of nineteen answers in twenty; of the middle one
LOOKED_AT = date(2022, 8, 5), time(9)
PATHS = {
    "overview": "/today",
    "list of units": "/units",
    "list, overdue, latest first": "/units?overdue=1&sort=late",
    "list, searched": "/units?q=xa+005",
}
Statements = list[tuple[str, Any]]


def measure(folder: Path, *, size: Size = NATION, rounds: int = ROUNDS) -> list[Figure]:
    file = open_file(folder, size=size, due=size.communes).copy("dondoc.db")
    hand_in(file)
    found = []
    with served(file) as worker:
        for what, path in PATHS.items():
            statements = worker.recorded(path)
            page = _seconds(rounds, lambda path=path: worker.ask(path))  # type: ignore[misc]  # the path is bound
            bare = median(_seconds(rounds, lambda asked=statements: replay(file, asked)))  # type: ignore[misc]  # the same
            slowest, worked = quantiles(page, n=20)[-1], quantiles(_worked(rounds, worker, path), n=20)[-1]
            name = f"{what}, {size.obligations:,} units"
            found += [
                Figure(f"{name}, p50", median(page), "its SQL from the bare driver", bare, most_ratio=MOST_RATIO),
                Figure(f"{name}, p95", slowest, "its SQL from the bare driver", bare, most=MOST_SECONDS),
                # On a machine that is shared, only this tells of the program and not of its neighbours.
                Figure(f"{name}, p95 of processor time", worked, "its SQL, waiting included", bare, most=MOST_SECONDS),
            ]
    return found


def _seconds(rounds: int, work: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(rounds + WARM_UP):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return found[WARM_UP:]


def _worked(rounds: int, worker: Worker, path: str) -> list[float]:
    """What the worker's processor spent on each answer."""
    found = []
    for _ in range(rounds):
        before = worker.spent()
        worker.ask(path)
        found.append(worker.spent() - before)
    return found


def ask(address: tuple[str, int], cookie: str, path: str) -> None:
    """A whole answer over a connection of its own, as a browser that comes back after a while."""
    with closing(http.client.HTTPConnection(*address, timeout=60)) as line:
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        assert answer.status == http.client.OK, (path, answer.status)
        assert answer.read()


def replay(file: CampaignFile, statements: Sequence[tuple[str, Any]]) -> None:
    with closing(sqlite3.connect(file.path)) as driver:
        for statement, values in statements:
            driver.execute(statement, values).fetchall()


class Worker:
    """A worker in a process of its own, spoken to over HTTP as a browser does, and over a pipe about itself."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        port, self._cookie = line.recv()
        self._address = ("127.0.0.1", port)
        self.idle = self.peak()

    def ask(self, path: str) -> None:
        ask(self._address, self._cookie, path)

    def recorded(self, path: str) -> Statements:
        """Which questions the page asks of the database."""
        self._line.send("record")
        self._line.recv()
        self.ask(path)
        self._line.send("stop")
        return list(self._line.recv())

    def spent(self) -> float:
        return self._told("spent")

    def peak(self) -> float:
        return self._told("peak")

    def _told(self, word: str) -> float:
        self._line.send(word)
        return float(self._line.recv())


@contextmanager
def served(file: CampaignFile) -> Iterator[Worker]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(file, there), daemon=True)
    process.start()
    try:
        yield Worker(here)
    finally:
        process.terminate()
        process.join()


def serve(file: CampaignFile, line: Connection) -> None:
    """What `dondoc serve` does, with a campaign that was never written down as a plan's file."""
    looked_at = file.campaign.plan.calendar.at(*LOOKED_AT)
    os.environ |= {"DONDOC_DATA": str(file.path.parent), "DONDOC_CLOCK": f"{looked_at:%Y-%m-%dT%H:%M}"}
    import threading  # noqa: PLC0415 -- the settings are read from the environment that was just set

    import uvicorn  # noqa: PLC0415 -- the same

    from web.app import create_app  # noqa: PLC0415 -- the same

    place = _place(file)
    app = create_app(place)
    app.state.campaigns = (place, _OneCampaign(file))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        threading.Event().wait(0.01)
    line.send((server.servers[0].sockets[0].getsockname()[1], _cookie(place)))
    _record(place, line)


class _OneCampaign:
    """Where the pages look their campaign up: it is kept there, as it is in a worker that has answered before."""

    def __init__(self, file: CampaignFile) -> None:
        self._campaign = file.campaign

    def find(self, _plan_id: str = "") -> Any:  # noqa: ANN401 -- the campaign
        return self._campaign


def _place(file: CampaignFile) -> Any:  # noqa: ANN401 -- a Workplace, which must not be imported before the settings
    from config.settings import Settings  # noqa: PLC0415 -- the same
    from config.wiring import Workplace  # noqa: PLC0415 -- the same

    return Workplace(Settings(data=file.path.parent, database_url=f"sqlite:///{file.path}", _env_file=None))


def _cookie(place: Any) -> str:  # noqa: ANN401 -- the same
    """Somebody of the board who is signed in."""
    from config import clock  # noqa: PLC0415 -- the same
    from database.models import UserRow  # noqa: PLC0415 -- the same
    from services.web_sessions import Browser, begin  # noqa: PLC0415 -- the same
    from web.visitors import COOKIE  # noqa: PLC0415 -- the same

    now = clock.now()
    with place.begin() as session:
        row = UserRow(
            name="board",
            display_name="Ban Tuyên giáo",
            email="",
            role="board",
            body="",
            password_hash="",
            password_changed_at=now,
            created_at=now,
            created_by="",
        )
        session.add(row)
        session.flush()
        return f"{COOKIE}={begin(session, row, Browser('127.0.0.1', 'bench'), is_complete=True, now=now)}"


def _record(place: Any, line: Connection) -> None:  # noqa: ANN401 -- the same
    """Note every question between the two words, for as long as anybody asks."""
    from sqlalchemy import event  # noqa: PLC0415 -- the same

    asked: Statements = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's
        asked.append((statement, values))

    while True:
        word = line.recv()
        if word in {"spent", "peak"}:
            line.send(process_time() if word == "spent" else peak_megabytes())
            continue
        asked.clear()
        event.listen(place.engine, "before_cursor_execute", note)
        line.send("go")
        line.recv()
        event.remove(place.engine, "before_cursor_execute", note)
        line.send([one for one in asked if one[0].lstrip().startswith(("SELECT", "WITH"))])


if __name__ == "__main__":
    with TemporaryDirectory() as here:
        Console(width=140).print(table(measure(Path(here))))
