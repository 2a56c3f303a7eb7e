"""A worker of the soak: `python -m soak.worker` takes one order a line and does it at the time of its machine.

It runs the very flows of a live installation against a real Prefect server, or the same steps in plain calls, as
`dondoc day` and `dondoc deliver` do. What it did is one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import day
from config.wiring import workplace
from soak.children import READY
from soak.clock_file import CLOCK, ClockFile

if TYPE_CHECKING:
    from datetime import datetime

PLAN = "DONDOC_PLAN"
LONGEST_ERROR = 300


class Worker:
    """`flows` says whether Prefect is there to be used; it takes seconds to load."""

    def __init__(self, clock: ClockFile, plan: str, runner: asyncio.Runner, *, flows: bool) -> None:
        self._clock, self._plan, self._runner = clock, plan, runner
        if flows:
            from flows.delivery_round import delivery_round  # noqa: PLC0415 -- reads its settings when it is loaded
            from flows.morning_round import morning_round  # noqa: PLC0415 -- the same

            self._flows: dict[str, Any] = {"day": morning_round, "deliver": delivery_round}

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        now, begun = self._clock.now(), time.monotonic()
        try:
            tally = self._by_flow(order, now) if order["via"] == "prefect" else self._plainly(order, now)
            answer: dict[str, Any] = {"ok": True, "tally": tally}
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is told, and the next order is waited for
            answer = {"ok": False, "error": f"{type(error).__name__}: {error}"[:LONGEST_ERROR]}
        return {**order, **answer, "now": now.isoformat(), "seconds": time.monotonic() - begun}

    def _by_flow(self, order: dict[str, Any], now: datetime) -> object:
        return self._runner.run(self._flows[order["kind"]](now))

    def _plainly(self, order: dict[str, Any], now: datetime) -> object:
        place = workplace()
        try:
            campaign = place.campaign(self._plan)
            if order["kind"] == "day":
                found = day.run_day(place, campaign, now=now)
                return {"decisions": found.decisions, "deliveries": found.deliveries}
            return day.deliver(place, campaign, now=now)
        finally:
            place.engine.dispose()


def main() -> None:
    clock = ClockFile(Path(os.environ[CLOCK]))
    with asyncio.Runner() as runner:
        worker = Worker(clock, os.environ[PLAN], runner, flows="PREFECT_API_URL" in os.environ)
        _say(READY)
        for line in sys.stdin:
            _say(json.dumps(worker.do(json.loads(line)), default=str))


def _say(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
