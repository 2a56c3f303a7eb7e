from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from database.blank import make_tables
from database.queries.ticks import last_done, ticks_since
from database.session import open_engine, transaction
from domain.ticks import TickKind, TickOutcome
from services.ticks import KEPT, begin_tick, end_tick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

NOW = datetime(2022, 8, 22, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PLAN = "ke-hoach-15-kh-tu"


@pytest.fixture
def session() -> Iterator[Session]:
    engine = open_engine("sqlite://")
    make_tables(engine)
    with transaction(engine) as opened:
        yield opened
    engine.dispose()


def test_a_run_that_has_not_ended_is_not_the_last_one_done(session: Session) -> None:
    done = begin_tick(session, TickKind.DELIVER, now=NOW, owner="a")
    end_tick(session, done, outcome=TickOutcome.DONE, note="đã gửi 3", now=NOW + timedelta(minutes=1))
    begin_tick(session, TickKind.DELIVER, now=NOW + timedelta(minutes=5), owner="a")

    found = last_done(session, TickKind.DELIVER)

    assert found is not None
    assert (found.id, found.note, found.ended_at) == (done, "đã gửi 3", NOW + timedelta(minutes=1))


def test_a_run_that_failed_is_not_done(session: Session) -> None:
    failed = begin_tick(session, TickKind.DAY, plan=PLAN, now=NOW, owner="a")
    end_tick(session, failed, outcome=TickOutcome.FAILED, note="không mở được kênh", now=NOW)

    assert last_done(session, TickKind.DAY) is None
    assert [one.note for one in ticks_since(session, NOW)] == ["không mở được kênh"]


def test_runs_of_another_plan_and_of_another_kind_are_told_apart(session: Session) -> None:
    one = begin_tick(session, TickKind.DAY, plan=PLAN, due=NOW, now=NOW, owner="a")
    end_tick(session, one, outcome=TickOutcome.DONE, now=NOW)

    assert last_done(session, TickKind.DAY, "khac") is None
    assert last_done(session, TickKind.INTAKE) is None
    assert (found := last_done(session, TickKind.DAY, PLAN)) is not None
    assert found.due_at == NOW


def test_what_ran_long_ago_is_forgotten(session: Session) -> None:
    begin_tick(session, TickKind.DELIVER, now=NOW - KEPT - timedelta(minutes=5), owner="a")
    begin_tick(session, TickKind.DELIVER, now=NOW - KEPT + timedelta(minutes=5), owner="b")

    begin_tick(session, TickKind.DELIVER, now=NOW, owner="c")

    assert [one.owner for one in ticks_since(session, NOW - 2 * KEPT)] == ["b", "c"]
