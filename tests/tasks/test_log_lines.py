"""The lines that a round writes say which campaign and which round they are about."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from config.day import deliver
from config.log_facts import facts
from tasks.at_work import in_workplace
from tasks.ticks import recorded
from tests.flows.live import OPENED, open_small_campaign

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from config.wiring import Workplace

PLAN = "ke-hoach-nho"
NOW = OPENED + timedelta(hours=1)


class _Heard(logging.Handler):
    """Each line with what was bound when it was written, as our own handler sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, dict[str, str]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.getMessage(), dict(facts())))


def test_lines_of_a_round_carry_its_campaign_and_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "du-lieu"))
    place, _ = open_small_campaign()
    place.engine.dispose()
    heard, log = _Heard(), logging.getLogger("config.day")
    monkeypatch.setattr(log, "handlers", [heard])
    caplog.set_level(logging.INFO, log.name)  # forgets what the logger remembers of earlier levels, too

    def work(place: Workplace) -> dict[str, int]:
        return deliver(place, place.campaign(PLAN), now=NOW)

    async def a_round() -> None:
        async with recorded("deliver", plan=PLAN, now=NOW):
            await in_workplace(work)

    asyncio.run(a_round())

    ((line, about),) = heard.lines
    assert line.startswith("A delivery round is done")
    assert about == {"campaign": PLAN, "tick": "1"}
    assert facts() == {}
