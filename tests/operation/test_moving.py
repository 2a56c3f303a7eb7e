"""A running campaign leaves SQLite for PostgreSQL."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

from config.settings import Settings
from config.wiring import Workplace
from database.base import Base, Moment
from database.copying import ITS_PICTURE
from database.models import AuditEntryRow, CampaignRow, DecisionRow, OutboxRow, TickRow
from database.session import open_engine, transaction
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.ticks import TickKind
from operation.moving import move, undo
from services.audit_log import Doer, verify, write_entry
from services.holds import hold_unit
from services.ticks import begin_tick
from tests import postgres
from tests.flows.live import PREPARED
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Column, Connection, Engine, Table

    from notifications.channels.protocol import Channel

pytestmark = pytest.mark.xdist_group("postgres")

NOW = datetime(2022, 8, 9, 3, tzinfo=UTC)
# The days on which the pipeline runs, or somebody does something; on one of them, whichever, the campaign moves.
LIVED_IN = {6: (24,), 7: (5, 6, 14, 18, 25), 8: (1, 8, 15, 22)}
DAYS = [date(2022, month, day) for month, found in LIVED_IN.items() for day in found]
MOVING_DAY = random.Random(15).choice(DAYS[1:-1])  # noqa: S311 -- nothing to be guessed
_NUMBERS = count(1)
Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres.server() as address:
        yield address


@pytest.fixture
def target(server: str) -> str:
    return empty_database(server)


def empty_database(server: str) -> str:
    name = f"moved_{next(_NUMBERS)}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


class House(Workplace):
    """An installation whose only channel is this line."""

    def __init__(self, folder: Path, line: Line, *, database: str = "") -> None:
        super().__init__(Settings(data=folder, database_url=database, secret="x", _env_file=None))  # noqa: S106 -- signs nothing
        self._line = line
        self.prepare()

    @property
    def channels(self) -> dict[str, Channel]:
        return {self._line.name: self._line}

    def close(self) -> None:
        self.engine.dispose()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "data", Line())) as found:
        yield found


@pytest.fixture
def opened(house: House) -> Story:
    return Story(house, PREPARED)


@pytest.fixture
def there(target: str) -> Iterator[Engine]:
    engine = open_engine(target)
    yield engine
    engine.dispose()


def told(_stage: str, _done: int, _total: int) -> None:
    """Nobody looks."""


def contents(engine: Engine) -> Contents:
    """Every row of every table that the database itself says it has, all its columns by name."""
    found = sa.MetaData()
    with engine.connect() as connection:
        found.reflect(connection)
        return {name: _rows(connection, found.tables[name]) for name in sorted(found.tables)}


def _rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    known = Base.metadata.tables.get(table.name)
    names = sorted(column.name for column in table.columns)
    columns = [table.c[name] if known is None else known.c[name] for name in names]
    return sorted((tuple(zip(names, row, strict=True)) for row in connection.execute(select(*columns))), key=repr)


# One life, whichever database it is led in


def lived(story: Story, line: Line, *, day: date) -> None:
    """One day of a campaign in which everything happens: reports, returns, a line that is down, orders, the audit log."""
    line.is_down = date(2022, 7, 14) <= day <= date(2022, 7, 18)
    line.refused = {"x3@hanam.example", *([] if day < date(2022, 8, 1) else ["hu2@hanam.example"])}
    story.skip(to=day)
    story.run()
    with story.workplace.begin() as session:
        detail = {"ngày": f"{day}", "chữ": "Đảng ủy “xã”\\"}
        write_entry(
            session, Doer("bantg", "board"), Action.FILE_TAKEN, about=f"day:{day}", now=story.at(), detail=detail
        )
    match f"{day:%m-%d}":
        case "07-05":
            story.hand_in("X1")
        case "07-06":
            story.give_back("X1", new_day=date(2022, 7, 20))
        case "07-14":
            story.extend("X2", day=date(2022, 8, 8))
        case "07-18":
            with story.workplace.begin() as session:
                hold_unit(session, story.campaign, "X2", by="bantg", reason="Đang xác minh", now=story.at())
        case "08-01":
            story.promise("X3", day=date(2022, 8, 10))
        case "08-15":
            story.hand_in("X2")


def ledger(house: Workplace) -> list[list[tuple[Any, ...]]]:
    """Everything that was decided, sent and noted, without the numbers that a database gives."""
    decisions = select(
        DecisionRow.rung, DecisionRow.recipient, DecisionRow.outcome, DecisionRow.reason, DecisionRow.decided_at
    )
    letters = select(OutboxRow.key, OutboxRow.state, OutboxRow.sent_at, OutboxRow.note, OutboxRow.text)
    entries = select(AuditEntryRow.id, AuditEntryRow.at, AuditEntryRow.hash)
    with house.read() as session:
        return [
            sorted((tuple(row) for row in session.execute(asked)), key=repr) for asked in (decisions, letters, entries)
        ]


@pytest.fixture(scope="module")
def stayed(tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[Any, ...]]]:
    """The ledger of the campaign that was never moved."""
    line = Line()
    with closing(House(tmp_path_factory.mktemp("stayed"), line)) as house:
        story = Story(house, PREPARED)
        for day in DAYS:
            lived(story, line, day=day)
        return ledger(house)


def test_a_campaign_that_moves_in_its_midst_ends_as_one_that_stayed(
    tmp_path: Path, target: str, stayed: list[list[tuple[Any, ...]]]
) -> None:
    line = Line()
    with closing(House(tmp_path, line)) as before:
        story = Story(before, PREPARED)
        for day in DAYS[: DAYS.index(MOVING_DAY) + 1]:
            lived(story, line, day=day)
        moved = move(before, target, now=story.at(time(20)), tell=told)
    with closing(House(tmp_path, line, database=target)) as after:
        story.workplace = after

        for day in DAYS[DAYS.index(MOVING_DAY) + 1 :]:
            lived(story, line, day=day)

        assert ledger(after) == stayed
        assert story.is_proved()
        with after.read() as session:
            assert verify(session) == (len(stayed[2]), None)
    assert (moved.is_chain_whole, moved.mended) == (True, 0)
    assert {row[1] for row in stayed[1]} >= {"accepted", "superseded", "failed"}


# Every column of every table


VALUES: dict[type, Callable[[int], object]] = {
    bool: lambda number: number % 2 == 1,
    int: lambda number: number + 40,
    float: lambda number: number + 0.1,
    date: lambda number: date(2024, 2, 27 + number),
    datetime: lambda number: datetime(1969, 12, 31, 23, 59, 59, 999_999 - number, tzinfo=UTC),
    bytes: lambda number: bytes(range(256)) * number,
    str: lambda number: f'{{"Đ": "“”\'%s\\\n\t{number}"}}',
}


def _value(column: Column[Any], number: int) -> object:
    """Something that is easily lost: marks and quotes, microseconds before the epoch, bytes that are no text."""
    kind = datetime if isinstance(column.type, Moment) else column.type.python_type
    return VALUES[kind](number)


def _row(table: Table, number: int) -> dict[str, object]:
    """The first row has something everywhere, the second nothing where nothing may stand. Each refers to its like."""
    row = {column.name: _value(column, number) for column in table.columns}
    for column in table.columns:
        if any(one.column.table is table for one in column.foreign_keys):
            row[column.name] = 41 if number > 1 else None
        elif column.nullable and number > 1:
            row[column.name] = None
    return row


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_head"))
        for table in Base.metadata.sorted_tables:
            for number in (1, 2):
                connection.execute(table.insert().values(_row(table, number)))


@pytest.fixture(scope="module")
def arrived(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Contents, Engine]]:
    """What stood in a database with something in every column of every table, and where it came to."""
    there = open_engine(target := empty_database(server))
    with closing(House(tmp_path_factory.mktemp("full"), Line())) as house:
        _fill(house.engine)
        house.campaigns = list  # type: ignore[method-assign]  # its plan could not be read
        before = contents(house.engine)
        move(house, target, now=NOW, tell=told)
        yield before, there
    there.dispose()


def test_every_column_of_every_table_arrives_as_it_was(arrived: tuple[Contents, Engine]) -> None:
    before, there = arrived

    assert contents(there) == before
    assert set(before) == {*Base.metadata.tables, "alembic_version"}
    assert {len(rows) for name, rows in before.items() if name != "alembic_version"} == {2}
    assert all(value not in (None, "") for rows in before.values() for value in _fuller(rows))


def _fuller(rows: list[tuple[Any, ...]]) -> list[object]:
    """Of each column a value that is there."""
    return [next((value for _, value in pairs if value is not None), None) for pairs in zip(*rows, strict=True)]


def test_the_next_row_gets_the_next_number(arrived: tuple[Contents, Engine]) -> None:
    with arrived[1].connect() as connection:
        for table in Base.metadata.sorted_tables:
            if "id" in table.columns:
                asked = text(f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id'))")
                assert (table.name, connection.scalar(asked)) == (table.name, 43)


@pytest.mark.parametrize("change", ["DELETE FROM audit_entries", "UPDATE audit_entries SET who = 'b'"])
def test_the_audit_log_takes_no_change_there_either(arrived: tuple[Contents, Engine], change: str) -> None:
    with arrived[1].connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))


# Refusals


def test_a_target_in_which_something_stands_is_refused(opened: Story, target: str, there: Engine) -> None:
    with there.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))

    with pytest.raises(RuleBroken, match=r"không trống.*dropdb, createdb"):
        move(opened.workplace, target, now=NOW, tell=told)

    with there.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["theirs"]
    assert opened.workplace.campaigns()


def test_a_move_that_breaks_off_leaves_both_sides_as_they_were(opened: Story, target: str, there: Engine) -> None:
    before = contents(opened.workplace.engine)

    def pulled_out(stage: str, _done: int, _total: int) -> None:
        if "đối chiếu outbox" in stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(opened.workplace, target, now=NOW, tell=pulled_out)

    assert contents(there) == {}
    assert contents(opened.workplace.engine) == before
    assert move(opened.workplace, target, now=NOW, tell=told).rows == sum(map(len, before.values())) - 1


def test_what_postgresql_cannot_keep_in_a_text_is_shown_by_a_sign(opened: Story, target: str, there: Engine) -> None:
    with opened.workplace.begin() as session:
        session.execute(sa.update(CampaignRow).values(sha256="a\0b"))
        begin_tick(session, TickKind.DELIVER, now=NOW - timedelta(hours=1), owner="killed long ago")

    moved = move(opened.workplace, target, now=NOW, tell=told)

    with there.connect() as connection:
        assert connection.scalar(select(CampaignRow.sha256)) == f"a{ITS_PICTURE}b"
    assert moved.mended == 1


def test_nobody_moves_what_is_being_worked_on(opened: Story, target: str) -> None:
    with opened.workplace.begin() as session:
        begin_tick(session, TickKind.DELIVER, now=NOW - timedelta(minutes=2), owner="may-1:77")

    with pytest.raises(RuleBroken, match=r"may-1:77.*dừng dondoc serve"):
        move(opened.workplace, target, now=NOW, tell=told)


@pytest.mark.parametrize("address", ["sqlite:///khac.db", "không phải địa chỉ", "mysql://a@b/c"])
def test_only_postgresql_can_be_moved_to(opened: Story, address: str) -> None:
    with pytest.raises(RuleBroken, match=r"cần dạng postgresql://"):
        move(opened.workplace, address, now=NOW, tell=told)


# The old database


def test_the_old_database_takes_nothing_more_until_the_mark_is_taken_back(opened: Story, target: str) -> None:
    old = opened.workplace
    before = contents(old.engine)
    move(old, target, now=NOW, tell=told)

    with pytest.raises(RuleBroken, match=r"đã được chuyển sang postgresql.* ngày 09/08/2022, 10:00.*--undo"):
        old.campaign()
    with pytest.raises(RuleBroken, match="đã được chuyển"):
        old.prepare()
    with pytest.raises(IntegrityError, match="moved to another database"), transaction(old.engine) as session:
        session.add(TickRow(kind="day", plan="", started_at=NOW, owner="who did not hear of it"))

    undo(old)

    assert contents(old.engine) == before
    with old.engine.connect() as connection:
        triggers = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    assert sorted(triggers) == ["audit_entries_no_delete", "audit_entries_no_update"]
    opened.advance(to=PREPARED.plan.opens)
    with pytest.raises(RuleBroken, match="chưa được chuyển đi đâu"):
        undo(old)
