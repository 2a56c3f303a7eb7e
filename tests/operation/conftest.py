from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from config.wiring import workplace
from tests.fakes.far_server import FarServer, Reply
from tests.flows.live import open_small_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.wiring import Workplace


@pytest.fixture(scope="session")
def opened_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the small campaign, opened once for all tests of this folder."""
    folder = tmp_path_factory.mktemp("van-hanh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONDOC_DATA", str(folder))
        place, _ = open_small_campaign()
        place.engine.dispose()
    return folder


@pytest.fixture
def place(opened_here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    """An installation of its own, as the environment describes it."""
    monkeypatch.setenv("DONDOC_DATA", str(shutil.copytree(opened_here, tmp_path / "du-lieu")))
    found = workplace()
    yield found
    found.engine.dispose()
    found.hasty_engine.dispose()


@pytest.fixture(scope="session")
def _switchboard() -> Iterator[FarServer]:
    with FarServer() as running:
        running.route("POST", "/bao-dong", lambda _: Reply.of({}))
        yield running


@pytest.fixture
def phone(place: Workplace, _switchboard: FarServer) -> FarServer:
    """Takes the alarms of this installation as any webhook would."""
    place.settings.alarm_url = SecretStr(f"{_switchboard.url.replace('http', 'json', 1)}/bao-dong")
    _switchboard.calls.clear()
    return _switchboard
