"""A Zalo on this machine, with a pair of tokens in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notifications.channels.http_session import HttpSession
from notifications.zalo.hosts import Hosts
from notifications.zalo.oauth import OauthClient
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_consent import new_pair
from tests.fakes.zalo_world import APP_ID, APP_SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        new_pair(running)
        yield running
        running.assert_tidy()


@pytest.fixture
def oauth(zalo: FakeZalo) -> OauthClient:
    hosts = Hosts(zalo.url, zalo.url, zalo.url)
    return OauthClient(HttpSession(timeout_seconds=1), app_id=APP_ID, app_secret=APP_SECRET, hosts=hosts)
