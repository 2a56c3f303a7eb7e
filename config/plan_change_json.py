"""A change of a plan as JSON: how it is asked about, shown and then made, each time exactly the same."""

from __future__ import annotations

from datetime import date, time
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.deadlines import Reading
from domain.ladder import Rung
from domain.plan_changes import DateChange, HolidayChange, LadderChange, PlanChange, PlanChangeKind, kind_of

_KINDS = {
    PlanChangeKind.DATE: DateChange,
    PlanChangeKind.LADDER: LadderChange,
    PlanChangeKind.HOLIDAY: HolidayChange,
}


class _Asked(BaseModel):
    model_config = ConfigDict(defer_build=True)

    date: DateChange | None = None
    ladder: LadderChange | None = None
    holiday: HolidayChange | None = None


def change_to_json(change: PlanChange) -> dict[str, Any]:
    dumped = _model()(**{kind_of(change).value: change}).model_dump(mode="json")
    return {kind: value for kind, value in dumped.items() if value is not None}


def change_from_json(asked: dict[str, Any]) -> PlanChange:
    found = _model().model_validate(asked)
    change = found.date or found.ladder or found.holiday
    if change is None:
        raise ValueError("No change in what was asked")
    return change


@cache
def _model() -> type[_Asked]:
    # The modules of the domain import these for type checkers only, so pydantic is told what the names mean.
    names = {"date": date, "time": time, "Reading": Reading, "Rung": Rung}
    _Asked.model_rebuild(_types_namespace=names | {kind.__name__: kind for kind in _KINDS.values()})
    return _Asked
