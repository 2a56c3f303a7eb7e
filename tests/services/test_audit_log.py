from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from database.migrations.running import upgrade
from database.session import open_engine, transaction
from domain.audit_log import Action
from services.audit_log import Doer, verify, write_entry
from services.wording_of_actions import ACTIONS
from tests.flows.live import OPENED

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

LAN = Doer("Trần Thị Lan", "board")


@pytest.fixture
def written(tmp_path: Path) -> Engine:
    """Three deeds in a database that migrations made."""
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    upgrade(engine)
    with transaction(engine) as session:
        for number in range(3):
            write_entry(
                session, LAN, Action.FILE_TAKEN, about=f"unit:X{number}", now=OPENED, detail={"tệp": "báo cáo.docx"}
            )
    return engine


def test_what_was_written_holds(written: Engine) -> None:
    with transaction(written) as session:
        assert verify(session) == (3, None)


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET who = 'ai đó'", "DELETE FROM audit_entries WHERE id = 2"])
def test_the_database_itself_refuses_to_change_an_entry(written: Engine, change: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction(written) as session:
        session.execute(text(change))


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ("UPDATE audit_entries SET who = 'ai đó' WHERE id = 2", 2),
        ("DELETE FROM audit_entries WHERE id = 2", 3),
        ("DELETE FROM audit_entries WHERE id = 3", 3),
    ],
)
def test_whoever_gets_past_the_database_is_found_out(written: Engine, change: str, entry: int) -> None:
    with sqlite3.connect(written.url.database or "") as raw:
        for name in ("update", "delete"):
            raw.execute(f"DROP TRIGGER audit_entries_no_{name}")
        raw.execute(change)
    raw.close()

    with transaction(written) as session:
        count, broken = verify(session)

    assert count == 3
    assert broken is not None
    assert broken.entry_id == entry


def test_a_deed_that_is_rolled_back_leaves_no_entry(written: Engine) -> None:
    with transaction(written) as session:
        write_entry(session, LAN, Action.SIGNED_OUT, about="user:1", now=OPENED)
        session.rollback()

    with transaction(written) as session:
        assert verify(session) == (3, None)


def test_every_deed_has_a_name() -> None:
    assert set(ACTIONS) == set(Action)
    assert all(name and name[0].islower() for name in ACTIONS.values())
