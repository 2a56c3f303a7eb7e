from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from cli.showing_progress import ProgressLine

if TYPE_CHECKING:
    import pytest


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(line: ProgressLine) -> None:
    line("Đọc các báo cáo", 0, 120)
    line("Đọc các báo cáo", 120, 120)
    line("Ghép", 0, 0)
    line.finish()


def test_terminal_shows_one_line_that_is_written_over_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", screen := Screen())

    told(ProgressLine())

    assert screen.getvalue().split("\r") == [
        "",
        "Đọc các báo cáo: 0/120",
        "Đọc các báo cáo: 120/120",
        f"{'Ghép…':<24}",
        " " * 5,
        "",
    ]


def test_elsewhere_there_is_a_line_for_each_stage(capsys: pytest.CaptureFixture[str]) -> None:
    told(ProgressLine())

    assert capsys.readouterr().out == "Đọc các báo cáo…\nGhép…\n"
