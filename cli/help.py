"""The help pages: those of cyclopts, with their few English words put into Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel
    from rich.console import Console, ConsoleOptions

WORDS = {
    "COMMAND": "LỆNH",
    "[OPTIONS]": "[TÙY-CHỌN]",
    "STR": "GIÁ-TRỊ",
    "PATH": "ĐƯỜNG-DẪN",
}


# What may be left out, by command: cyclopts only says that there is something.
LEFT_OUT = {"units": "[TÊN]", "consolidate": "[ĐƠN-VỊ]"}


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
        left_out = next((text for name, text in LEFT_OUT.items() if name in words), "[THAM-SỐ]")
        console.print(
            f"Cách dùng: {' '.join(left_out if word == '[ARGS]' else WORDS.get(word, word) for word in words)}\n",
            markup=False,
            highlight=False,
        )
