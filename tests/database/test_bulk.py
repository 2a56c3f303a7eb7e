from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, create_engine, insert, select, update
from sqlalchemy.orm import Session

from database.base import Base
from database.bulk import execute_many
from database.models import OutboxRow, PromiseRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

OUTBOX = cast("Table", OutboxRow.__table__)
PROMISES = cast("Table", PromiseRow.__table__)
MORNING = datetime(2022, 7, 22, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(params=["qmark", "named"])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A driver that takes values by position, and one that takes them by name."""
    engine = create_engine("sqlite://", paramstyle=request.param)
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def test_many_rows_are_the_same_as_those_of_the_session(session: Session) -> None:
    rows = [
        {"obligation_id": number, "day": date(2022, 8, number), "made_at": MORNING, "made_by": f"X{number}"}
        for number in (1, 2, 3)
    ]

    execute_many(session, insert(PROMISES), {name: [row[name] for row in rows] for name in rows[0]})

    found = [
        {"obligation_id": one.obligation_id, "day": one.day, "made_at": one.made_at, "made_by": one.made_by}
        for one in session.scalars(select(PromiseRow).order_by(PromiseRow.id))
    ]
    assert found == rows


def test_many_rows_share_what_the_statement_says_and_what_the_table_says(session: Session) -> None:
    names = ("thread", "message", "unit", "recipient", "recipient_name", "channel", "address")

    execute_many(
        session,
        insert(OUTBOX).values(campaign_id=7, state="queued", moment=MORNING, next_at=MORNING, priority=2),
        {"key": ["a", "b"], **{name: ["x", "y"] for name in names}},
    )

    first, second = session.scalars(select(OutboxRow).order_by(OutboxRow.id))
    assert [(one.key, one.unit, one.campaign_id, one.moment) for one in (first, second)] == [
        ("a", "x", 7, MORNING),
        ("b", "y", 7, MORNING),
    ]
    assert (first.note, first.attempts, first.doubtful, first.sent_at) == ("", 0, False, None)


def test_many_rows_are_changed_each_by_its_own_condition(session: Session) -> None:
    days = [date(2022, 8, 1), date(2022, 8, 2)]
    execute_many(
        session,
        insert(PROMISES).values(made_at=MORNING, made_by="X"),
        {"obligation_id": [1, 2], "day": days},
    )

    execute_many(
        session,
        update(PROMISES)
        .where(PROMISES.c.obligation_id == bindparam("this"), PROMISES.c.day == bindparam("seen"))
        .values(day=bindparam("coming")),
        {"this": [1, 2], "seen": [days[0], days[0]], "coming": [date(2022, 8, 9), date(2022, 8, 9)]},
    )

    assert session.scalars(select(PromiseRow.day).order_by(PromiseRow.id)).all() == [date(2022, 8, 9), days[1]]
