"""Every few minutes: release stale claims, claim, send, record."""

from __future__ import annotations

from datetime import datetime

from prefect import flow, tags

from config import clock
from tasks.delivery import deliver_messages


@flow(name="deliver-outbox", flow_run_name="{plan} {as_of}", validate_parameters=False)
async def deliver_outbox(plan: str, as_of: datetime | None = None) -> dict[str, int]:
    """Returns how many messages there were, by outcome."""
    now = as_of or clock.now()
    with tags(plan, f"{now:%Y-%m-%d}"):
        return await deliver_messages(plan, now)
