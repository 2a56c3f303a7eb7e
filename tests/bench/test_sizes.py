"""That the size series measures what it says and tells it as it is. How long anything takes is not asked here."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import __main__ as command
from bench.sizes import delivery, grounds, picture, readme, running, start_up, table
from bench.sizes.cells import LINES, PROCESSOR, SUBJECTS, Cell, Line
from bench.sizes.grounds import SIZES, Ground
from bench.sizes.results import Results, keep, kept
from bench.sizes.slopes import exponent, last_exponent, one_more
from bench.sizes.verdicts import verdict
from tests.bench.servers import in_this_process

ROOT = Path(__file__).parents[2]
CELL = Cell(clock=2.0, processor=1.0, base_clock=1.0, base_processor=0.5, peak=90.0, idle=80.0)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    made = Ground(tmp_path_factory.mktemp("ground"), 6, rounds=1, sample=2)
    made.make()
    return made


def some_results() -> Results:
    """Every line at every size, in proportion to it."""
    found = Results(machine="a machine", day="27/11/2026", seconds=600, load=(0.5, 2.0))
    for number in SIZES:
        found.add(number, {line.name: Cell(number, number / 2, 1, 1, 100 + number, 90) for line in LINES})
    return found


# Pages and commands need processes of their own, so they have tests of their own.
@pytest.mark.parametrize("subject", ["tick", "delivery", "intake", "consolidation"])
def test_subject_gives_a_sane_cell_for_each_of_its_lines(
    ground: Ground, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "mail_server", in_this_process)

    found = import_module(f"bench.sizes.{running.MODULES[subject]}").measure(ground)

    assert list(found) == [line.name for line in LINES if line.subject == subject]
    for cell in found.values():
        assert min(cell.clock, cell.processor, cell.base_clock, cell.base_processor) > 0
        assert cell.peak >= cell.idle > 0


def test_a_command_is_measured_against_the_libraries_that_it_loads(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_up, "COMMANDS", {"version": ("--version",)})

    (cell,) = start_up.measure(ground).values()

    assert min(cell.processor, cell.base_processor, cell.peak, cell.idle) > 0


def test_pages_are_measured_against_a_hello_and_their_own_questions(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bench.sizes import pages  # noqa: PLC0415 -- here alone

    monkeypatch.setattr(pages, "PAGES", {"page: a unit": pages.PAGES["page: a unit"]})

    (cell,) = pages.measure(ground).values()

    assert min(cell.clock, cell.base_clock) > 0
    assert cell.peak >= cell.idle > 0


def test_what_fails_is_told_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def apart(module: str, _function: str, _ground: Ground) -> dict[str, Cell]:
        if module == "delivery":
            raise running.FailedError("its process died")
        return {line.name: CELL for line in LINES if running.MODULES[line.subject] == module}

    monkeypatch.setattr(running, "apart", apart)
    results, told = Results(), list[str]()

    running.run_series(results, sizes=[9], tell=told.append, keep=lambda found: keep(found, tmp_path / "r.json"))

    assert results.failed == {"delivery at 9": "its process died"}
    assert any("delivery FAILED, its process died" in one for one in told)
    assert "delivery" not in results.cells
    assert set(kept(tmp_path / "r.json").cells) == {line.name for line in LINES} - {"delivery"}
    (row,) = [row for row in table.costs(results)[1] if row[0].startswith("delivery")]
    assert row[1] == "FAILED"


def test_what_is_there_is_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def apart(module: str, *_: object) -> dict[str, Cell]:
        asked.append(module)
        return {}

    monkeypatch.setattr(running, "apart", apart)
    results = some_results()
    del results.cells["intake"][123]

    running.run_series(results, sizes=SIZES, tell=lambda _: None, resume=True)

    assert asked == ["grounds", "intake"]


def test_a_subject_that_breaks_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, failure = running.measured("cells", "nothing", Ground(tmp_path, 9))

    assert found == {}
    assert failure.startswith("AttributeError: ")
    assert "Traceback" in capsys.readouterr().err


def test_growth_is_the_power_that_the_costs_follow() -> None:
    costs = {number: 3 * number**1.02 for number in SIZES}

    assert exponent(costs) == pytest.approx(1.02)
    assert last_exponent(costs) == pytest.approx(1.02)
    assert one_more({10: 1.0, 20: 3.0, 1: 0.0}) == pytest.approx(0.2)
    assert exponent({123: 1.0}) is None
    assert one_more({123: 1.0}) is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({123: 1.0, 11_367: 1.0}, "≤ 2.00 s up to 11,367 met; ≤ 3× from 1,000 met; n^≤0.15 met"),
        ({123: 1.0, 11_367: 2.5}, "≤ 2.00 s up to 11,367 MISSED; ≤ 3× from 1,000 met; n^≤0.15 MISSED"),
        ({11_367: 1.0, 100_000: 3.5}, "≤ 2.00 s up to 11,367 met; ≤ 3× from 1,000 MISSED; n^≤0.15 MISSED"),
        ({123: 4.0}, "≤ 2.00 s up to 11,367 MISSED"),
    ],
)
def test_a_line_says_which_of_its_promises_were_kept(cells: dict[int, float], said: str) -> None:
    line = Line("x", "x", "one", "y", by=PROCESSOR, most=2.0, most_ratio=3, since=1_000, most_growth=0.15)

    assert verdict(line, {number: Cell(9, cost, 9, 1.0, 1, 1) for number, cost in cells.items()}) == said


def test_figures_come_back_from_their_file(tmp_path: Path) -> None:
    results = some_results()
    keep(results, tmp_path / "bench" / "results.json")

    assert kept(tmp_path / "bench" / "results.json") == results
    assert kept(tmp_path / "none.json") == Results()


def test_readme_has_the_lines_and_sizes_of_the_bench() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    written = text.partition(readme.BEGIN)[2].partition(readme.END)[0]

    assert all(f"\n| {line.name}; {line.counted}, {line.by} |" in written for line in LINES)
    assert all(f"\n| {subject} |" in written for subject in SUBJECTS)
    assert all(f" {number:,} |" in written for number in SIZES)
    assert "docs/bench.svg" in text


def test_the_table_is_written_between_its_marks_and_nothing_else_is_touched(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n", encoding="utf-8")

    readme.write(page, some_results())
    once = page.read_text(encoding="utf-8")
    readme.write(page, some_results())

    assert page.read_text(encoding="utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
    assert "old" not in once
    assert "| tick, all due; the whole tick, processor | 62× · 61.50 s |" in once
    with pytest.raises(ValueError, match="The marks are missing"):
        readme.with_block("no marks", "new")


def test_the_picture_has_a_plot_for_each_line_and_one_for_memory() -> None:
    drawn = ET.fromstring(picture.picture(some_results()))  # noqa: S314 -- our own
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]

    # The plot of memory names the subjects, some of which are called like their line.
    assert [words.count(line.name) for line in LINES] == [1 + (line.name in SUBJECTS) for line in LINES]
    assert words.count("memory") == 1
    assert words.count("100,000") == len(LINES) + 1


def test_a_size_that_was_not_measured_leaves_a_gap_in_table_and_picture() -> None:
    results = some_results()
    del results.cells["delivery"][100_000]

    (row,) = [row for row in table.costs(results)[1] if row[0].startswith("delivery")]

    assert row[4] == table.NOTHING
    ET.fromstring(picture.picture(results))  # noqa: S314 -- the same


def test_command_shows_and_writes_what_the_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"{readme.BEGIN}\n{readme.END}", encoding="utf-8")
    monkeypatch.setattr(command, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(command, "README", page)
    monkeypatch.setattr(command, "PICTURE", tmp_path / "bench.svg")
    keep(some_results(), tmp_path / "results.json")

    command.main(["--show", "--write"])

    assert "600 s in all, load 0.5 to 2.0" in capsys.readouterr().out
    assert "tick, all due" in page.read_text(encoding="utf-8")
    assert (tmp_path / "bench.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_ground_is_made_once(ground: Ground) -> None:
    before = ground.folder.joinpath("morning.db").stat().st_mtime_ns

    grounds.make(ground)

    assert ground.folder.joinpath("morning.db").stat().st_mtime_ns == before
    assert ground.size.obligations == 6
