from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.calendar import vietnam_calendar
from config.frozen_plan import plan_from_json
from config.plan_errors import PlanError
from config.preparing import prepare_plan
from tests.config.conftest import SHIPPED

if TYPE_CHECKING:
    from config.plan_file import LoadedPlan
    from tests.config.folders import PlanFolder


def test_prepare_freezes_the_plan_that_it_read(shipped: LoadedPlan) -> None:
    prepared = prepare_plan(SHIPPED)

    assert plan_from_json(prepared.frozen) == prepared.plan == shipped.plan
    assert tuple(prepared.contacts) == shipped.contacts
    assert prepared.sha256 == shipped.sha256
    assert len(prepared.units) == len(shipped.units)


def test_prepare_of_a_changed_folder_has_another_sha256(folder: PlanFolder, shipped: LoadedPlan) -> None:
    folder.replace("contacts.csv", "0226.0000.001", "0226.0000.999")

    assert prepare_plan(str(folder.path)).sha256 != shipped.sha256


def test_prepare_takes_another_calendar() -> None:
    calendar = vietnam_calendar(2021, 2023)

    prepared = prepare_plan(SHIPPED, calendar=calendar)

    assert (prepared.plan.calendar.first, prepared.plan.calendar.last) == (date(2021, 1, 1), date(2023, 12, 31))


def test_prepare_of_an_unknown_plan_is_refused() -> None:
    with pytest.raises(PlanError, match=f"Có phải là: {SHIPPED}"):
        prepare_plan("ke-hoach-15")
