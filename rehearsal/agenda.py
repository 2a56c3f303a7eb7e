"""A rehearsal laid out for reading: by day, hour and kind; its figures; and the part that concerns one unit or day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from domain.ladder import Audience
from notifications.messages import MESSAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from rehearsal.rehearsing import Message, Rehearsal

SENT = "sent"
FEW = 3  # so many are named one by one; of more, as many and a count

SCENARIO_NAMES = {
    "silent": "không đơn vị nào nộp báo cáo",
    "punctual": "mọi đơn vị nộp đúng hạn",
    "mixed": "có đơn vị nộp đúng hạn, nộp chậm, bị trả lại, không nộp và không liên lạc được",
}


@dataclass(frozen=True, slots=True)
class Round:
    """The messages of one kind that go out at one moment."""

    at: datetime
    message: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class AgendaDay:
    day: date
    rounds: tuple[Round, ...]

    @property
    def count(self) -> int:
        return sum(len(each.messages) for each in self.rounds)


@dataclass(frozen=True, slots=True)
class Busiest:
    """The person who gets most on one day, whatever the kind."""

    to: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class KindFigures:
    message: str
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`unsent` counts the decisions that led to no message, by outcome."""

    count: int
    days: int
    kinds: tuple[KindFigures, ...]
    busiest: Busiest | None
    unsent: dict[str, int]


def narrowed(rehearsal: Rehearsal, *, unit: str = "", day: date | None = None) -> Rehearsal:
    """What concerns this unit (messages to it, lists that name it, decisions about it) and falls on this day."""
    return replace(
        rehearsal,
        messages=tuple(
            one
            for one in rehearsal.messages
            if day in (None, one.at.date()) and (not unit or unit == one.unit or unit in one.about)
        ),
        decisions=tuple(one for one in rehearsal.decisions if day in (None, one.at.date()) and unit in ("", one.unit)),
    )


def agenda(messages: Iterable[Message]) -> list[AgendaDay]:
    """The days on which something goes out. The messages come in the order of time."""
    return [AgendaDay(day, tuple(_rounds(of_day))) for day, of_day in groupby(messages, key=lambda one: one.at.date())]


def _rounds(messages: Iterable[Message]) -> Iterable[Round]:
    together: dict[tuple[datetime, str], list[Message]] = {}
    for one in messages:
        together.setdefault((one.at, one.message), []).append(one)
    return (Round(at, message, tuple(found)) for (at, message), found in together.items())


def figures(rehearsal: Rehearsal) -> Figures:
    messages = rehearsal.messages
    return Figures(
        count=len(messages),
        days=len({one.at.date() for one in messages}),
        kinds=tuple(_kinds(messages)),
        busiest=_busiest(messages),
        unsent=dict(Counter(one.outcome for one in rehearsal.decisions if one.outcome != SENT).most_common()),
    )


def _kinds(messages: Iterable[Message]) -> Iterable[KindFigures]:
    days: dict[str, list[date]] = {}
    for one in messages:
        days.setdefault(one.message, []).append(one.at.date())
    return (KindFigures(kind, len(days[kind]), len(set(days[kind]))) for kind in MESSAGE_NAMES if kind in days)


def _busiest(messages: Iterable[Message]) -> Busiest | None:
    counted = Counter((one.to, one.at.date()) for one in messages)
    if not counted:
        return None
    (to, day), count = counted.most_common(1)[0]
    return Busiest(to, day, count)


def receiver_name(one: Message, unit_name: str) -> str:
    """Whose person receives it, and whether that is a leader."""
    return f"{unit_name} (lãnh đạo)" if one.audience == Audience.LEADERS else unit_name


def scenario_text(name: str) -> str:
    """What a scenario comes to, in Vietnamese; one from a file goes by its name."""
    return SCENARIO_NAMES.get(name, name)


def heading(one: Message, unit_name: str) -> str:
    """The subject without the unit's name at its end: what all letters of a round share."""
    return one.subject.removesuffix(f" – {unit_name}")


def names_text(names: Iterable[str]) -> str:
    """A, B, C và 106 đơn vị khác."""
    each = list(dict.fromkeys(names))
    if len(each) <= FEW:
        return ", ".join(each)
    return f"{', '.join(each[:FEW])} và {number_text(len(each) - FEW)} đơn vị khác"


def number_text(number: int) -> str:
    """1.776, as Vietnamese writes it."""
    return f"{number:,}".replace(",", ".")
