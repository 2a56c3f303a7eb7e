from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import database.models  # noqa: F401 -- makes the tables known
from database.base import Base
from database.migrations.running import configuration, upgrade
from database.session import open_engine

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def test_migrations_build_what_the_models_say(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")

    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_an_upgrade_can_be_repeated(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
    upgrade(engine)

    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_a_database_with_letters_takes_the_next_step_and_goes_back(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    _move(engine, "upgrade", "20261126")
    with engine.begin() as connection:
        for statement in LETTER:
            connection.exec_driver_sql(statement)

    _move(engine, "upgrade", "20261126m")

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE intake_id IS NULL").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    _move(engine, "downgrade", "20261126")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attempts").scalar() == 1
        assert "intakes" not in inspect(connection).get_table_names()
    engine.dispose()


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


def _move(engine: Engine, verb: str, revision: str) -> None:
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)
