"""Running the migrations on a database, whichever form it is in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

NEWER = (
    "Cơ sở dữ liệu này (dạng {}) do một phiên bản mới hơn của chương trình ghi. Hãy cập nhật chương trình, hoặc dùng bản sao lưu của "
    "phiên bản đang có; chưa thay đổi gì."
)
HERE = Path(__file__).parent
LOCK = 0x646F6E646F63  # any number that nobody else takes: "dondoc"


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade_within(connection)


def upgrade_within(connection: Connection) -> None:
    """The same as a part of a larger transaction. Of several processes that start at once, one does it and all wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = configuration()
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {one.revision for one in scripts.walk_revisions()}
    for form in MigrationContext.configure(connection).get_current_heads():
        if form not in known:
            raise RuleBroken(NEWER.format(form))


def write_revision(engine: Engine, *, message: str, revision: str) -> None:
    """Write the migration from what the database is to what the models say, for a person to read and mend."""
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True, rev_id=revision)
