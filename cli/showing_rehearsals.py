"""A rehearsal, or what a change would change, on the terminal."""

from __future__ import annotations

from itertools import groupby
from textwrap import indent
from typing import TYPE_CHECKING

from cli.printing import print_table, say
from domain.rung_names import rung_text
from domain.vietnamese_dates import day_text, weekday_text
from notifications.messages import MESSAGE_NAMES
from rehearsal.agenda import FEW, SENT, agenda, figures, heading, names_text, number_text, receiver_name, scenario_text
from services.wording import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.units import UnitTree
    from rehearsal.agenda import Figures, Round
    from rehearsal.comparison import Comparison, Moved
    from rehearsal.rehearsing import Message, Rehearsal
    from services.campaigns import Prepared


def show_calendar(played: Rehearsal, prepared: Prepared, *, full: bool, with_unsent: bool) -> None:
    _say_title(played, prepared)
    for day in agenda(played.messages):
        say(f"\n{_day_name(day.day)}: {number_text(day.count)} thông báo")
        for each in day.rounds:
            if full:
                _say_letters(each.messages, prepared.units)
            else:
                _say_round(each, prepared.units)
    say()
    show_figures(played, prepared, titled=False)
    if with_unsent:
        _say_unsent(played, prepared.units)


def show_figures(played: Rehearsal, prepared: Prepared, *, titled: bool = True) -> None:
    if titled:
        _say_title(played, prepared)
    found = figures(played)
    if found.count:
        _show_kinds(found)
    else:
        say("Không có thông báo nào.")
    if found.unsent:
        counted = (f"{OUTCOMES[outcome]} {number_text(count)}" for outcome, count in found.unsent.items())
        say(f"Quyết định không gửi, hoặc gửi không được: {', '.join(counted)}")


def _show_kinds(found: Figures) -> None:
    print_table(
        f"{number_text(found.count)} thông báo trong {found.days} ngày",
        ("Thông báo", "Số lượng", "Số ngày"),
        [(MESSAGE_NAMES[kind.message], number_text(kind.count), kind.days) for kind in found.kinds],
        right=(1, 2),
    )
    if found.busiest:
        busiest = found.busiest
        say(
            f"Trong số này, nhiều nhất cho một người trong một ngày: {busiest.count} ({busiest.to}, {weekday_text(busiest.day)})"
            if busiest.count > 1
            else "Trong số này, không ai nhận quá một thông báo trong một ngày.",
        )


def show_comparison(found: Comparison, before: Rehearsal, prepared: Prepared, *, other: str) -> None:
    _say_title(before, prepared)
    say(f"Nếu dùng thang {other} thay cho thang của kế hoạch:")
    say(
        f"  thêm {number_text(len(found.added))}, bớt {number_text(len(found.dropped))}, "
        f"dời ngày {number_text(len(found.moved))}, giữ nguyên {number_text(found.unchanged)} thông báo",
    )
    _say_part("Thêm", found.added, units=prepared.units)
    _say_part("Bớt", found.dropped, units=prepared.units)
    _say_moved(found.moved, prepared.units)


def _say_title(played: Rehearsal, prepared: Prepared) -> None:
    number = prepared.plan.identity.number
    say(f"Diễn tập kế hoạch số {number}, từ {day_text(played.opens)} đến {day_text(played.through)}")
    say(f"Kịch bản: {scenario_text(played.scenario)}")


def _say_round(each: Round, units: UnitTree) -> None:
    kind = MESSAGE_NAMES[each.message]
    if len(each.messages) <= FEW:
        for one in each.messages:
            say(f"  {each.at:%H:%M}  {kind}: {_receiver(one, units)}\n         {one.subject}")
        return
    say(
        f"  {each.at:%H:%M}  {kind}: {number_text(len(each.messages))} thông báo, gửi {_names(each.messages, units)}",
        hang=7,
    )
    headings = dict.fromkeys(heading(one, units[one.unit].name) for one in each.messages)
    if len(headings) <= FEW:
        for text in headings:
            say(f"         {text}")


def _say_letters(messages: Iterable[Message], units: UnitTree) -> None:
    for one in messages:
        say(f"\n  {one.at:%H:%M}  {MESSAGE_NAMES[one.message]}: {_receiver(one, units)}")
        say(f"         Mốc: {rung_text(one.rung)}. {one.reason}")
        say(f"         {one.subject}\n")
        say(indent(one.text.rstrip(), " " * 9))


def _say_part(title: str, messages: Sequence[Message], *, units: UnitTree) -> None:
    if not messages:
        return
    say(f"\n{title}")
    for day in agenda(sorted(messages, key=lambda one: one.at)):
        say(f"  {_day_name(day.day)}")
        for each in day.rounds:
            say(f"    {MESSAGE_NAMES[each.message]}: {_how_many(each.messages, units)}", hang=2)


def _say_moved(moved: Sequence[Moved], units: UnitTree) -> None:
    together: dict[str, list[Message]] = {}
    for pair in moved:
        days = f"từ {day_text(pair.before.at.date())} sang {day_text(pair.after.at.date())}"
        together.setdefault(f"{days}, {MESSAGE_NAMES[pair.before.message]}", []).append(pair.before)
    if together:
        say("\nDời ngày")
    for what, messages in together.items():
        say(f"  {what}: {_how_many(messages, units)}", hang=2)


def _say_unsent(played: Rehearsal, units: UnitTree) -> None:
    unsent = sorted((one for one in played.decisions if one.outcome != SENT), key=lambda one: (one.unit, one.at))
    if unsent:
        say("\nNhững lần không gửi, và vì sao")
    for unit, of_unit in groupby(unsent, key=lambda one: one.unit):
        say(f"  {units[unit].name}")
        for one in of_unit:
            kind = f"{MESSAGE_NAMES[one.message]} ({rung_text(one.rung)})"
            say(f"    {day_text(one.at.date())}  {kind}: {OUTCOMES[one.outcome]}. {one.reason}", hang=2)


def _receiver(one: Message, units: UnitTree) -> str:
    return f"{receiver_name(one, units[one.unit].name)} <{one.to}>"


def _how_many(messages: Sequence[Message], units: UnitTree) -> str:
    return f"{number_text(len(messages))} thông báo, gửi {_names(messages, units)}"


def _names(messages: Iterable[Message], units: UnitTree) -> str:
    return names_text(units[one.unit].name for one in messages)


def _day_name(day: date) -> str:
    text = weekday_text(day)
    return text[0].upper() + text[1:]
