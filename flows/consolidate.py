"""Merge the reports of a unit's subordinates into one draft: when staff ask, or when a tier is complete."""

from __future__ import annotations

from datetime import datetime

from prefect import flow, tags
from prefect.artifacts import acreate_markdown_artifact

from config import clock
from flows.naming import artifact_key
from tasks.consolidation import claim_run, merge_reports


@flow(name="consolidate", flow_run_name="{plan} {run_id}", validate_parameters=False)
async def consolidate(plan: str, run_id: int, as_of: datetime | None = None) -> dict[str, str | list[str]]:
    """Returns where the draft lies, and who is in it. Empty when another run had already taken the request."""
    now = as_of or clock.now()
    with tags(plan, "consolidation"):
        if not await claim_run(run_id):
            return {}
        draft = await merge_reports(plan, run_id, now)
        await acreate_markdown_artifact(key=artifact_key(plan, "draft"), markdown=_summary(draft))
    return draft


def _summary(draft: dict[str, str | list[str]]) -> str:
    missing = "\n".join(f"- {name}" for name in draft["missing"]) or "- không có"
    return f"Dự thảo: `{draft['path']}`\n\nĐơn vị có báo cáo: {len(draft['received'])}\n\nĐơn vị chưa có:\n{missing}"
