"""The auditor's round."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from prefect import task

from config.day import go_round
from tasks.at_work import in_workplace

if TYPE_CHECKING:
    from config.wiring import Workplace


@task(name="audit")
async def audit_campaign(plan: str, now: datetime) -> list[dict[str, str]]:
    """What needs a person, each with a code, a subject and a sentence."""

    def work(place: Workplace) -> list[dict[str, str]]:
        campaign = place.campaign(plan)
        flaws = [one.flaw for one in go_round(place, campaign, now=now).findings]
        return [{"code": flaw.code, "subject": flaw.subject, "text": flaw.text} for flaw in flaws]

    return await in_workplace(work)
