from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from database.base import Base
from database.migrations.head import HEAD, is_current
from database.migrations.running import configuration, upgrade
from database.models import EventRow
from database.session import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

FIRST, LIFECYCLE, MAIL, RUNS = "20261123", "20261126", "20261126m", "20261126r"
# One unit that asked for more time, promised a day, handed in, was sent back, promised again, got more time, and handed
# in twice.
PAST = (
    "INSERT INTO campaigns VALUES (1, 'ke-hoach', '2022-06-24 00:30:00.000000', '{}', 'sha')",
    "INSERT INTO obligations VALUES (1, 1, 'X1', 'HU1', 'commune', 'commune')",
    """
    INSERT INTO obligation_versions (id, obligation_id, tier, number, cause, deadline_day, reading, effective_from,
        ladder, approver, document_number) VALUES
    (1, 1, 'commune', 1, 'opened', '2022-07-31', 'through', '2022-06-24 00:30:00.000000', 'commune', '', ''),
    (2, 1, 'commune', 2, 'extended', '2022-08-02', 'through', '2022-07-20 01:00:00.000000', 'commune', 'Tỉnh ủy', '99-CV/TU'),
    (3, 1, 'commune', 3, 'returned', '2022-08-05', 'through', '2022-08-03 01:00:00.000000', 'returned', '', ''),
    (4, 1, 'commune', 4, 'extended', '2022-08-10', 'through', '2022-08-05 01:00:00.000000', 'returned', 'Tỉnh ủy', '101-CV/TU')
    """,
    """
    INSERT INTO promises VALUES
    (1, 1, '2022-08-01', '2022-07-25 01:00:00.000000', 'X1'),
    (2, 1, '2022-08-09', '2022-08-04 01:00:00.000000', 'X1')
    """,
    """
    INSERT INTO submissions (id, campaign_id, obligation_id, number, received_at, registered_at, receipt_number,
        document_number, file_name, sha256, size) VALUES
    (1, 1, 1, 1, '2022-08-01 01:00:00.000000', '2022-08-01 01:00:00.000000', '0001/TN', '1-BC/ĐU', 'a.docx', 'a', 1),
    (2, 1, 1, 2, '2022-08-06 01:00:00.000000', '2022-08-06 01:00:00.000000', '0002/TN', '2-BC/ĐU', 'b.docx', 'b', 1),
    (3, 1, 1, 3, '2022-08-07 01:00:00.000000', '2022-08-07 01:00:00.000000', '0003/TN', '3-BC/ĐU', 'c.docx', 'c', 1)
    """,
    "INSERT INTO returns VALUES (1, 1, '2022-08-03 01:00:00.000000', 'Sơ sài.', '2022-08-05')",
)

# A letter that was tried: the rows that hold on to the outbox while it is changed.
LETTER = (
    "INSERT INTO campaigns VALUES (1, 'p', '2022-06-24 00:00:00', '{}', 's')",
    (
        "INSERT INTO outbox (id, campaign_id, key, thread, message, unit, recipient, recipient_name, channel, address, priority,"
        " moment, next_at, state, note, attempts, held_for, doubtful, subject, text, message_id, provider_id, code, scope)"
        " VALUES (1, 1, 'k', 't', 'opening', 'X1', 'x1', '', 'email', 'a@b', 2, '2022-06-24 00:00:00', '2022-06-24 00:00:00',"
        " 'accepted', '', 1, '', 0, '', '', '<a@b>', '', '', '')"
    ),
    "INSERT INTO attempts VALUES (1, 1, '2022-06-24 00:00:00', 'accepted', '', '', '')",
)

# A draft that was made, and one that somebody asked for.
ASKED_FOR = (
    "INSERT INTO campaigns VALUES (1, 'p', '2022-06-24 00:00:00.000000', '{}', 's')",
    """
    INSERT INTO consolidation_runs (id, campaign_id, unit, requested_at, state, finished_at, inputs, path, sha256, note)
    VALUES (1, 1, 'BTG', '2022-08-22 01:00:00.000000', 'done', '2022-08-22 01:00:00.000000', '[]', 'a.docx', 'ab', ''),
    (2, 1, 'HU1', '2022-08-23 01:00:00.000000', 'requested', NULL, '[]', '', '', '')
    """,
)


class Happened(NamedTuple):
    day: str
    move: str
    from_stage: str
    to_stage: str
    by: str
    reason: str
    document_number: str


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def lived(engine: Engine) -> Engine:
    """A database of the first form, in which something happened."""
    return filled(engine, PAST, at=FIRST)


def filled(engine: Engine, statements: Sequence[str], *, at: str) -> Engine:
    move("upgrade", at, engine)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    return engine


def move(verb: str, revision: str, engine: Engine) -> None:
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)


def happened(engine: Engine) -> list[Happened]:
    columns = [getattr(EventRow, name) for name in Happened._fields[1:]]
    with engine.connect() as connection:
        rows = connection.execute(sa.select(EventRow.at, *columns).order_by(EventRow.at))
        return [Happened(f"{at:%Y-%m-%d}", *rest) for at, *rest in rows]


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    found = sa.MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in found.sorted_tables}


def test_migrations_build_what_the_models_say(engine: Engine) -> None:
    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_an_upgrade_can_be_repeated(engine: Engine) -> None:
    upgrade(engine)

    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_head_is_the_last_of_the_migrations(engine: Engine) -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [HEAD]
    move("upgrade", LIFECYCLE, engine)
    with engine.connect() as connection:
        assert not is_current(connection)

    upgrade(engine)

    with engine.connect() as connection:
        assert is_current(connection)


def test_what_happened_before_there_were_events_is_written_into_them(lived: Engine) -> None:
    upgrade(lived)

    assert happened(lived) == [
        Happened("2022-07-20", "extend", "open", "open", "Tỉnh ủy", "", "99-CV/TU"),
        Happened("2022-07-25", "promise", "open", "open", "X1", "", ""),
        Happened("2022-08-01", "submit", "open", "received", "", "", "1-BC/ĐU"),
        Happened("2022-08-03", "return", "received", "returned", "", "Sơ sài.", ""),
        Happened("2022-08-04", "promise", "returned", "returned", "X1", "", ""),
        Happened("2022-08-05", "extend", "returned", "returned", "Tỉnh ủy", "", "101-CV/TU"),
        Happened("2022-08-06", "submit", "returned", "received", "", "", "2-BC/ĐU"),
        Happened("2022-08-07", "submit", "received", "received", "", "", "3-BC/ĐU"),
    ]


def test_an_upgraded_database_is_what_the_models_say(lived: Engine) -> None:
    upgrade(lived)

    with lived.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.execute(text("SELECT sending_way, kind, note FROM submissions")).first() == ("file", "", "")
        assert connection.execute(text("SELECT sections, returned_by FROM returns")).first() == ("[]", "")


def test_a_database_brought_down_again_is_as_it_was(lived: Engine) -> None:
    before = contents(lived)
    upgrade(lived)

    move("downgrade", FIRST, lived)

    assert contents(lived) == before


def test_a_database_with_letters_takes_the_step_to_mail_and_goes_back(engine: Engine) -> None:
    filled(engine, LETTER, at=LIFECYCLE)

    move("upgrade", MAIL, engine)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE intake_id IS NULL").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    move("downgrade", LIFECYCLE, engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attempts").scalar() == 1
        assert "intakes" not in inspect(connection).get_table_names()


def test_runs_of_an_older_database_take_the_step_and_go_back(engine: Engine) -> None:
    before = contents(filled(engine, ASKED_FOR, at=MAIL))["consolidation_runs"]

    move("upgrade", RUNS, engine)

    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT state, as_of = requested_at, outputs, preflight FROM consolidation_runs")
        )
        assert [tuple(row) for row in found] == [
            ("done", 1, '{"bao-cao-tong-hop.docx": "ab"}', ""),
            ("requested", 1, "{}", ""),
        ]
    move("downgrade", MAIL, engine)
    assert contents(engine)["consolidation_runs"] == before
