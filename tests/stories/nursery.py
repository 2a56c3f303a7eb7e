"""Offices in processes of their own, as cheap as a fork: `python -m tests.stories.nursery` loads the libraries once.

It takes one order a line, an `Order` in JSON: how many workers live one run of the opening at once over one database,
and at which of its events each of them kills itself (0: at none). It answers with the ids of the processes, waits for a
line, lets all of them begin as one, and answers with how each ended.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from apprise import Apprise

from config.day import owner, run_day
from notifications.channels.http_session import _tls as open_tls
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services import delivery
from services.courier import deliver_outbox
from tests.small_plan import PLAN
from tests.stories.bureau import Bureau
from tests.stories.crash_images import CAMPAIGN
from tests.stories.far_sides import Wires
from tests.stories.larger_plans import province
from tests.stories.power_cuts import Fuse, die
from tests.stories.process import ROOT
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.synchronize import Barrier

TURNS = "turns"


@dataclass(frozen=True)
class Order:
    database: str
    folder: str
    wires: Sequence[str]
    now: str
    die_at: Sequence[int]
    rates: str = ""
    batch: int = 2  # small, so that each of several workers gets something to do
    paced: bool = False  # deliver only, in virtual time, and write down at which second each message went


class Nursery:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def live(self, order: Order, *, before: Callable[[Sequence[int]], None] = lambda _: None) -> list[int]:
        """How each worker ended. `before` is told their ids when none has begun yet."""
        before(self._say(json.dumps(asdict(order))))
        return self._say("go")

    def _say(self, line: str) -> list[int]:
        print(line, file=self._process.stdin, flush=True)
        answer: list[int] = json.loads(cast("IO[str]", self._process.stdout).readline())
        return answer


@contextmanager
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.stories.nursery"]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:  # noqa: S603 -- our own module
        yield Nursery(process)
        cast("IO[str]", process.stdin).close()


def work(order: Order, die_at: int, together: Barrier) -> None:
    os.chdir(order.folder)
    bureau = Bureau(
        order.database, Path(order.folder), Wires(*order.wires), fuse=Fuse(die_at, blow=die), rates=order.rates
    )
    bureau.moment = datetime.fromisoformat(order.now)
    cast("dict[str, Any]", delivery.take.__kwdefaults__)["limit"] = order.batch
    together.wait()
    with bureau.fuse.on(bureau.engine):
        if order.paced:
            deliver_paced(bureau, Path(order.folder) / TURNS, now=bureau.moment)
        else:
            run_day(bureau, CAMPAIGN, now=bureau.moment)


def deliver_paced(bureau: Bureau, turns: Path, *, now: datetime) -> None:
    """The time of this process goes on only by its waiting for its turn."""
    waited: list[float] = [0]
    bureau.fuse = Fuse(0)
    bureau.fuse.burn = lambda *_: _note(turns, sum(waited))  # type: ignore[method-assign]  # before and after each message
    deliver_outbox(
        bureau.begin,
        CAMPAIGN,
        bureau.channels,
        owner=owner(),
        now=now,
        stopwatch=lambda: sum(waited),
        pause=waited.append,
    )


def _note(turns: Path, second: float) -> None:
    with turns.open("a", encoding="ascii") as file:
        file.write(f"{second}\n")


def warm_up(order: Order) -> None:
    """What is loaded or worked out at its first use is so once, and not by every child."""
    room = RehearsalRoom(RecordingChannel("email"))
    Story(room, province(1, 1)).advance(to=PLAN.opens)
    room.engine.dispose()
    bureau = Bureau("sqlite://", Path(order.folder), Wires(*order.wires))
    Apprise().add("json://127.0.0.1")
    for channel in bureau.channels.values():
        channel.close()
    open_tls(True)  # noqa: FBT003 -- a key of its cache


def main() -> None:
    forked = multiprocessing.get_context("fork")
    warm = False
    for line in sys.stdin:
        order = Order(**json.loads(line))
        if not warm:
            warm_up(order)
            warm = True
        together = forked.Barrier(len(order.die_at) + 1)
        workers = [forked.Process(target=work, args=(order, at, together)) for at in order.die_at]
        for one in workers:
            one.start()
        _answer([one.pid for one in workers])
        sys.stdin.readline()
        together.wait()
        for one in workers:
            one.join()
        _answer([one.exitcode for one in workers])


def _answer(found: Any) -> None:
    print(json.dumps(found), flush=True)  # noqa: T201 -- the test reads it


if __name__ == "__main__":
    main()
