"""How long `dondoc` takes to answer, against an interpreter that does nothing and against importing Prefect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Figure, Unit
from bench.measuring import best, seconds
from config.day import run_day
from config.preparing import prepare_plan
from config.settings import Settings
from config.wiring import Workplace
from services.campaigns import open_campaign

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = "ke-hoach-15-kh-tu"
ROUNDS = 5
MOST_SECONDS = 0.5
STATUS = ("status", "--as-of", "2022-06-24")
LOADED = "; import sys; print(sum(name.partition('.')[0] == 'prefect' for name in sys.modules))"
RUN_STATUS = f"from cli.main import run; run({list(STATUS)})"


def measure(folder: Path, *, rounds: int = ROUNDS) -> list[Figure]:
    data = folder / "installation"
    _install(data)
    program = str(Path(sys.executable).with_name("dondoc"))
    status, nothing, prefect = best(
        rounds,
        _timed([program, *STATUS], data),
        _timed(_python("pass"), data),
        _timed(_python("import prefect"), data),
    )
    loaded = [int(_output(_python(code + LOADED), data).split()[-1]) for code in (RUN_STATUS, "import prefect")]
    return [
        Figure("dondoc status, 123 obligations", status, "python -c pass", nothing, most=MOST_SECONDS),
        Figure("dondoc status, 123 obligations", status, "import prefect", prefect, most_ratio=1.0),
        Figure("modules of Prefect in dondoc status", *_pair(loaded), Unit.COUNT, most=0),
    ]


def _pair(loaded: list[int]) -> tuple[int, str, int]:
    return loaded[0], "import prefect", loaded[1]


def _install(data: Path) -> None:
    """What `dondoc plan open` and the first `dondoc day` leave behind."""
    place = Workplace(Settings(data=data, _env_file=None))
    place.prepare()
    prepared = prepare_plan(PLAN)
    now = prepared.plan.calendar.at(prepared.plan.opens, prepared.plan.ladders["commune"].send_at)
    with place.begin() as session:
        campaign = open_campaign(session, prepared, now=now)
    run_day(place, campaign, now=now)
    place.engine.dispose()


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _timed(command: list[str], data: Path) -> Callable[[], float]:
    return lambda: seconds(lambda: _output(command, data))


def _output(command: list[str], data: Path) -> str:
    without = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**without, "DONDOC_DATA": str(data), "PREFECT_HOME": str(data / "prefect"), "DO_NOT_TRACK": "1"}
    ran = subprocess.run(command, env=environment, cwd=data, check=True, capture_output=True, text=True)  # noqa: S603 -- commands of our own
    return ran.stdout
