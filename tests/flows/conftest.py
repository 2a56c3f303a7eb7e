"""A real Prefect server for the tests of the flows, started once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from operation.prefect_server import SERVER_ONLY, prefect_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With the scheduler, which has nothing to do but for the one test that gives it something."""
    home = tmp_path_factory.mktemp("prefect")
    with _scheduling(), prefect_server(home) as api, temporary_settings({PREFECT_API_URL: api}):
        yield api


@contextmanager
def _scheduling() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SERVER_ONLY, "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED", "true")
        yield


@pytest.fixture(autouse=True)
def _collect_what_prefect_leaves_open() -> Iterator[None]:
    """Prefect asks for its result storage over a client that it never closes, once a run.

    Its sockets are gathered here, where the mark PREFECT lets the warning pass, and not in some later test.
    """
    yield
    gc.collect()
