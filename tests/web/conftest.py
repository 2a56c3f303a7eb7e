from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from config.wiring import workplace
from database.models import OutboxRow
from services.decisions import decide_tier
from tests.flows.live import OPENED, open_small_campaign
from tests.web.browsing import _browser, pytest_collection_modifyitems, visit  # noqa: F401 -- fixtures of this folder
from tests.web.calls import SETTINGS, serving
from tests.web.pages.consolidated import ran_small  # noqa: F401 -- a fixture that is made once for all modules
from tests.web.people import cookie_for, signed_in_client
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx
    from fastapi import FastAPI

    from config.wiring import Workplace
    from domain.access import Role

NOW = OPENED + timedelta(hours=1)


@pytest.fixture(scope="session")
def opened_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the small campaign, opened and its first messages sent over a line that only notes them."""
    folder = tmp_path_factory.mktemp("nho")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONDOC_DATA", str(folder))
        place, campaign = open_small_campaign()
        with place.begin() as session:
            for tier in ("commune", "district"):
                decide_tier(session, campaign, tier=tier, now=NOW)
        with place.begin() as session:
            session.execute(update(OutboxRow).values(state="accepted", sent_at=NOW, settled_at=NOW, provider_id=""))
        place.engine.dispose()
    return folder


@pytest.fixture
def place(opened_small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    monkeypatch.setenv("DONDOC_DATA", str(shutil.copytree(opened_small, tmp_path / "du-lieu")))
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    found = workplace()
    if not found.settings.clock:
        vars(found)["now"] = lambda: NOW  # the campaign is of 2022, and pages act at the time of the place
    yield found
    found.engine.dispose()
    found.hasty_engine.dispose()


@pytest.fixture(scope="session")
def _served() -> Iterator[tuple[str, FastAPI]]:
    app = create_app(workplace())
    with serving(app) as address:
        yield address, app


@pytest.fixture
def url(place: Workplace, _served: tuple[str, FastAPI]) -> str:
    """One server for all tests: starting and stopping one takes longer than most of them."""
    address, app = _served
    app.state.place = place
    return address


@pytest.fixture
def as_role(place: Workplace, url: str) -> Iterator[Callable[..., httpx.Client]]:
    """A browser in which somebody of that role is signed in: `as_role(Role.BOARD)`, `as_role(Role.UNIT, body="X1")`."""
    clients: list[httpx.Client] = []

    def sign_in(role: Role, *, body: str = "", name: str = "") -> httpx.Client:
        clients.append(signed_in_client(url, cookie_for(place, role, body=body, name=name)))
        return clients[-1]

    yield sign_in
    for client in clients:
        client.close()
