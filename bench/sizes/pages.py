"""Pages over HTTP from one worker, in the week after the deadline, seven reports in ten having come."""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from bench.handed_in import hand_in
from bench.measuring import Spent, median_spent, spent
from bench.nation import commune_code
from bench.pages import ask, replay, served
from bench.sizes import hello
from bench.sizes.cells import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.sizes.grounds import Ground

PAGES = {
    "page: overview": "/today",
    "page: list of units": "/units",
    "page: search": "/units?q=xa+0000",
    "page: a unit": f"/units/{commune_code(3)}",
}
WARM_UP, ANSWERS_PER_ROUND = 2, 2


def measure(ground: Ground) -> dict[str, Cell]:
    file = ground.morning("pages")
    hand_in(file)
    found = {}
    rounds = ground.rounds * ANSWERS_PER_ROUND
    with served(file) as worker, _least() as least:
        for name, path in PAGES.items():
            statements = worker.recorded(path)
            for _ in range(WARM_UP):
                worker.ask(path)
            idle, answers, hellos, bare = worker.peak(), [], [], []
            for _ in range(rounds):
                answers.append(_answered(lambda path=path: worker.ask(path), worker.spent))  # type: ignore[misc]  # the path is bound
                hellos.append(least())
                bare.append(spent(lambda asked=statements: replay(file, asked)))  # type: ignore[misc]  # the same
            base, sql = median_spent(hellos), median_spent(bare)
            both = Spent(base.clock + sql.clock, base.processor + sql.processor)
            found[name] = Cell.of(median_spent(answers), both, peak=worker.peak(), idle=worker.idle)
            del idle
    return found


def _answered(asks: Callable[[], None], worked: Callable[[], float]) -> Spent:
    """The clock of whom it is answered to, and the processor of the worker that answers."""
    before, start = worked(), perf_counter()
    asks()
    clock = perf_counter() - start
    return Spent(clock, worked() - before)


@contextmanager
def _least() -> Iterator[Callable[[], Spent]]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=hello.serve, args=(there,), daemon=True)
    process.start()
    try:
        port = here.recv()

        def worked() -> float:
            here.send("spent")
            return float(here.recv())

        yield lambda: _answered(lambda: ask(("127.0.0.1", port), "", "/hello"), worked)
    finally:
        process.terminate()
        process.join()
