from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.ladder import Ladder
from rehearsal.comparison import Comparison, Moved, compare
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT
from tests.rehearsal.messages import digest, letter
from tests.small_plan import COMMUNE, LADDERS, UNIT, plan_with, rung

if TYPE_CHECKING:
    from rehearsal.rehearsing import Rehearsal
    from services.campaigns import Prepared

NOTHING = Comparison((), (), (), 0)


def test_comparison_of_the_same_messages_counts_them_unchanged() -> None:
    messages = [letter("15"), letter("22", unit="X2"), digest("25")]

    assert compare(messages, messages) == replace(NOTHING, unchanged=3)


def test_comparison_of_another_hour_on_the_same_day_is_unchanged() -> None:
    assert compare([letter("15")], [letter("15", hour="13:30")]) == replace(NOTHING, unchanged=1)


def test_comparison_of_one_more_message_adds_it() -> None:
    more = letter("27", rung="-3wd")

    assert compare([letter("22")], [letter("22"), more]) == replace(NOTHING, added=(more,), unchanged=1)


def test_comparison_of_one_message_less_drops_it() -> None:
    less = letter("15", rung="-14d")

    assert compare([less, letter("22")], [letter("22")]) == replace(NOTHING, dropped=(less,), unchanged=1)


def test_comparison_of_the_same_rung_on_another_day_moves_it() -> None:
    before, after = letter("22"), letter("25")

    assert compare([before], [after]) == replace(NOTHING, moved=(Moved(before, after),))


def test_comparison_of_a_rung_put_elsewhere_moves_it() -> None:
    before, after = letter("15", rung="-14d"), letter("19", rung="-10d")

    assert compare([before], [after]) == replace(NOTHING, moved=(Moved(before, after),))


def test_comparison_of_two_rungs_made_one_moves_the_nearer() -> None:
    far, near, after = letter("15", rung="-14d"), letter("27", rung="-3wd"), letter("25", rung="-5d")

    found = compare([far, near], [after])

    assert found == replace(NOTHING, dropped=(far,), moved=(Moved(near, after),))


def test_comparison_of_another_kind_on_the_same_day_is_no_move() -> None:
    before, after = letter("22"), letter("22", message="last_reminder")

    assert compare([before], [after]) == replace(NOTHING, added=(after,), dropped=(before,))


def test_comparison_never_pairs_two_units() -> None:
    before, after = letter("22", unit="X1"), letter("22", unit="X2")

    assert compare([before], [after]) == replace(NOTHING, added=(after,), dropped=(before,))


def test_comparison_of_two_ladders_accounts_for_every_message(prepared: Prepared, silent: Rehearsal) -> None:
    fewer = Ladder("commune", (rung("-10d", (UNIT, "reminder")), *COMMUNE.rungs[4:]))
    plan = plan_with(ladders=LADDERS | {"commune": fewer})
    other = rehearse(replace(prepared, plan=plan), SILENT)

    found = compare(silent.messages, other.messages)

    # Three communes lose the opening and two of three reminders; of those one day moves.
    assert [one.message for one in found.dropped].count("opening") == 3
    assert [one.message for one in found.dropped].count("reminder") == 6
    moved = [(pair.before.at.date().day, pair.after.at.date().day, pair.before.unit) for pair in found.moved]
    assert moved == [(22, 21, "X1"), (22, 21, "X2"), (22, 21, "X3")]
    assert len(silent.messages) == found.unchanged + len(found.moved) + len(found.dropped)
    assert len(other.messages) == found.unchanged + len(found.moved) + len(found.added)
