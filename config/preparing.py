"""A plan folder made ready to open or to rehearse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.frozen_plan import plan_to_json
from config.plan_file import find_plan, load_plan
from services.campaigns import Prepared

if TYPE_CHECKING:
    from config.plan_file import LoadedPlan
    from domain.calendar import WorkingCalendar


def prepare_plan(name: str, *, calendar: WorkingCalendar | None = None) -> Prepared:
    """The plan of this name or folder, read and checked, with its frozen form."""
    return as_prepared(load_plan(find_plan(name), calendar=calendar))


def as_prepared(loaded: LoadedPlan) -> Prepared:
    return Prepared(loaded.plan, loaded.units, loaded.contacts, plan_to_json(loaded.plan), loaded.sha256)
