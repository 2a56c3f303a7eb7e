from __future__ import annotations

from datetime import date

import pytest

from rehearsal.agenda import (
    Busiest,
    KindFigures,
    agenda,
    figures,
    heading,
    names_text,
    narrowed,
    number_text,
    scenario_text,
)
from tests.rehearsal.messages import decision, digest, letter, rehearsal


def test_agenda_groups_by_day_then_by_hour_and_kind() -> None:
    first, second, urging = letter("15"), letter("15", unit="X2"), letter("15", message="urging")
    later, next_day = letter("15", hour="13:30", unit="X3"), letter("18")

    found = agenda([first, urging, second, later, next_day])

    assert [day.day for day in found] == [date(2022, 7, 15), date(2022, 7, 18)]
    assert [each.messages for each in found[0].rounds] == [(first, second), (urging,), (later,)]
    assert [day.count for day in found] == [4, 1]


def test_narrowed_to_a_unit_keeps_the_lists_that_name_it() -> None:
    own, named, other = letter("15"), digest("25"), digest("25", about=("X3",))
    mine, foreign = decision("15"), decision("15", unit="X2")

    found = narrowed(rehearsal(own, named, other, decisions=[mine, foreign]), unit="X1")

    assert found.messages == (own, named)
    assert found.decisions == (mine,)


def test_narrowed_to_a_day_keeps_that_day() -> None:
    found = narrowed(
        rehearsal(letter("15"), letter("22"), decisions=[decision("15"), decision("22")]),
        day=date(2022, 7, 22),
    )

    assert found == rehearsal(letter("22"), decisions=[decision("22")])


def test_narrowed_to_nothing_keeps_everything() -> None:
    whole = rehearsal(letter("15"), decisions=[decision("15")])

    assert narrowed(whole) == whole


def test_figures_count_kinds_in_their_usual_order() -> None:
    found = figures(rehearsal(letter("15", message="urging"), letter("15"), letter("22"), letter("22", unit="X2")))

    assert found.kinds == (KindFigures("reminder", 3, 2), KindFigures("urging", 1, 1))
    assert (found.count, found.days) == (4, 2)


def test_figures_name_the_busiest_person_and_day() -> None:
    found = figures(rehearsal(letter("15"), letter("22"), letter("22", message="receipt"), letter("22", unit="X2")))

    assert found.busiest == Busiest("x1@hanam.example", date(2022, 7, 22), 2)


def test_figures_of_nothing_name_nobody() -> None:
    assert figures(rehearsal()).busiest is None


def test_figures_count_what_was_not_sent_by_outcome() -> None:
    found = figures(
        rehearsal(
            decisions=[
                decision("15", outcome="no_channel"),
                decision("15"),
                *[decision(day, outcome="already_submitted") for day in ("15", "22")],
            ],
        ),
    )

    assert list(found.unsent.items()) == [("already_submitted", 2), ("no_channel", 1)]


def test_heading_leaves_the_name_of_the_unit_out() -> None:
    assert heading(letter("15"), "X1") == "Nhắc nộp báo cáo"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B", "C", "A"], "A, B, C"),
        (["A", "B", "C", "D", "E"], "A, B, C và 2 đơn vị khác"),
    ],
)
def test_names_text_names_a_few_and_counts_the_rest(names: list[str], text: str) -> None:
    assert names_text(names) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (1776, "1.776")])
def test_number_text_sets_a_point_at_the_thousands(number: int, text: str) -> None:
    assert number_text(number) == text


def test_scenario_text_says_it_in_vietnamese() -> None:
    assert scenario_text("silent") == "không đơn vị nào nộp báo cáo"


def test_scenario_text_of_a_file_is_its_name() -> None:
    assert scenario_text("kich-ban-1") == "kich-ban-1"
