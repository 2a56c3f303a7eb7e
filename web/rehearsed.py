"""What a rehearsal found out, laid out for pages: by day and kind, for all units or for one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domain.ladder import Audience
from domain.rehearsals import RehearsalState
from rehearsal.agenda import agenda, figures, names_text, narrowed
from rehearsal.kept_answers import answer_from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from domain.rehearsals import AskedRehearsal
    from rehearsal.agenda import AgendaDay, Figures
    from rehearsal.comparison import Moved
    from rehearsal.kept_answers import Answer
    from rehearsal.rehearsing import Message
    from web.desks import Desk

MOST_UNITS = 20


def answer_of(desk: Desk, found: AskedRehearsal) -> Answer | None:
    """None while it is worked on, where it was given up, and where the store has lost it."""
    store = desk.place.store
    if found.state is not RehearsalState.FINISHED or not store.has(found.answer_sha256):
        return None
    return answer_from_bytes(store.get(found.answer_sha256))


class Shown:
    """The answer, or the part of it that concerns one unit."""

    def __init__(self, answer: Answer, names: Mapping[str, str], unit: str) -> None:
        self._names, self._unit = names, unit
        self.rehearsal = narrowed(answer.rehearsal, unit=unit)
        compared = answer.compared
        self.is_compared = compared is not None
        self.added: Sequence[AgendaDay] = self._days(compared.added) if compared else ()
        self.dropped: Sequence[AgendaDay] = self._days(compared.dropped) if compared else ()
        self.moved = [pair for pair in compared.moved if self._is_about(pair.before)] if compared else []
        self.unchanged = compared.unchanged if compared else 0

    @property
    def days(self) -> Sequence[AgendaDay]:
        return agenda(self.rehearsal.messages)

    @property
    def figures(self) -> Figures:
        return figures(self.rehearsal)

    @property
    def units(self) -> list[tuple[str, str, int]]:
        """Those who get most, with how many."""
        counted = Counter(one.unit for one in self.rehearsal.messages)
        return [(code, self.name(code), count) for code, count in counted.most_common(MOST_UNITS)]

    @property
    def busiest(self) -> int:
        return max((day.count for day in self.days), default=1)

    def count(self, days: Sequence[AgendaDay]) -> int:
        return sum(day.count for day in days)

    def moves(self) -> list[tuple[date, date, str, list[Moved]]]:
        """What moves from the one day to the other, by kind, in the order of the days."""
        together: dict[tuple[date, date, str], list[Moved]] = {}
        for pair in self.moved:
            key = pair.before.at.date(), pair.after.at.date(), pair.before.message
            together.setdefault(key, []).append(pair)
        return [(*key, pairs) for key, pairs in sorted(together.items(), key=lambda item: item[0])]

    def receivers(self, messages: Iterable[Message]) -> str:
        return names_text(self._receiver(one) for one in messages)

    def name(self, code: str) -> str:
        return self._names.get(code, code)

    def _receiver(self, one: Message) -> str:
        return f"{self.name(one.unit)} (lãnh đạo)" if one.audience == Audience.LEADERS else self.name(one.unit)

    def _days(self, messages: Sequence[Message]) -> list[AgendaDay]:
        return agenda(sorted((one for one in messages if self._is_about(one)), key=lambda one: one.at))

    def _is_about(self, one: Message) -> bool:
        return not self._unit or self._unit == one.unit or self._unit in one.about
