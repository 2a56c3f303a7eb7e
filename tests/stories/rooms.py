"""Rooms for stories that take place on another database than SQLite in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import Settings
from config.wiring import Workplace
from database.migrations.running import upgrade
from rehearsal.rehearsing import RehearsalRoom

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel


class RoomAt(RehearsalRoom):
    """A room whose database is at this address, made by the migrations as a real one is."""

    def __init__(self, address: str, channel: Channel) -> None:
        Workplace.__init__(self, Settings(database_url=address, _env_file=None))
        self._channel = channel
        upgrade(self.engine)
