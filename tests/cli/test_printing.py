from __future__ import annotations

from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.printing import day_text, moment_text, plain, print_table, say
from domain.units import Contact, ContactRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

DAY = "24/10/2022"
SENTENCE = "Đã tổng hợp báo cáo của mười một đơn vị, còn hai đơn vị chưa nộp."


class Terminal(StringIO):
    """A stream that says of itself that a person reads it."""

    def isatty(self) -> bool:
        return True


def test_plain_keeps_nothing_that_json_does_not_know() -> None:
    contact = Contact("c", "U", "Đầu mối", ContactRole.FOCAL, "email", "c@coquan.example")
    moment = datetime(2022, 8, 20, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    found = plain({"who": contact, "when": (moment, date(2022, 8, 20)), "where": Path("var/tep"), "at": time(8)})

    assert found == {
        "who": {
            "code": "c",
            "unit": "U",
            "name": "Đầu mối",
            "role": "focal",
            "channel": "email",
            "address": "c@coquan.example",
            "phone": "",
        },
        "when": ["2022-08-20T08:00:00+07:00", "2022-08-20"],
        "where": "var/tep",
        "at": "08:00:00",
    }


def test_a_table_breaks_sentences_but_no_day_code_or_address(capsys: pytest.CaptureFixture[str]) -> None:
    row = ("DU-13297", DAY, "du-13297@hanam.example", "quá hạn 22 ngày", SENTENCE)

    lines = table_lines(capsys, [row])

    assert all(cell in lines[0] for cell in row[:4])
    assert len(lines) > 1
    assert max(map(len, lines)) <= 80


def test_a_table_breaks_its_heads_to_the_width_of_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Số liệu", ("Cấp", "Phải nộp"), [("Cấp xã", 109)], right=(1,))

    printed = capsys.readouterr().out
    assert [line.rstrip() for line in printed.splitlines()] == [
        "Số liệu",
        "",
        "        Phải",
        "Cấp      nộp",
        "─────────────",
        "Cấp xã   109",
        "",
    ]


def test_a_table_on_a_narrow_screen_loses_nothing(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "20")

    assert "".join(table_lines(capsys, [("du-13297@hanam.example",)])) == "du-13297@hanam.example"


def table_lines(capsys: pytest.CaptureFixture[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """The lines below the head."""
    print_table("Bảng", [""] * len(rows[0]), rows)
    printed = capsys.readouterr().out.splitlines()
    return [line.rstrip() for line in printed[printed.index(next(line for line in printed if "──" in line)) + 1 :]]


def test_a_line_on_a_terminal_is_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()

    say(f"  {SENTENCE}", to=terminal)

    lines = terminal.getvalue().splitlines()
    assert all(len(line) <= 30 and line.startswith("  ") for line in lines)
    assert " ".join(line.strip() for line in lines) == SENTENCE


def test_a_list_on_a_terminal_hangs_what_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()

    say(f"  → {SENTENCE}", to=terminal, hang=2)

    first, *rest = terminal.getvalue().splitlines()
    assert first.startswith("  → ")
    assert rest
    assert all(line.startswith("    ") and line[4] != " " for line in rest)


def test_blank_lines_on_a_terminal_are_kept() -> None:
    terminal = Terminal()

    say("\nMột\n", to=terminal)

    assert terminal.getvalue() == "\nMột\n\n"


def test_a_line_to_another_program_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    stream = StringIO()

    say(SENTENCE, to=stream)

    assert stream.getvalue() == f"{SENTENCE}\n"


def test_no_day_is_an_empty_cell() -> None:
    assert (day_text(None), moment_text(None)) == ("", "")
    assert day_text(date(2022, 10, 24)) == DAY
