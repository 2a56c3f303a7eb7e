"""The web process of the soak: `python -m soak.pages PORT` serves the pages at the time of its machine."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from config.settings import Settings
from config.wiring import Workplace
from soak.clock_file import CLOCK, ClockFile
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class TimedPlace(Workplace):
    """A workplace whose time is that of the clock file."""

    @cached_property
    def now(self) -> Callable[[], datetime]:
        return ClockFile(Path(os.environ[CLOCK])).now


def main() -> None:
    app = create_app(TimedPlace(Settings()))
    port = int(sys.argv[1])
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, server_header=False, log_level="warning")


if __name__ == "__main__":
    main()
