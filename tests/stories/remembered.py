"""Days that a story before has lived through: who begins in the same way takes them over instead of living them again.

Only of the small plan over a line that is up, and only until anything is done that did not come from the pipeline
itself, or anybody listens to the database: then each day is lived. So a day is the same whether it was remembered or
not; it merely costs no time. A test that changes the program itself must not live its days by the common room.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from notifications.channels.protocol import AmbiguityPolicy
from rehearsal.rehearsing import RehearsalRoom
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line

if TYPE_CHECKING:
    from datetime import date

    from config.day import Day
    from config.wiring import Workplace
    from notifications.envelope import Envelope
    from services.campaigns import Prepared

ONE_DAY = timedelta(days=1)
SET_UP = {"database_url", "secret"}  # what a room sets itself; more comes from the environment of a test
AS_MADE = {"ambiguity": AmbiguityPolicy.RESEND_SAME_BYTES, "rate_per_minute": 0.0, "gives_receipts": False}


@dataclass(frozen=True)
class Evening:
    """What there is when a day is over."""

    day: Day
    database: sqlite3.Connection
    carried: list[Envelope]
    sent: list[Envelope]
    follows: dict[str, str]


class Past:
    """Of one story: whether all that happened so far is days of the pipeline, and those days of whoever lived them."""

    def __init__(self, workplace: Workplace, prepared: Prepared) -> None:
        """Before the campaign is opened."""
        self._room = workplace
        self._is_common = _is_common(workplace, prepared) and self._changes() == 0

    def begin(self, day: date) -> None:
        """The campaign is open, and nothing else has happened."""
        if self._is_common:
            self._note(day)

    def relive(self, day: date, *, to: date) -> list[Day]:
        """The days after `day` that are remembered, up to `to`; the room is as it was on the evening of the last."""
        self._is_common = self._is_common and (day, self._changes()) == self._left
        self._is_common = self._is_common and self._is_line_up() and self._is_unwatched()
        if not self._is_common:
            return []
        found = []
        while day < to and (day + ONE_DAY) in _EVENINGS:
            day += ONE_DAY
            found.append(_EVENINGS[day])
        if found:
            self._restore(found[-1])
            self._note(day)
        return [one.day for one in found]

    def keep(self, day: date, lived: Day) -> None:
        """After a day that was lived."""
        if self._is_common:
            kept = sqlite3.connect(":memory:", check_same_thread=False)
            self._database().backup(kept)
            line = self._line
            _EVENINGS[day] = Evening(lived, kept, list(line.carried), list(line.sent), dict(line.follows))
            self._note(day)

    def _note(self, day: date) -> None:
        self._left = day, self._changes()
        self._arrived = len(self._line.carried), len(self._line.sent), len(self._line.follows)

    def _restore(self, evening: Evening) -> None:
        evening.database.backup(self._database())
        self._line.carried[:], self._line.sent[:] = evening.carried, evening.sent
        self._line.follows.clear()
        self._line.follows.update(evening.follows)

    def _is_line_up(self) -> bool:
        line = self._line
        as_made = all(getattr(line, name) == value for name, value in AS_MADE.items())
        as_made = as_made and vars(line).keys() == vars(Line()).keys()  # nobody put a method of a test on it
        arrived = len(line.carried), len(line.sent), len(line.follows)
        return as_made and not line.is_down and not line.refused and arrived == self._arrived

    def _is_unwatched(self) -> bool:
        """Whether no test listens to what is asked of the database: such a test is about the day itself."""
        heard = self._room.engine.dispatch
        return not (heard.before_cursor_execute or heard.after_cursor_execute or heard.before_execute or heard.commit)

    @property
    def _line(self) -> Line:
        return cast("Line", self._room.channels["email"])

    def _database(self) -> sqlite3.Connection:
        with self._room.engine.connect() as connection:
            return cast("sqlite3.Connection", connection.connection.driver_connection)

    def _changes(self) -> int:
        """How many rows were ever written over this connection."""
        return self._database().total_changes


_EVENINGS: dict[date, Evening] = {}


def _is_common(workplace: Workplace, prepared: Prepared) -> bool:
    """Whether this is what most stories are about: the small plan in a room of its own, with nothing set up."""
    if type(workplace) is not RehearsalRoom or type(workplace.channels.get("email")) is not Line:
        return False
    is_small = prepared.plan is PLAN and prepared.units is UNITS and tuple(prepared.contacts) == CONTACTS
    return is_small and workplace.settings.model_fields_set == SET_UP
