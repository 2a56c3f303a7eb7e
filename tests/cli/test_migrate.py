"""What `dondoc migrate` says; what it does is tested in tests/operation/test_moving.py."""

from __future__ import annotations

import gc
import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.cli.test_json_shapes import documented, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres.server() as address:
        yield address


@pytest.fixture
def _collect_what_commands_leave_open() -> Iterator[None]:
    """A command's process ends with its connections; here they are gathered where the warning may pass."""
    yield
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("opened", "_collect_what_commands_leave_open")
def test_a_campaign_moves_is_refused_where_it_was_and_goes_on_where_it_is(
    *,
    dondoc: Dondoc,
    done: Callable[..., str],
    refused: Callable[..., str],
    server: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = json.loads(done("migrate", "--to", server, "--json"))

    assert keys(moved) == keys(documented("migrate"))
    assert moved["old_database"] == str(data / "dondoc.db")
    assert "đã được chuyển sang postgresql" in refused("status")
    monkeypatch.setenv("DONDOC_DATABASE_URL", server.replace("+psycopg", ""))
    assert done("status", "--as-of", "2022-07-05")
    monkeypatch.delenv("DONDOC_DATABASE_URL")
    assert json.loads(done("migrate", "--undo", "--json"))["undone"] is True
    assert done("status", "--as-of", "2022-07-05")
    assert "không trống" in refused("migrate", "--to", server)
    assert dondoc("migrate").code == 2


@pytest.mark.usefixtures("opened")
def test_a_machine_without_the_extra_is_told_its_name(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    assert "dondoc[postgres]" in refused("migrate", "--to", "postgresql://dondoc@may-chu.example/dondoc")


@pytest.mark.usefixtures("opened")
def test_a_server_that_does_not_answer_is_named_without_the_password(refused: Callable[..., str]) -> None:
    said = refused("migrate", "--to", "postgresql://dondoc:M4tKh4u@127.0.0.1:1/dondoc")

    assert "127.0.0.1" in said
    assert "M4tKh4u" not in said
