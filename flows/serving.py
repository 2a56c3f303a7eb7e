"""The runner of one machine: every flow on its schedule, each run in a process of its own. `python -m flows.serving`."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName, FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule
from prefect.states import Cancelled
from prefect.types.entrypoint import EntrypointType

from config import clock
from flows.consolidate import consolidate
from flows.delivery_round import delivery_round
from flows.intake_round import intake_round
from flows.morning_round import morning_round
from tasks.ticks import is_busy, mornings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

    from prefect import Flow
    from prefect.deployments.runner import RunnerDeployment

ZONE = "Asia/Ho_Chi_Minh"
NAME = "serve"  # those of a work pool are called otherwise: the two must not share a name
DELIVERIES = "*/5 * * * *"
INTAKES = "1-59/5 * * * *"  # beside the deliveries, not with them
MOST_AT_ONCE = 3
LOOK_EVERY, ENDS_WITHIN = 0.2, 15  # seconds
UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
# One run of a kind at a time: the next one does what this one has not done yet. Our own database does not rely on it.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


async def serve() -> None:
    """Until the process is told to end. What was scheduled while nothing ran is cancelled first: a run acts on now."""
    await cancel_stale_runs()
    runner = Runner(name=NAME, pause_on_shutdown=False, limit=MOST_AT_ONCE)
    known = {one.flow_name: await runner.aadd_deployment(one) for one in await deployments(await mornings())}
    async with get_client() as client:  # what fell due while nothing ran does not wait for the next slot
        await client.create_flow_run_from_deployment(known[delivery_round.name])
    running = asyncio.create_task(runner.start())
    while not runner.started and not running.done():  # noqa: ASYNC110 -- the library has no event for it
        await asyncio.sleep(LOOK_EVERY)
    # After its own handler, which stops it by a call that cannot be made within a loop.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: asyncio.create_task(_stop(runner)))
    await running


async def _stop(runner: Runner) -> None:
    """A delivery that is cut short leaves letters of which nobody knows whether they went, so it gets a while to end."""
    for _ in range(ENDS_WITHIN):
        if not await is_busy():
            break
        await asyncio.sleep(1)
    await runner.astop()


async def deployments(opening: Sequence[time]) -> list[RunnerDeployment]:
    """`opening` are the hours at which the offices of the open campaigns begin to work."""
    return [
        await _alone(
            morning_round,
            *(_cron(f"{at.minute} {at.hour} * * *", f"morning-{at:%H%M}") for at in opening),
            description="Mỗi sáng làm việc: quyết định nhắc việc cho từng cấp, gửi, tự kiểm tra.",
        ),
        await _alone(
            delivery_round,
            _cron(DELIVERIES, "deliveries"),
            description="Năm phút một lần: gửi những thông báo đang chờ; làm bù buổi sáng bị lỡ.",
        ),
        await _alone(
            intake_round, _cron(INTAKES, "intakes"), description="Năm phút một lần: nhận báo cáo trong hộp thư."
        ),
        await consolidate.ato_deployment(
            NAME,
            description="Khi cán bộ yêu cầu: kiểm tra, rồi ghép báo cáo tổng hợp.",
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]


async def _alone(flow: Flow[..., Any], *schedules: Schedule, description: str) -> RunnerDeployment:
    """A round of which one runs at a time."""
    return await flow.ato_deployment(
        NAME,
        schedules=list(schedules),
        concurrency_limit=ONE_AT_A_TIME,
        description=description,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def cancel_stale_runs() -> int:
    """Runs that a server left behind: missed slots would all be made up at once, and killed ones be "running" for ever."""
    ours = DeploymentFilter(name=DeploymentFilterName(any_=[NAME]))
    missed = {"state": {"type": {"any_": [StateType.SCHEDULED]}}, "next_scheduled_start_time": {"before_": clock.now()}}
    cancelled = 0
    async with get_client() as client:
        for wanted in ({"state": {"type": {"any_": UNDER_WAY}}}, missed):
            filtered = FlowRunFilter.model_validate(wanted)
            while runs := await client.read_flow_runs(flow_run_filter=filtered, deployment_filter=ours, limit=200):
                for run in runs:
                    await client.set_flow_run_state(run.id, Cancelled(message="Left behind"), force=True)
                cancelled += len(runs)
    return cancelled


def _cron(line: str, slug: str) -> Schedule:
    return Cron(line, timezone=ZONE, slug=slug)


if __name__ == "__main__":
    asyncio.run(serve())
