from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pendulum
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

import database.models
from database.base import Base
from database.models import CampaignRow
from database.session import reading, transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def campaign(moment: datetime) -> CampaignRow:
    return CampaignRow(plan_id="ke-hoach", opened_at=moment, plan="{}", sha256="0")


@pytest.mark.parametrize(
    "moment",
    [datetime(2022, 6, 24, 7, 30, 0, 5, HANOI), pendulum.datetime(2022, 6, 24, 0, 30, 0, 5)],
)
def test_moment_is_kept_in_utc_to_the_microsecond(memory: Engine, moment: datetime) -> None:
    with transaction(memory) as session:
        session.add(campaign(moment))

    with reading(memory) as session:
        stored = session.scalar(text("SELECT opened_at FROM campaigns"))
        found = session.scalars(select(CampaignRow.opened_at)).one()
    assert stored == "2022-06-24 00:30:00.000005"
    assert (found, found.tzinfo, type(found)) == (moment, UTC, datetime)


def test_moment_that_could_mean_any_zone_is_refused(memory: Engine) -> None:
    with pytest.raises(StatementError, match="naive moment"), transaction(memory) as session:
        session.add(campaign(datetime(2022, 6, 24, 7, 30)))  # noqa: DTZ001 -- the very thing that is refused


def test_every_constraint_has_a_name() -> None:
    constraints = [one for table in Base.metadata.tables.values() for one in table.constraints]

    assert len(Base.metadata.tables) == len(database.models.__all__)
    assert all(constraint.name for constraint in constraints)
