"""What a service consists of: pages, Prefect with its runner, and the work that pages ask for."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from operation.children import Child
from operation.prefect_server import (
    LIVE,
    QUIET,
    RUNNER_ONLY,
    home_setting,
    is_ready,
    pages_setting,
    port_for,
    server_command,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.settings import Settings

PARTS = ("prefect", "web", "work", "runner")


def children(settings: Settings, parts: Sequence[str] = PARTS) -> list[Child]:
    """Those of the parts that are wanted here. Where another Prefect server is named (PREFECT_API_URL), none is started."""
    home = settings.data / "prefect"
    given = os.environ.get("PREFECT_API_URL", "")
    port = 0 if given else port_for(settings.prefect_port)
    address = given or f"http://127.0.0.1:{port}/api"
    python = sys.executable
    made = {
        "prefect": Child(
            "prefect", server_command(port), QUIET | LIVE | home_setting(home) | pages_setting(home), is_chatty=True
        ),
        "web": Child("web", (python, "-m", "web.serving"), _listening(settings)),
        "work": Child("work", (python, "-m", "cli.main", "work")),
        "runner": Child(
            "runner",
            (python, "-m", "flows.serving"),
            QUIET | RUNNER_ONLY | home_setting(home) | {"PREFECT_API_URL": address},
            needs_ready=(lambda: True) if given else partial(is_ready, home, address),
        ),
    }
    return [made[name] for name in PARTS if name in parts and not (given and name == "prefect")]


def _listening(settings: Settings) -> dict[str, str]:
    return {
        "DONDOC_HOST": settings.host,
        "DONDOC_PORT": str(settings.port),
        "DONDOC_WEB_PROCESSES": str(settings.web_processes),
    }
