from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from database.session import open_engine, reading, transaction

if TYPE_CHECKING:
    from pathlib import Path

ADD = text("INSERT INTO campaigns (plan_id, opened_at, plan, sha256) VALUES (:plan, '2022-06-24 00:30:00', '{}', '')")
COUNT = text("SELECT count(*) FROM campaigns")


def count(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.scalar(COUNT) or 0)


def test_transaction_commits_at_its_end(file: Engine) -> None:
    with transaction(file) as session:
        session.execute(ADD, {"plan": "a"})

    assert count(file) == 1


def test_transaction_leaves_nothing_when_it_is_broken_off(file: Engine) -> None:
    def break_off() -> None:
        with transaction(file) as session:
            session.execute(ADD, {"plan": "a"})
            raise InterruptedError

    with pytest.raises(InterruptedError):
        break_off()

    assert count(file) == 0


def test_reading_waits_for_no_writer_and_sees_nothing_half_done(file: Engine) -> None:
    with transaction(file) as session:
        session.execute(ADD, {"plan": "a"})

        assert count(file) == 0

    assert count(file) == 1


def test_reading_sees_one_state_of_affairs_however_long_it_takes(file: Engine) -> None:
    with reading(file) as session:
        before = session.scalar(COUNT)
        with transaction(file) as writing:
            writing.execute(ADD, {"plan": "a"})
        after = session.scalar(COUNT)

    assert (before, after, count(file)) == (0, 0, 1)


def test_second_writer_waits_for_the_first(file: Engine) -> None:
    begun, order = threading.Event(), list[str]()

    def write_second() -> None:
        begun.wait()
        with transaction(file) as session:
            session.execute(ADD, {"plan": "second"})
            order.append("second")

    writer = threading.Thread(target=write_second)
    writer.start()
    with transaction(file) as session:
        session.execute(ADD, {"plan": "first"})
        begun.set()
        order.append("first")
    writer.join()

    assert order == ["first", "second"]
    assert count(file) == 2


def test_references_are_checked(file: Engine) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), transaction(file) as session:
        session.execute(
            text("INSERT INTO attempts (outbox_id, at, outcome, scope, code, detail) VALUES (7, '', '', '', '', '')")
        )


def test_database_in_memory_is_one_for_all_connections(memory: Engine) -> None:
    with transaction(memory) as session:
        session.execute(ADD, {"plan": "a"})

    assert count(memory) == 1


def test_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "dondoc.db"
    path.write_text("không phải cơ sở dữ liệu" * 100, encoding="utf-8")
    engine = open_engine(f"sqlite:///{path}")

    with pytest.raises(DatabaseError), reading(engine) as session:
        session.scalar(COUNT)

    engine.dispose()
    assert path.read_text(encoding="utf-8") == "không phải cơ sở dữ liệu" * 100
