"""Several machines in small: a Prefect server on PostgreSQL, the work pool of prefect.yaml, two workers, one campaign.

The only test of its kind, because it starts six programs: half a minute on a quiet machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
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

pytestmark = [pytest.mark.xdist_group("workers"), pytest.mark.timeout(1_200)]

ROOT = Path(__file__).parents[2]
OPENING = "2022-06-24T08:00:00+07:00"
PATIENCE = 400  # seconds, on a machine that is busy
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
        time.sleep(0.3)


class Prefect:
    """The server, asked over its API and its commands."""

    def __init__(self, api: httpx.Client, settings: Mapping[str, str]) -> None:
        self._api, self._settings = api, settings

    def command(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", *arguments]
        subprocess.run(command, env=os.environ | self._settings, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 -- our own interpreter

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

    def scheduled(self) -> set[str]:
        """The schedules of which the next runs are there."""
        found = self.post("/flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}}, limit=200)
        return {one["flow_id"] for one in found if one["auto_scheduled"]}


@contextmanager
def prefect_on(database: str, folder: Path) -> Iterator[tuple[Prefect, dict[str, str]]]:
    port = port_for(0)
    address = f"http://127.0.0.1:{port}/api"
    settings = QUIET | home_setting(folder) | {"PREFECT_API_URL": address, "PREFECT_LOGGING_LEVEL": "INFO"}
    server = QUIET | LIVE | home_setting(folder) | {"PREFECT_API_DATABASE_CONNECTION_URL": database}
    server["PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS"] = "2"
    with program(*server_command(port), log=folder / "server.log", more=server):
        until(lambda: is_ready(folder, address), what="The server is not there")
        with httpx.Client(base_url=address, verify=False, timeout=30) as api:  # noqa: S501 -- plain http on this machine
            yield Prefect(api, settings), settings


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
        runs = [prefect.run(flow, as_of=OPENING) for flow in ("morning-round", "delivery-round") * 2]

        for log in logs:
            start = ("-m", "prefect", "worker", "start", "--pool", "dondoc", "--name", log.stem, "--limit", "1")
            more = settings | {"PREFECT_WORKER_QUERY_SECONDS": "1"}
            machines.enter_context(program(sys.executable, *start, log=log, more=more))
        until(lambda: set(prefect.states(*runs)) <= OVER, what="Some runs did not end")

        assert set(prefect.states(*runs)) <= {"COMPLETED", "CANCELLED"}
        assert len(prefect.scheduled()) == 3
    assert all("ubmitting flow run" in log.read_text(encoding="utf-8") for log in logs)
    letters = sorted(path.name for path in (tmp_path / "mails").iterdir())
    assert len(letters) == 5
    with place.read() as session:
        decided = session.scalar(select(func.count()).select_from(DecisionRow))
        outcomes = set(session.scalars(select(TickRow.outcome)))
    assert (decided, outcomes) == (5, {"done"})
