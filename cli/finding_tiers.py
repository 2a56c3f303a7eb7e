"""Finding a tier by its code or a part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import UsageError
from domain.spelling import fold

if TYPE_CHECKING:
    from domain.plans import Plan
    from domain.tiers import Tier


def find_tier(plan: Plan, name: str) -> Tier:
    """The one tier that is meant; refuses when none or several are."""
    key = fold(name)
    exact = [tier for tier in plan.tiers if key in (fold(tier.id), fold(tier.name))]
    found = exact or [tier for tier in plan.tiers if f" {key} " in f" {fold(tier.name)} "]
    if len(found) != 1:
        known = ", ".join(f"{tier.id} ({tier.name})" for tier in plan.tiers)
        raise UsageError(f"Không rõ cấp “{name}” là cấp nào. Các cấp của kế hoạch: {known}.")
    return found[0]
