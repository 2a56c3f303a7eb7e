"""What a run is called, and when it should have begun."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from prefect.context import FlowRunContext

if TYPE_CHECKING:
    from datetime import datetime


def artifact_key(*parts: str) -> str:
    """Prefect's artifact keys know lower-case letters, digits and dashes only."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


def scheduled_at() -> datetime | None:
    """When the schedule wanted this run to begin; None for a run that a person or a test began."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return run.expected_start_time if run and run.auto_scheduled else None
