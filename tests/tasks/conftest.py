"""Tasks are called as plain functions on a campaign in a database file: what Prefect adds is tested with the flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.mail_sink import MailSink
from tests.flows.live import SECRET, open_small_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.wiring import Workplace


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mails") as sink:
        yield sink


@pytest.fixture
def place(tmp_path: Path, sink: MailSink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
    monkeypatch.setenv("DONDOC_SECRET", SECRET)
    monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender="board@hanam.example", name="Ban Tuyên giáo"))
    opened, _ = open_small_campaign()
    yield opened
    opened.engine.dispose()
