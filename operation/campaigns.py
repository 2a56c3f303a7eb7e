"""The campaigns of an installation for whoever only looks: nothing is made, nothing is brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from config.log_facts import bound
from database.migrations.head import is_current
from database.queries.campaigns import plan_ids
from services.late_ticks import is_running

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign


class NotReady(Exception):  # noqa: N818 -- it names the state; the doctor shows it as what it is
    """The database is not there or is of an older form, so what stands in it cannot be looked at."""


def database_file(place: Workplace) -> Path | None:
    """The file of a SQLite database; None where it lies on a server or in memory."""
    address = make_url(place.settings.database)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def check_ready(place: Workplace) -> None:
    """Opening a SQLite file that is not there would make one, so it is looked for first."""
    file = database_file(place)
    if file is not None and not file.exists():
        raise NotReady("chưa có cơ sở dữ liệu")
    with place.engine.connect().execution_options(read_only=True) as connection:
        if not is_current(connection):
            raise NotReady("cơ sở dữ liệu còn ở dạng cũ")


def all_campaigns(place: Workplace) -> list[Campaign]:
    check_ready(place)
    with place.read() as session:
        known = plan_ids(session)
    with bound():  # what is logged afterwards is not about the last of them
        return [place.campaign(plan_id) for plan_id in known]


def running_campaigns(place: Workplace, now: datetime) -> list[Campaign]:
    """Those that the clockwork has anything to do for."""
    return [one for one in all_campaigns(place) if is_running(one, now)]
