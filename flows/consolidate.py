"""One consolidation run, which staff asked for: checked, and, unless it waits for their approval, merged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from prefect import flow, tags
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact

from flows.naming import artifact_key
from tasks.consolidation import check_run, claim_run, merge_reports, progress_of

if TYPE_CHECKING:
    from asyncio import Task

    from tasks.consolidation import Told

SECONDS_BETWEEN_LOOKS = 1.0
WHOLE = 100.0  # per cent
RUNNING, WAITING, DONE = "running", "waiting", "done"


@flow(name="consolidate", flow_run_name="{plan} {run_id}", validate_parameters=False)
async def consolidate(plan: str, run_id: int) -> dict[str, str | int | list[str]]:
    """Returns how the run stands: where its files lie, or that it waits. Called again after an approval it goes on.

    Empty where there is nothing to be done, or another worker has the run.
    """
    with tags(plan, "consolidation"):
        attempt = await claim_run(run_id)
        if attempt is None:
            return {}
        checked = await check_run(plan, run_id, attempt)
        await acreate_markdown_artifact(key=artifact_key(plan, "preflight", str(run_id)), markdown=_preflight(checked))
        if checked["state"] != RUNNING:
            return checked
        made = await _followed(plan, run_id, attempt)
        await acreate_markdown_artifact(key=artifact_key(plan, "draft", str(run_id)), markdown=_result(made))
    return made


async def _followed(plan: str, run_id: int, attempt: int) -> Told:
    """Merge, and meanwhile show how far the work is."""
    shown = await acreate_progress_artifact(
        0.0, key=artifact_key(plan, "progress", str(run_id)), description="Tổng hợp"
    )
    merging = asyncio.create_task(_merged(plan, run_id, attempt))
    while not await _is_over(merging):
        now = await progress_of(plan, run_id)
        await aupdate_progress_artifact(shown, _per_cent(now), description=str(now["stage"]))
    made = await merging
    if made["state"] == DONE:
        await aupdate_progress_artifact(shown, WHOLE, description="Đã hoàn thành")
    return made


async def _merged(plan: str, run_id: int, attempt: int) -> Told:
    return await merge_reports(plan, run_id, attempt)


async def _is_over(merging: Task[Told]) -> bool:
    done, _ = await asyncio.wait({merging}, timeout=SECONDS_BETWEEN_LOOKS)
    return bool(done)


def _per_cent(now: Told) -> float:
    done, total = now["done"], now["total"]
    return WHOLE * done / total if isinstance(done, int) and isinstance(total, int) and total else 0.0


def _preflight(found: Told) -> str:
    waits = "\n\nLượt chờ phê duyệt." if found["state"] == WAITING else ""
    return f"{_counts(found)}{waits}"


def _result(found: Told) -> str:
    if found["state"] != DONE:
        return f"Lượt đã dừng, chưa có tệp nào được phát hành.\n\n{_counts(found)}"
    files = "\n".join(f"- `{name}`" for name in _names(found, "files"))
    return f"Các tệp trong `{found['path']}`:\n{files}\n\n{_counts(found)}"


def _counts(found: Told) -> str:
    absent = "\n".join(f"- {name}" for name in _names(found, "absent")) or "- không có"
    gaps = f"\n\nBáo cáo còn mục trống hoặc thiếu: {found['gaps']}" if found["gaps"] else ""
    return f"Đơn vị có báo cáo: {found['received']}{gaps}\n\nĐơn vị chưa có:\n{absent}"


def _names(found: Told, field: str) -> list[str]:
    names = found[field]
    return names if isinstance(names, list) else []
