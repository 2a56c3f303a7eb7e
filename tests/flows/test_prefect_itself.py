"""What an unlucky combination of versions breaks in Prefect, long before anybody notices."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.schedules import IntervalSchedule

from flows.deliver_outbox import deliver_outbox
from tests.flows.live import PREFECT

pytestmark = PREFECT
SCHEDULED_WITHIN_SECONDS = 30


def test_the_server_imports() -> None:
    from prefect.server.api.server import create_app  # noqa: PLC0415 -- the import is what is tested

    assert callable(create_app)


def test_a_filter_without_a_sort_is_understood(prefect_api: str) -> None:
    answer = httpx.post(f"{prefect_api}/flow_runs/filter", json={"sort": None})

    assert answer.status_code == 200


def test_a_deployment_with_a_schedule_gets_runs(prefect_api: str) -> None:
    deployment = asyncio.run(_deploy())
    try:
        assert _scheduled_runs(prefect_api, deployment) > 0
    finally:
        httpx.delete(f"{prefect_api}/deployments/{deployment}").raise_for_status()


async def _deploy() -> str:
    async with get_client() as client:
        flow_id = await client.create_flow(deliver_outbox)
        every = DeploymentScheduleCreate(schedule=IntervalSchedule(interval=timedelta(minutes=15)), active=True)
        return str(await client.create_deployment(flow_id, name="every-quarter", schedules=[every]))


def _scheduled_runs(api: str, deployment: str) -> int:
    deadline = time.monotonic() + SCHEDULED_WITHIN_SECONDS
    body = {"deployments": {"id": {"any_": [deployment]}}}
    while time.monotonic() < deadline:
        number = int(httpx.post(f"{api}/flow_runs/count", json=body).raise_for_status().json())
        if number:
            return number
        time.sleep(0.5)
    return 0
