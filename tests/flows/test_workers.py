"""Several machines in small: a Prefect server on PostgreSQL, the work pool of prefect.yaml, two workers, one campaign.

The only test of its kind, because it starts as many programs as there are machines, and one more for each run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from prefect.cli import app
from prefect.settings import PREFECT_API_URL, temporary_settings
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url

from config.wiring import workplace
from database.models import DecisionRow, TickRow
from demo.mail_sink import MailSink
from domain.errors import RuleBroken
from operation.prefect_server import LIVE, QUIET, home_setting, is_ready, port_for, server_command
from services.campaigns import open_campaign
from tests import postgres
from tests.flows.live import OPENED, PREPARED, SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from config.wiring import Workplace

pytestmark = [
    pytest.mark.xdist_group("workers"),
    pytest.mark.timeout(1_200),
    pytest.mark.filterwarnings(
        "ignore:unclosed (<socket|transport):ResourceWarning"
    ),  # Prefect's commands end with their process
]

ROOT = Path(__file__).parents[2]
OPENING = "2022-06-24T08:00:00+07:00"
PATIENCE, LOOK_EVERY = 400, 0.5  # seconds, on a machine that is busy
SCHEDULING = "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS"
PROGRAMS = Path(sys.executable).parent  # where `python` is the one of the program, as on every machine that works
OVER = {"COMPLETED", "CANCELLED", "FAILED", "CRASHED"}


@pytest.fixture
def databases() -> Iterator[dict[str, str]]:
    """One server, a database for Prefect and one for us."""
    with postgres.server() as address:
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for name in ("prefect", "dondoc"):
                connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = make_url(address)
        names = {"prefect": "postgresql+asyncpg", "dondoc": "postgresql+psycopg"}
        yield {
            name: url.set(database=name, drivername=driver).render_as_string(hide_password=False)
            for name, driver in names.items()
        }


@contextmanager
def program(*command: str, log: Path, more: Mapping[str, str]) -> Iterator[None]:
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter
            command, env=os.environ | more, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=log.parent
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(happened: Callable[[], object], *, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(LOOK_EVERY)


class Prefect:
    """The server, asked over its API and its commands."""

    def __init__(self, api: httpx.Client, address: str) -> None:
        self._api, self._address = api, address

    def command(self, *arguments: str) -> None:
        """What an operator types. Not a process of its own: it would load for seconds what is loaded here."""
        with (
            temporary_settings({PREFECT_API_URL: self._address}),
            chdir(ROOT),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "argv", ["prefect", *arguments])
            with pytest.raises(SystemExit) as ended:
                app()
        assert not ended.value.code

    def post(self, path: str, **content: object) -> Any:
        return self._api.post(path, json=content).raise_for_status().json()

    def run(self, flow: str, **parameters: object) -> str:
        deployment = self._api.get(f"/deployments/name/{flow}/workers").raise_for_status().json()["id"]
        run = self.post(
            f"/deployments/{deployment}/create_flow_run", parameters=parameters, state={"type": "SCHEDULED"}
        )
        return str(run["id"])

    def states(self, *runs: str) -> list[str]:
        found = self.post("/flow_runs/filter", flow_runs={"id": {"any_": list(runs)}})
        return sorted(one["state"]["type"] for one in found)

    def workers(self) -> set[str]:
        return {one["name"] for one in self.post("/work_pools/dondoc/workers/filter") if one["status"] == "ONLINE"}

    def scheduled(self) -> set[str]:
        """The schedules of which the next runs are there."""
        found = self.post("/flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}}, limit=200)
        return {one["flow_id"] for one in found if one["auto_scheduled"]}


@contextmanager
def prefect_on(database: str, folder: Path) -> Iterator[tuple[Prefect, dict[str, str]]]:
    port = port_for(0)
    address = f"http://127.0.0.1:{port}/api"
    settings = QUIET | home_setting(folder) | {"PREFECT_API_URL": address, "PREFECT_LOGGING_LEVEL": "INFO"}
    # What is deployed gets its runs within seconds, and not within the minute that a quiet service takes.
    server = QUIET | LIVE | {SCHEDULING: "2"} | home_setting(folder) | {"PREFECT_API_DATABASE_CONNECTION_URL": database}
    with program(*server_command(port), log=folder / "server.log", more=server):
        until(lambda: is_ready(folder, address), what="The server is not there")
        with httpx.Client(base_url=address, verify=False, timeout=30) as api:  # noqa: S501 -- plain http on this machine
            yield Prefect(api, address), settings


@pytest.fixture
def place(databases: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    """The campaign of the small plan, on PostgreSQL, as the environment of every worker names it."""
    with MailSink(tmp_path / "mails") as sink:
        monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("DONDOC_DATABASE_URL", databases["dondoc"])
        monkeypatch.setenv("DONDOC_SECRET", SECRET)
        monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender="nhac@tinh.example", name="Ban Tuyên giáo"))
        found = workplace()
        with pytest.raises(RuleBroken, match="còn trống"):
            found.campaigns()
        found.prepare()
        with found.begin() as session:
            open_campaign(session, PREPARED, now=OPENED)
        yield found
        found.engine.dispose()


def test_two_workers_run_what_is_deployed_and_send_everything_once(
    place: Workplace, databases: dict[str, str], tmp_path: Path
) -> None:
    logs = [tmp_path / f"may-{number}.log" for number in (1, 2)]
    with prefect_on(databases["prefect"], tmp_path) as (prefect, settings), ExitStack() as machines:
        prefect.command("work-pool", "create", "dondoc", "--type", "process")
        prefect.command("--no-prompt", "deploy", "--all")
        for log in logs:
            start = ("-m", "prefect", "worker", "start", "--pool", "dondoc", "--name", log.stem, "--limit", "1")
            more = settings | {
                "PREFECT_WORKER_QUERY_SECONDS": "1",
                "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            }
            machines.enter_context(program(sys.executable, *start, log=log, more=more))
        until(lambda: prefect.workers() == {log.stem for log in logs}, what="Not both workers are there")

        # One at a time for each worker, so the second run is the other's; both decide about the same morning.
        runs = [prefect.run(flow, as_of=OPENING) for flow in ("morning-round", "delivery-round", "morning-round")]
        until(lambda: set(prefect.states(*runs)) <= OVER, what="Some runs did not end")

        assert set(prefect.states(*runs)) <= {"COMPLETED", "CANCELLED"}
        until(lambda: len(prefect.scheduled()) == 3, what="Not every schedule has runs")
    assert all("ubmitting flow run" in log.read_text(encoding="utf-8") for log in logs)
    letters = sorted(path.name for path in (tmp_path / "mails").iterdir())
    assert len(letters) == 5
    with place.read() as session:
        decided = session.scalar(select(func.count()).select_from(DecisionRow))
        outcomes = set(session.scalars(select(TickRow.outcome)))
    assert (decided, outcomes) == (5, {"done"})
