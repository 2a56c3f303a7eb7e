"""Databases that old versions of the program made come to the present form, keep their facts, and the campaign goes on."""

from __future__ import annotations

import gzip
import json
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr

from config.settings import Settings
from config.wiring import Workplace
from database.base import Base
from database.file_copies import form_of
from database.migrations.head import HEAD
from database.migrations.running import configuration
from database.session import open_engine
from domain.errors import RuleBroken
from notifications.channels.opening import OpenChannels
from services.audit_log import verify
from services.standings import obligations_at
from tests.database.test_migrations import move
from tests.postgres import server
from tests.small_plan import CALENDAR
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.channels.protocol import Channel

OLD = Path(__file__).parent / "old"
FACTS: dict[str, Any] = json.loads((OLD / "facts.json").read_text(encoding="utf-8"))
LAST_DAY = date(2022, 8, 2)
ON_POSTGRESQL = ("20261126m", "20261128")


class OldPlace(Workplace):
    """An old database, found by the present program."""

    def __init__(self, url: str, data: Path) -> None:
        super().__init__(Settings(_env_file=None, database_url=url, data=data, secret=SecretStr("old")))
        self.line = Line()

    @property
    def channels(self) -> dict[str, Channel]:
        return OpenChannels({self.line.name: self.line})


@pytest.fixture(params=sorted(FACTS))
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(form: str, tmp_path: Path) -> Iterator[OldPlace]:
    path = unpacked(form, tmp_path)
    place = OldPlace(f"sqlite:///{path}", tmp_path)
    yield place
    place.engine.dispose()


def unpacked(form: str, folder: Path) -> Path:
    path = folder / "dondoc.db"
    path.write_bytes(gzip.decompress((OLD / f"{form}.db.gz").read_bytes()))
    return path


def story_in(place: Workplace) -> Story:
    story = Story.__new__(Story)
    story.workplace, story.campaign, story.calendar = place, place.campaign(), CALENDAR
    story._seen, story._files = set(), count(1_000)
    story.day = LAST_DAY
    return story


def counts_of(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) or 0 for name in names}  # noqa: S608 -- tables of ours


def kept(form: str) -> dict[str, int]:
    """How many rows each table has to have at least."""
    facts = FACTS[form]
    return {name: number + (name in facts["by_hand"]) for name, number in facts["counts"].items()}


def check_facts(place: Workplace, form: str) -> None:
    counts = counts_of(place.engine)
    assert {name: number for name, number in kept(form).items() if counts.get(name, 0) < number} == {}
    story = story_in(place)
    with place.read() as session:
        found = obligations_at(session, story.campaign, as_of=story.at())
        assert verify(session)[1] is None
    assert {one.unit: [one.standing.state.value, one.standing.is_overdue] for one in found} == FACTS[form]["standings"]


def go_on(place: OldPlace) -> None:
    """The campaign goes on as if nothing had been."""
    story = story_in(place)
    before = {row.key for row in story.messages()}
    story.skip(to=date(2022, 8, 9))
    story.run()
    story.hand_in("X3")
    assert story.is_proved()
    assert not before & {one.key for one in place.line.carried}
    assert {row.message for row in story.messages() if row.key not in before} >= {"receipt"}


def test_there_is_an_old_database_of_every_form_but_the_present_one() -> None:
    known = {one.revision for one in ScriptDirectory.from_config(configuration()).walk_revisions()}

    assert {*FACTS, HEAD} == known


def test_an_old_database_comes_to_the_present_form_with_its_facts_and_goes_on(place: OldPlace, form: str) -> None:
    place.campaign()

    with place.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    check_facts(place, form)
    go_on(place)


def test_the_old_database_is_kept_beside_the_new_one_and_a_line_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = OldPlace(f"sqlite:///{unpacked('20261128', tmp_path)}", tmp_path)

    place.campaign()
    place.campaign()

    beside = tmp_path / f"before-{HEAD}.db"
    assert form_of(beside) == "20261128"
    assert beside.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().err.count(str(beside)) == 1


def test_an_upgrade_that_is_broken_off_leaves_the_old_form(tmp_path: Path) -> None:
    place = OldPlace(f"sqlite:///{unpacked('20261123', tmp_path)}", tmp_path)
    before = counts_of(place.engine)
    statements: list[str] = []

    def break_off(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)
        if "CREATE TABLE ticks" in statement:
            raise KeyboardInterrupt

    sa.event.listen(place.engine, "before_cursor_execute", break_off)
    with pytest.raises(KeyboardInterrupt):
        place.prepare()
    sa.event.remove(place.engine, "before_cursor_execute", break_off)

    assert len(statements) > 100
    assert form_of(tmp_path / "dondoc.db") == "20261123"
    assert counts_of(place.engine) == before
    check_facts(place, "20261123")


def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = unpacked("20261128", tmp_path)
    place = OldPlace(f"sqlite:///{path}", tmp_path)
    with place.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '29991231'"))

    with pytest.raises(RuleBroken, match="phiên bản mới hơn"):
        place.campaign()

    assert form_of(path) == "29991231"


@pytest.mark.xdist_group("postgres")
def test_old_databases_on_postgresql_come_to_the_present_form_and_go_on(tmp_path: Path) -> None:
    with server() as url:
        for form in ON_POSTGRESQL:
            _onto_postgresql(form, url, tmp_path)
            place = OldPlace(url, tmp_path)
            place.campaign()
            check_facts(place, form)
            go_on(place)
            with place.engine.begin() as connection:
                connection.execute(sa.text("DROP SCHEMA public CASCADE"))
                connection.execute(sa.text("CREATE SCHEMA public"))
            place.engine.dispose()


def _onto_postgresql(form: str, url: str, folder: Path) -> None:
    """The rows of the old database, in the tables that its migrations make on PostgreSQL."""
    (folder / form).mkdir()
    source, target = open_engine(f"sqlite:///{unpacked(form, folder / form)}"), open_engine(url)
    move("upgrade", form, target)
    tables = sa.MetaData()
    tables.reflect(target)
    with source.connect() as old, target.begin() as new:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = [dict(row) for row in old.execute(_typed(table)).mappings()]
            if rows:
                new.execute(table.delete())  # what the migrations put there themselves
                new.execute(table.insert(), rows)
                _count_on(new, table)
    source.dispose()
    target.dispose()


def _typed(table: sa.Table) -> sa.Select[Any]:
    """The rows of the table as SQLite has them, in the types of PostgreSQL."""
    columns = [sa.column(column.name, _plain(column.type)) for column in table.columns]
    return sa.select(*columns).select_from(sa.table(table.name))


def _plain(kind: Any) -> Any:
    return sa.LargeBinary() if isinstance(kind, sa.LargeBinary) else kind.as_generic()


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    if "id" in table.columns and isinstance(table.columns["id"].type, sa.Integer):
        connection.execute(
            sa.text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"  # noqa: S608 -- tables of ours
            )
        )
