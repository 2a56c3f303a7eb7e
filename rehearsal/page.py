"""A rehearsal as one HTML page that stands by itself: no scripts needed to read it, nothing fetched from elsewhere."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from domain.duties import obligations_of
from domain.rung_names import rung_text
from domain.spelling import nfc
from domain.vietnamese_dates import day_text, month_text, weekday_text
from notifications.messages import MESSAGE_NAMES
from notifications.typography import keep_numbers_whole
from rehearsal.agenda import FEW, SENT, agenda, figures, heading, names_text, number_text, receiver_name, scenario_text
from services.wording import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from domain.plans import Plan
    from domain.units import Unit, UnitTree
    from rehearsal.agenda import AgendaDay, Round
    from rehearsal.rehearsing import Message, Rehearsal, Silence

# How strongly a kind of message speaks; the page colours by it. All others are answers.
TONES = dict.fromkeys(MESSAGE_NAMES, "reply") | {
    "opening": "calm",
    "reminder": "calm",
    "last_reminder": "firm",
    "urging": "urgent",
    "second_urging": "urgent",
    "district_digest": "list",
    "board_digest": "list",
    "escalation_list": "office",
}
BUSY = (0, 3, 30, 100)  # from so many messages on, a day of the calendar is one shade darker


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar. `shade` is from 0 (nothing goes out) to 4; `title` says what is special about it."""

    day: date
    count: int
    shade: int
    is_outside: bool
    is_off: bool
    is_due: bool
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class UnitPart:
    """What one unit gets, and what it does not, in the order of time."""

    unit: Unit
    messages: tuple[Message, ...]
    unsent: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """Decisions about one unit that led to no message, all for the same reason."""

    unit: str
    reason: str
    decisions: tuple[Silence, ...]


def render_page(played: Rehearsal, plan: Plan, *, units: UnitTree) -> str:
    """The whole page, complete in itself."""
    days = agenda(played.messages)
    names = {unit.code: unit.name for unit in units}
    # The page is as long as its messages are many: each is named by its place.
    anchors = {id(one): f"m{number}" for number, one in enumerate(played.messages, 1)}
    page = _environment().get_template("page.html")
    return nfc(
        page.render(
            plan=plan,
            played=played,
            figures=figures(played),
            days=days,
            months=_months(played, plan, days=days),
            kinds=_days_of_kinds(days),
            tiers=_tiers(played, plan, units=units),
            unsent=_unsent(played),
            unit_names=names,
            receiver=lambda one: receiver_name(one, names[one.unit]),
            anchor=lambda one: anchors[id(one)],
            about=lambda each: _about(each, names),
        ),
    )


def _about(each: Round, names: Mapping[str, str]) -> str:
    """What a round is about: its subject where all letters share a few, otherwise whom it goes to."""
    headings = list(dict.fromkeys(heading(one, names[one.unit]) for one in each.messages))
    if len(headings) <= FEW:
        return "; ".join(headings)
    return names_text([names[one.unit] for one in each.messages])


def _months(played: Rehearsal, plan: Plan, *, days: Iterable[AgendaDay]) -> list[Month]:
    counts = {day.day: day.count for day in days}
    found = []
    year, month = played.opens.year, played.opens.month
    while (year, month) <= (played.through.year, played.through.month):
        weeks = tuple(
            tuple(
                _cell(day, played, plan=plan, count=counts.get(day, 0)) if day.month == month else None for day in week
            )
            for week in Calendar().monthdatescalendar(year, month)
        )
        found.append(Month(month_text(f"{year}-{month:02}"), weeks))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 -- December
    return found


def _cell(day: date, played: Rehearsal, *, plan: Plan, count: int) -> Cell:
    day_off = plan.calendar.day_off_name(day)
    due = [f"Hạn: {duty.name}" for duty in plan.duties if duty.deadline.last_day == day]
    return Cell(
        day=day,
        count=count,
        shade=sum(count > least for least in BUSY),
        is_outside=not played.opens <= day <= played.through,
        is_off=day_off is not None,
        is_due=bool(due),
        title="; ".join([*due, *([day_off] if day_off else [])]),
    )


def _days_of_kinds(days: Iterable[AgendaDay]) -> dict[str, list[AgendaDay]]:
    """For each kind the days on which it goes out, in the order in which the kinds are listed everywhere."""
    found: dict[str, list[AgendaDay]] = {kind: [] for kind in MESSAGE_NAMES}
    for day in days:
        for kind in dict.fromkeys(each.message for each in day.rounds):
            found[kind].append(day)
    return {kind: of_kind for kind, of_kind in found.items() if of_kind}


def _tiers(played: Rehearsal, plan: Plan, *, units: UnitTree) -> list[tuple[str, list[UnitPart]]]:
    """The units that the rehearsal speaks of, under the tier they belong to, those that report first at the top."""
    messages, unsent = defaultdict(list), defaultdict(list)
    for one in played.messages:
        messages[one.unit].append(one)
    for each in _not_sent(played):
        unsent[each.unit].append(each)
    told = [unit for unit in units if unit.code in messages or unit.code in unsent]
    parts = [UnitPart(unit, tuple(messages[unit.code]), tuple(unsent[unit.code])) for unit in told]
    tier_of = {owed.unit.code: owed.duty.tier for owed in obligations_of(plan, units)}
    found = [
        (tier.name, [part for part in parts if tier_of.get(part.unit.code, part.unit.tier) == tier.id])
        for tier in sorted(plan.tiers, key=lambda tier: tier.rank)
    ]
    return [(name, of_tier) for name, of_tier in found if of_tier]


def _unsent(played: Rehearsal) -> dict[str, list[Unsent]]:
    """By outcome, the most frequent first; under it one entry for each unit and reason."""
    found: dict[str, list[Unsent]] = {}
    for outcome in figures(played).unsent:
        alike = sorted(
            (one for one in played.decisions if one.outcome == outcome),
            key=lambda one: (one.unit, one.reason, one.at),
        )
        grouped = groupby(alike, key=lambda one: (one.unit, one.reason))
        found[outcome] = [Unsent(unit, reason, tuple(decisions)) for (unit, reason), decisions in grouped]
    return found


def _not_sent(played: Rehearsal) -> Iterator[Silence]:
    return (one for one in played.decisions if one.outcome != SENT)


def short_day(day: date) -> str:
    """24/6: the year stands at the top of the page."""
    return day_text(day).rpartition("/")[0]


def opening_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def whole(text: str) -> Markup:
    """Text whose document numbers stay on one line."""
    return Markup(keep_numbers_whole(str(escape(text)), opening='<span class="nr">'))  # noqa: S704 -- escaped before


_FILTERS = (day_text, number_text, opening_capital, rung_text, scenario_text, short_day, weekday_text, whole)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rehearsal"),
        autoescape=select_autoescape(enabled_extensions=("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {function.__name__: function for function in _FILTERS}
    environment.globals |= {"kind_names": MESSAGE_NAMES, "outcome_names": OUTCOMES, "tones": TONES}
    return environment
