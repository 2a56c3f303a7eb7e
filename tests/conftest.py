"""What every test stands on: no settings of the person who runs it, and no trace in that person's home."""

from __future__ import annotations

import logging
import os
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.shared_dialect import share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.imap_server import ImapServer

# Before anything imports Prefect, which reads its settings then and keeps its profile in the home folder otherwise.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="dondoc-prefect-")
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "false"
os.environ["PREFECT_API_TLS_INSECURE_SKIP_VERIFY"] = "true"
os.environ["PREFECT_LOGGING_TO_API_ENABLED"] = "false"

# How long an example takes is for the benchmarks: here it says only how busy the machine is.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


share()

# Groups that one worker goes through by itself, the longest first.
LONG = ("prefect", "service", "workers", "browser", "bench", "crash", "api", "channels", "postgres")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long and stays with one worker begins first, or the other worker waits for it in the end."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    marker = item.get_closest_marker("xdist_group")
    group = marker.args[0] if marker else ""
    return LONG.index(group) if group in LONG else len(LONG)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: a zip bears the time at which it was made, and both workers must find the same names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]) -> None:
    for name in list(os.environ):
        if name.startswith("DONDOC_") or name == "CREDENTIALS_DIRECTORY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _logs_as_they_come() -> None:
    """A test that sets up the logs does so for its whole process: it must not silence what a later test listens to."""
    from config.logs import TALKATIVE  # noqa: PLC0415 -- it imports libraries, and Prefect's settings stand above

    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture(scope="session")
def _imap_server() -> Iterator[ImapServer]:
    from tests.imap_server import running_server  # noqa: PLC0415 -- only where a mailbox is asked for

    with running_server() as server:
        yield server


@pytest.fixture
def imap(_imap_server: ImapServer) -> ImapServer:
    """A mail server on this machine, whose one mailbox is empty."""
    _imap_server.clear()
    return _imap_server
