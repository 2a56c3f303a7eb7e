"""One day of a campaign: collect from each tier in turn, send, audit. Safe to run twice, late, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict

from prefect import flow, tags
from prefect.artifacts import acreate_table_artifact
from pydantic import Field

from config import clock
from flows.naming import artifact_key
from tasks.audit import audit_campaign
from tasks.collection import assess_tier, decide_tier, list_tiers
from tasks.delivery import deliver_messages

Plan = Annotated[str, Field(description="Mã kế hoạch, ví dụ ke-hoach-15-kh-tu")]
AsOf = Annotated[datetime | None, Field(description="Thời điểm của lượt chạy; bỏ trống là bây giờ")]


class DayTally(TypedDict):
    decisions: dict[str, dict[str, int]]
    deliveries: dict[str, int]


@flow(name="campaign-day", flow_run_name="{plan} {as_of}", validate_parameters=False)
async def campaign_day(plan: Plan, as_of: AsOf = None) -> DayTally:
    """What was decided, by tier and outcome, and what was sent, by outcome."""
    now = as_of or clock.now()
    with tags(plan, f"{now:%Y-%m-%d}"):
        tiers = await list_tiers(plan)
        decided = {tier: await collect_tier(plan, tier, now) for tier in tiers}
        delivered = await deliver_messages(plan, now)
        flaws = await audit_campaign(plan, now)
        await acreate_table_artifact(
            key=artifact_key(plan, "day"),
            table=_table(decided) or [{"tier": "-", "outcome": "-", "number": 0}],
            description=f"{now:%d/%m/%Y}: {len(flaws)} điểm cần xem" if flaws else f"{now:%d/%m/%Y}",
        )
    return {"decisions": decided, "deliveries": delivered}


@flow(name="collect-tier", flow_run_name="{tier} {now}", validate_parameters=False)
async def collect_tier(plan: str, tier: str, now: datetime) -> dict[str, int]:
    """Assess the tier, then decide its reminders and escalations. Returns the decisions by outcome."""
    with tags(tier):
        decided = await decide_tier(plan, tier, now)
        figures = await assess_tier(plan, tier, now)
        await acreate_table_artifact(key=artifact_key(plan, tier), table=[figures], description=f"{now:%d/%m/%Y}")
    return decided


def _table(decided: dict[str, dict[str, int]]) -> list[dict[str, str | int]]:
    return [
        {"tier": tier, "outcome": outcome, "number": number}
        for tier, tally in decided.items()
        for outcome, number in sorted(tally.items())
    ]
