"""A plan as one text: what a campaign freezes when it opens, and reads for as long as it runs."""

from __future__ import annotations

import json
from datetime import date
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from domain.addressees import Addressee
from domain.calendar import WorkingCalendar
from domain.deadlines import Deadline
from domain.figures import Figure
from domain.ladder import Ladder
from domain.outline import Outline
from domain.plans import Plan
from domain.tiers import Tier


class _Frozen(BaseModel):
    """Built on first use: most commands never thaw a plan."""

    model_config = ConfigDict(defer_build=True)

    plan: Plan


def plan_to_json(plan: Plan) -> str:
    """Everything about the plan, its calendar included. The same plan gives the same text."""
    frozen = _model()(plan=plan).model_dump(mode="json")
    frozen["plan"]["calendar"]["working_weekends"].sort()
    return json.dumps(frozen, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def plan_from_json(text: str) -> Plan:
    """The plan that was frozen, equal to it in every part; needs neither its files nor the library of holidays.

    The same text is thawed once: every task of a flow asks for the plan of its campaign, and for those before it.
    """
    return _model().model_validate_json(text).plan


@cache
def _model() -> type[_Frozen]:
    # The modules of the domain import these for type checkers only, so pydantic is told what the names mean.
    names = (date, Addressee, Deadline, Figure, Ladder, Outline, Tier, WorkingCalendar)
    _Frozen.model_rebuild(_types_namespace={"Plan": Plan, **{kind.__name__: kind for kind in names}})
    return _Frozen
