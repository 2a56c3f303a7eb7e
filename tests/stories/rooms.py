"""Rooms for stories that take place on another database than SQLite in memory."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from config.settings import Settings
from config.wiring import Workplace
from database.migrations.running import upgrade
from rehearsal.rehearsing import RehearsalRoom

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel

_NUMBERS = count(1)


class RoomAt(RehearsalRoom):
    """A room whose database is at this address, made by the migrations as a real one is."""

    def __init__(self, address: str, channel: Channel) -> None:
        Workplace.__init__(self, Settings(database_url=address, _env_file=None))
        self._channel = channel
        upgrade(self.engine)


def new_database(server: str) -> str:
    """On the server of the fixture `postgresql`: a copy of the database there that has its tables already."""
    name = f"house_{next(_NUMBERS)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with closing(admin.connect()) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE postgres"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
