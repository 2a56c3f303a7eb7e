"""A PostgreSQL that has turned read-only, as after a failover: whoever writes is told so, and nothing looks like a fault of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy.exc import InternalError

from cli.failures import explain_failure
from config.settings import Settings
from config.wiring import Workplace
from database.models import UserRow
from tests import postgres
from tests.web.calls import serving
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """An installation whose server lets nobody write any more, once the tables are there."""
    folder: Path = tmp_path_factory.mktemp("read-only")
    with postgres.server() as address:
        before = Workplace(Settings(data=folder, database_url=address, _env_file=None))
        before.prepare()
        before.engine.dispose()
        closed = f"{address}&options=-c%20default_transaction_read_only%3Don"
        place = Workplace(Settings(data=folder, database_url=closed, _env_file=None))
        yield place
        place.engine.dispose()


@pytest.mark.xdist_group("postgres")
def test_a_page_that_writes_says_that_the_system_is_busy(read_only: Workplace) -> None:
    with serving(create_app(read_only)) as url:
        answer = httpx.post(f"{url}/sign-in", data={"name": "ban", "password": "khong biet"}, trust_env=False)

    assert (answer.status_code, "Hệ thống đang bận" in answer.text) == (503, True)


@pytest.mark.xdist_group("postgres")
def test_a_command_that_writes_says_that_the_server_only_lets_read(read_only: Workplace) -> None:
    with pytest.raises(InternalError) as refused, read_only.begin() as session:
        session.query(UserRow).delete()

    said = explain_failure(refused.value)

    assert "đang chỉ cho đọc" in said
    assert "ngoài dự kiến" not in said
