from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from config.frozen_plan import plan_to_json
from config.plan_file import PlanError, find_plan
from config.plan_in_force import plan_in_force
from config.preparing import prepare_plan
from config.settings import Settings
from config.wiring import Workplace
from services.campaigns import open_campaign
from services.extensions import extend
from services.standings import obligations_at

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from domain.campaigns import Campaign
    from services.campaigns import Prepared

SHIPPED = "ke-hoach-15-kh-tu"


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(Settings(data=tmp_path / "du-lieu", _env_file=None))


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare_plan(SHIPPED)


@pytest.fixture
def opening(prepared: Prepared) -> datetime:
    return prepared.plan.calendar.at(prepared.plan.opens, prepared.plan.calendar.hours[0][0])


@pytest.fixture
def campaign(place: Workplace, prepared: Prepared, opening: datetime) -> Campaign:
    """Opened under another title than the files have."""
    plan = replace(prepared.plan, identity=replace(prepared.plan.identity, title="Tên khi mở đợt"))
    place.prepare()
    with place.begin() as session:
        return open_campaign(session, replace(prepared, plan=plan, frozen=plan_to_json(plan)), now=opening)


def test_plan_that_is_not_open_is_read_from_its_folder(place: Workplace, opening: datetime) -> None:
    found = plan_in_force(place, SHIPPED, now=opening)

    assert (found.plan.identity.id, len(found.owed), found.is_running) == (SHIPPED, 123, False)
    assert not place.settings.data.exists()


@pytest.mark.usefixtures("campaign")
def test_running_campaign_comes_before_the_files(place: Workplace, opening: datetime, tmp_path: Path) -> None:
    folder = shutil.copytree(find_plan(SHIPPED), tmp_path / "ban-sao")

    for name in (SHIPPED, str(folder), str(folder / "plan.yaml")):
        found = plan_in_force(place, name, now=opening)
        assert (found.plan.identity.title, len(found.units), len(found.owed)) == ("Tên khi mở đợt", 125, 123)
        assert found.is_running


def test_deadline_is_the_one_that_stands(place: Workplace, campaign: Campaign, opening: datetime) -> None:
    with place.begin() as session:
        one = next(one for one in obligations_at(session, campaign, as_of=opening) if one.unit == "HU-353")
        extend(
            session,
            campaign,
            one.id,
            day=date(2022, 9, 5),
            approver="Thường trực Tỉnh ủy",
            document_number="99-CV/TU",
            now=opening + timedelta(days=1),
        )

    found = plan_in_force(place, SHIPPED, now=opening + timedelta(days=2))

    deadlines = {one.unit.code: one.duty.deadline.day for one in found.owed}
    assert (deadlines["HU-353"], deadlines["HU-352"]) == (date(2022, 9, 5), date(2022, 8, 20))


@pytest.mark.usefixtures("campaign")
def test_moment_before_the_opening_is_taken_for_the_opening(place: Workplace, opening: datetime) -> None:
    assert len(plan_in_force(place, SHIPPED, now=opening - timedelta(days=30)).owed) == 123


def test_plan_that_nobody_knows_is_refused(place: Workplace, opening: datetime) -> None:
    with pytest.raises(PlanError, match="Không có kế hoạch “ke-hoach-99”"):
        plan_in_force(place, "ke-hoach-99", now=opening)
