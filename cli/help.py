"""The help pages: those of cyclopts, with their few English words put into Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel
    from rich.console import Console, ConsoleOptions

WORDS = {
    "COMMAND": "LỆNH",
    "[OPTIONS]": "[TÙY-CHỌN]",
    "[ARGS]": "[THAM-SỐ]",
    "STR": "GIÁ-TRỊ",
    "PATH": "ĐƯỜNG-DẪN",
}


class VietnameseHelp:
    """A help formatter in the sense of cyclopts. What it stands on is loaded only when a page is shown."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        from cyclopts.help import DefaultFormatter  # noqa: PLC0415 -- most runs show no page

        # The line of usage already tells what must be given: it stands there without brackets.
        panel.entries = [
            entry.copy(required=False, metavar=WORDS.get(entry.metavar or "", entry.metavar)) for entry in panel.entries
        ]
        DefaultFormatter()(console, options, panel)

    def render_usage(self, console: Console, _options: ConsoleOptions, usage: object) -> None:
        words = str(usage).split()
        console.print(
            f"Cách dùng: {' '.join(WORDS.get(word, word) for word in words)}\n", markup=False, highlight=False
        )
