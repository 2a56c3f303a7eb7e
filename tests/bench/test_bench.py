"""That the benchmark measures what it says, on a country of nine units. How long anything takes is not asked here."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench import (
    auditing,
    carrying,
    consolidating,
    copying,
    delivering,
    grouping,
    growing,
    handing_over,
    matching,
    merging,
    planted,
    proving,
    reading,
    rehearsing,
    starting,
    ticking,
)
from bench.campaign_file import open_file, tick, tick_seconds
from bench.figures import Figure, Unit, table
from bench.machine import load, machine
from bench.measuring import best, medians
from bench.nation import NATION, TICK_DAY, Size, nation, of_obligations
from bench.parts import PARTS, run
from bench.report_files import HABITS, HEADINGS, report_file
from documents.reading import read_report
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT
from services.campaigns import Prepared
from tests.bench.servers import in_this_process
from tests.documents.corpus.habits import FAITHFUL_HABITS, HARD_HABITS
from tests.small_plan import CONTACTS, PLAN, UNITS

SMALL = Size(provinces=1, districts=2, communes=6)
A_WEEK = Prepared(replace(PLAN, closes=PLAN.opens + timedelta(days=7)), UNITS, CONTACTS, "{}", "sha")


@pytest.fixture
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers and workers beside this test are threads: to start a process takes longer than what it then does."""
    for module in (delivering, handing_over):
        monkeypatch.setattr(module, "mail_server", in_this_process)
    for module in (handing_over, merging):
        monkeypatch.setattr(module, "ProcessPoolExecutor", one_thread)


def one_thread(number: int, **_: Any) -> Executor:
    return ThreadPoolExecutor(number)


def test_nation_has_as_many_units_as_the_country_had() -> None:
    assert NATION.obligations == 11_367
    assert of_obligations(2_000).obligations == 2_000


def test_nation_has_a_contact_for_every_unit() -> None:
    prepared = nation(SMALL, due=3)

    assert [unit.tier for unit in prepared.units].count("commune") == 6
    assert {contact.unit for contact in prepared.contacts} == {unit.code for unit in prepared.units}


@pytest.mark.parametrize("due", [0, 3, 6])
def test_tick_finds_exactly_as_many_due_as_asked_for(tmp_path: Path, due: int) -> None:
    file = open_file(tmp_path, size=SMALL, due=due)
    engine = file.open()

    decided = [tick(engine, file.campaign, day=TICK_DAY) for _ in range(2)]

    engine.dispose()
    assert decided == [due, 0]


def test_bare_driver_writes_the_very_rows_of_the_tick(tmp_path: Path) -> None:
    file = open_file(tmp_path, size=SMALL, due=6)
    ticked, bare = file.copy("ticked.db"), file.copy("bare.db")
    tick_seconds(ticked)
    rows = ticking.added_rows(file, ticked)

    ticking.insert_seconds(bare, rows)

    assert [(one.table, len(one.values)) for one in rows] == [("outbox", 6), ("decisions", 6)]
    assert ticking.added_rows(file, bare) == rows


def test_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    made = open_file(tmp_path, size=SMALL, due=6)
    tick_seconds(made)

    again = open_file(tmp_path, size=SMALL, due=6)

    engine = again.open()
    assert tick(engine, again.campaign, day=TICK_DAY) == 0
    engine.dispose()


def test_contexts_are_those_of_the_messages_of_a_rehearsal() -> None:
    contexts = rehearsing.rendered_contexts(A_WEEK)

    assert len(contexts) == len(rehearse(A_WEEK, SILENT).messages) > 0


@pytest.mark.usefixtures("one_process")
@pytest.mark.xdist_group("bench")  # it takes long, so it begins early
def test_every_part_gives_figures(tmp_path: Path) -> None:
    figures = [
        *rehearsing.measure(tmp_path, plan=A_WEEK, rounds=1),
        *ticking.measure(tmp_path, size=SMALL, rounds=1),
        *proving.measure(tmp_path, size=SMALL, rounds=1),
        *growing.measure_due(tmp_path, size=SMALL, due=(0, 3), rounds=1),
        *growing.measure_size(tmp_path, sizes=(SMALL, Size(1, 2, 12)), due=6, rounds=1),
        *delivering.measure(tmp_path, size=SMALL, rounds=1),
        *handing_over.measure(tmp_path, letters=2, notifications=1, rounds=1),
        *reading.measure(tmp_path, rounds=1),
        *reading.measure_memory(tmp_path, settled=1, read=2),
        *matching.measure(tmp_path, files=1),
        *matching.measure_time(tmp_path, rounds=1),
        *matching.measure_memory(tmp_path, settled=1, checked=2),
        *planted.measure(tmp_path, files=1),
        *carrying.measure(tmp_path, paragraphs=20, rounds=1),
        *merging.measure(tmp_path, reports=2),
        *merging.measure_growth(tmp_path, sizes=(1, 2)),
        *consolidating.measure(tmp_path, reports=2),
    ]

    assert [one.what for one in figures] == [
        "rehearsal, 7 days × 5 obligations",
        "peak memory of the rehearsal",
        "tick, 6 due of 9",
        "peak memory of the tick, 6 due of 9",
        "proof of 9 obligations, 18 decisions",
        "tick, 0 due of 9",
        "tick, 3 due of 9",
        "slope: one obligation more, due",
        "tick, 6 due of 15",
        "slope: one obligation more, not due",
        "delivery, 6 messages",
        *["handing over, 2 ready letters"] * 2,
        "reading 12 pages, heading styles",
        "reading 12 pages, bold typed numbers",
        "reading 12 pages, automatic numbers",
        "memory after 2 reports read",
        *(
            f"{wrong}, {habit}"
            for habit in (*FAITHFUL_HABITS, *HARD_HABITS)
            for wrong in ("wrong section", "not found")
        ),
        "checking 12 pages against the outline",
        "memory after 2 reports checked",
        *(
            f"{what}, {name}: {wrong}"
            for name in planted.SETS
            for what in (planted.FAULTS | planted.ADDRESSEES).values()
            for wrong in ("wrong", "missed")
        ),
        "carrying 20 paragraphs over",
        "one paragraph of 80",
        "merging 2 reports",
        "memory to merge 2 reports",
        "one of 2 reports merged",
        "memory to merge 2 reports",
        "consolidating 2 reports",
        *consolidating.STAGES.values(),
        "peak memory of consolidating 2",
    ]
    assert all(one.baseline > 0 for one in figures)


def test_status_loads_nothing_of_prefect(tmp_path: Path) -> None:
    figures = starting.measure(tmp_path, rounds=1)

    names = [*["dondoc status, 123 obligations"] * 2, "modules of Prefect in dondoc status"]
    assert [one.what for one in figures] == names
    assert all(one.baseline > 0 for one in figures)
    assert figures[-1].measured == 0


@pytest.mark.parametrize("habit", HABITS)
def test_report_to_be_read_has_the_same_headings_in_each_habit(habit: str) -> None:
    headings = read_report(report_file(habit, "a")).headings

    assert len(headings) == HEADINGS
    assert [(one.level, one.label) for one in headings[:3]] == [(1, "I"), (2, "1"), (2, "2")]


@pytest.mark.parametrize("part", PARTS)
def test_part_is_where_its_name_says(part: str) -> None:
    module, _, function = part.partition(":")

    assert callable(getattr(import_module(f"bench.{module}"), function))


def test_part_is_run_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "NATION", SMALL)

    assert run("ticking:prepare", tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["6-of-9.db"]


def test_medians_and_best_are_taken_of_each_by_itself() -> None:
    first, second = iter([3.0, 1.0, 2.0]), iter([30.0, 10.0, 90.0])

    assert medians(3, lambda: next(first), lambda: next(second)) == [2.0, 30.0]
    assert best(2, iter([3.0, 1.0]).__next__) == [1.0]


@pytest.mark.parametrize(
    ("figure", "target"),
    [
        (Figure("x", 1.0, "y", 0.5), "–"),
        (Figure("x", 1.0, "y", 0.5, most=5.0), "≤ 5.00 s met"),
        (Figure("x", 1.0, "y", 0.5, most_ratio=1.5), "≤ 1.5× MISSED"),
        (Figure("x", 1.0, "y", 0.5, most=5.0, most_ratio=2.0), "≤ 5.00 s, ≤ 2× met"),
    ],
)
def test_figure_says_whether_its_target_is_met(figure: Figure, target: str) -> None:
    assert figure.target == target


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit.SECONDS, 3.7412, "3.74 s"),
        (Unit.SECONDS, 0.0456, "45.6 ms"),
        (Unit.SECONDS, 4.21e-5, "42.1 µs"),
        (Unit.SECONDS, 2e-8, "20 ns"),
        (Unit.PER_SECOND, 0.0025, "400/s"),
        (Unit.MEGABYTES, 204.6, "205 MB"),
        (Unit.COUNT, 0, "0"),
    ],
)
def test_unit_writes_a_value_as_it_is_read(unit: Unit, value: float, text: str) -> None:
    assert unit.text(value) == text


def test_table_has_a_line_for_each_figure_and_the_machine_is_named() -> None:
    console = Console(width=120)

    with console.capture() as captured:
        console.print(table([Figure("tick", 0.5, "sqlite3 alone", 0.25, most_ratio=3.0)]))

    line = captured.get().split("tick")[1].split()
    assert line == ["500.0", "ms", "250.0", "ms", "sqlite3", "alone", "2×", "≤", "3×", "met"]
    assert "SQLite" in machine()
    assert load().count("/") == 2


def test_copies_are_looked_for_in_the_sections_of_a_country() -> None:
    texts = copying.country(12)

    assert len({(text.section, text.unit) for text in texts}) == 12 * copying.SECTIONS
    assert copying.hints()[0].startswith("Phát huy sức mạnh tổng hợp")


def test_planted_copies_are_counted_by_way_and_degree() -> None:
    figures = list(copying.of_seeds("small", [5], units=24, copies=2))

    assert [figure.what for figure in figures][1] == "not found, sentences 100% kept, small"
    assert [figure.baseline for figure in figures][1:] == [2] * 6
    assert figures[1].measured == 0


def test_half_of_the_sentences_are_said_by_many() -> None:
    said = list(grouping.sayings(30))

    assert len(said) == 30 * grouping.SENTENCES
    assert grouping.measure(Path(), units=3)[0].what == "30 sentences grouped"


def test_audit_is_measured_on_a_campaign_without_a_flaw(tmp_path: Path) -> None:
    larger = Size(provinces=1, districts=2, communes=12)

    figures = auditing.measure(tmp_path, size=SMALL, larger=larger, rounds=1)

    assert [figure.what.partition(",")[0] for figure in figures] == [
        "audit of 9 obligations",
        "audit of 15 obligations",
        "slope: one obligation more",
    ]
