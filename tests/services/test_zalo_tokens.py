from __future__ import annotations

import logging
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import OperationalError

from database.base import Base
from database.queries.zalo_grants import grant_row
from database.session import open_engine, transaction
from domain.zalo_grants import LEASE, GrantState
from notifications.zalo.oauth import Pair
from notifications.zalo.tokens import NoToken, Token
from services.zalo_grants import keep_grant
from services.zalo_tokens import NO_GRANT, GrantTokens
from tests import postgres
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_consent import PATH, new_pair
from tests.fakes.zalo_world import APP_ID, OA_ID
from tests.services.zalo_worker import CIPHER, tokens_at
from tests.stories.process import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from database.models import ZaloGrantRow

CONNECTED = datetime(2022, 7, 20, 1, 0, tzinfo=UTC)
SOON_OVER = CONNECTED + timedelta(hours=21)
OVER = CONNECTED + timedelta(hours=26)


class Bench:
    """An account in a database, and Zalo beside it, both at the same moment."""

    def __init__(self, database: str, zalo: FakeZalo) -> None:
        self.database, self.zalo = database, zalo
        self.engine = open_engine(database)
        Base.metadata.create_all(self.engine)

    def connect(self) -> None:
        access, refresh = new_pair(self.zalo)
        with transaction(self.engine) as session:
            pair = Pair(access, refresh)
            keep_grant(session, OA_ID, app_id=APP_ID, pair=pair, cipher=CIPHER, now=self.zalo.clock.now)

    def tokens(self, now: datetime) -> GrantTokens:
        self.zalo.clock.now = now
        return tokens_at(self.engine, self.zalo.url, now)

    def row(self) -> ZaloGrantRow:
        with transaction(self.engine) as session:
            row = grant_row(session, OA_ID)
        assert row is not None
        return row

    def workers(self, number: int, now: datetime, *more: str) -> list[str]:
        """What so many processes print that begin as one; "killed" for one that was."""
        self.zalo.clock.now = now
        command = [sys.executable, "-m", "tests.services.zalo_worker", self.database, self.zalo.url, now.isoformat()]
        ran = subprocess.run(  # noqa: S603 -- our own module
            [*command, "--workers", str(number), *more],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return ran.stdout.splitlines()


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        running.clock.now = CONNECTED
        yield running


@pytest.fixture
def bench(tmp_path: Path, zalo: FakeZalo) -> Iterator[Bench]:
    found = Bench(f"sqlite:///{tmp_path / 'dondoc.db'}", zalo)
    found.connect()
    yield found
    found.engine.dispose()


def test_current_with_a_fresh_pair_asks_nobody(bench: Bench) -> None:
    found = bench.tokens(CONNECTED + timedelta(hours=19)).current()

    assert (found, bench.zalo.calls) == (Token(1, "planted-access-1"), [])


@pytest.mark.parametrize("now", [SOON_OVER, OVER], ids=["soon over", "over"])
def test_current_renews_in_time_and_writes_both_tokens(now: datetime, bench: Bench) -> None:
    tokens = bench.tokens(now)

    first, second = tokens.current(), tokens.current()

    assert first == second == Token(2, "planted-access-2")
    assert len(bench.zalo.called(PATH)) == 1
    row = bench.row()
    assert (CIPHER.open(row.refresh), row.refresh_issued_at, row.attempt_at) == ("planted-refresh-2", now, None)


def test_current_renews_a_pair_that_nobody_used_for_a_week(bench: Bench) -> None:
    with transaction(bench.engine) as session:
        row = grant_row(session, OA_ID)
        assert row is not None
        row.access_expires_at = CONNECTED + timedelta(days=30)

    assert bench.tokens(CONNECTED + timedelta(days=7)).current() == Token(2, "planted-access-2")


def test_renewed_takes_a_newer_token_that_is_there_without_asking(bench: Bench) -> None:
    bench.tokens(OVER).current()

    found = bench.tokens(OVER).renewed(Token(1, "planted-access-1"))

    assert (found, len(bench.zalo.called(PATH))) == (Token(2, "planted-access-2"), 1)


def test_current_without_a_grant_tells_how_to_connect(tmp_path: Path, zalo: FakeZalo) -> None:
    empty = Bench(f"sqlite:///{tmp_path / 'leer.db'}", zalo)

    assert empty.tokens(CONNECTED).current() == NO_GRANT
    assert empty.tokens(CONNECTED).renewed(Token(1, "x")) == NO_GRANT
    empty.engine.dispose()


@pytest.mark.parametrize("refused", [(), ("--refused", "1")], ids=["expired", "refused"])
def test_four_workers_ask_zalo_once_and_none_is_told_to_reconnect(refused: tuple[str, ...], bench: Bench) -> None:
    said = bench.workers(4, OVER, *refused)

    assert (said, len(bench.zalo.called(PATH))) == (["version 2"] * 4, 1)
    assert bench.row().state == GrantState.OK


def test_four_workers_on_postgresql_ask_zalo_once(zalo: FakeZalo) -> None:
    with postgres.server() as address:
        bench = Bench(address, zalo)
        bench.connect()

        said = bench.workers(4, OVER)

        assert (said, len(zalo.called(PATH)), bench.row().state) == (["version 2"] * 4, 1, GrantState.OK)
        bench.engine.dispose()


def test_a_worker_killed_before_writing_leaves_the_account_to_be_reconnected(bench: Bench) -> None:
    assert bench.workers(1, OVER, "--dies") == ["killed"]
    meanwhile = bench.tokens(OVER + LEASE / 2)
    meanwhile._pause = lambda _: None
    early = meanwhile.current()
    later = bench.tokens(OVER + LEASE).current()

    assert isinstance(early, NoToken)
    assert isinstance(later, NoToken)
    assert early.code == "renewing"
    assert (later.code, bench.row().state) == ("needs_reconsent", GrantState.NEEDS_RECONSENT)
    assert "dondoc zalo grant" in later.detail
    assert len(bench.zalo.called(PATH)) == 1


@pytest.mark.parametrize("fault", ["drop_after", ("http", 500, b""), ("answer", {"error": -118})])
def test_a_renewal_that_was_lost_or_denied_needs_a_person_and_is_not_repeated(fault: Any, bench: Bench) -> None:
    bench.zalo.fail(PATH, fault)
    tokens = bench.tokens(OVER)

    found = [tokens.current(), tokens.renewed(Token(1, "planted-access-1"))]

    assert [one.code for one in found if isinstance(one, NoToken)] == ["needs_reconsent"] * 2
    assert len(bench.zalo.called(PATH)) == 1


def test_a_renewal_that_was_lost_in_time_leaves_the_old_token_to_its_end(bench: Bench) -> None:
    bench.zalo.fail(PATH, "drop")

    assert bench.tokens(SOON_OVER).current() == Token(1, "planted-access-1")
    assert bench.row().state == GrantState.NEEDS_RECONSENT
    assert isinstance(bench.tokens(OVER).current(), NoToken)


def test_a_renewal_that_zalo_puts_off_is_tried_again(bench: Bench) -> None:
    bench.zalo.fail(PATH, ("answer", {"error": -32}))
    tokens = bench.tokens(OVER)

    first, second = tokens.current(), tokens.current()

    assert isinstance(first, NoToken)
    assert (first.code, first.is_lasting) == ("renewing", False)
    assert second == Token(2, "planted-access-2")


def test_a_new_consent_ends_the_need_for_it(bench: Bench) -> None:
    bench.zalo.fail(PATH, "drop_after")
    bench.tokens(OVER).current()

    bench.connect()

    found = bench.tokens(OVER).current()
    assert isinstance(found, Token)
    assert (found.version, bench.row().state, bench.row().note) == (2, GrantState.OK, "")


def test_a_pair_that_came_late_still_counts(bench: Bench) -> None:
    """A worker that was thought dead had only been slow."""
    late = bench.tokens(OVER)
    write, waited = late._write, []

    def slowly(*renewal: Any) -> None:
        waited.append(bench.tokens(OVER + LEASE).current())
        write(*renewal)

    late._write = slowly  # type: ignore[assignment]
    found = late.current()

    assert [one.code for one in waited if isinstance(one, NoToken)] == ["needs_reconsent"]
    assert (found, bench.row().state) == (Token(2, "planted-access-2"), GrantState.OK)


@pytest.mark.parametrize("fault", [None, ("answer", {"error": -118})], ids=["a pair", "denied"])
def test_what_comes_after_a_new_consent_changes_nothing(fault: Any, bench: Bench) -> None:
    """Somebody connected the account anew while a slow worker was still asking for the next pair."""
    if fault:
        bench.zalo.fail(PATH, fault)
    late = bench.tokens(OVER)
    write = late._write

    def slowly(*renewal: Any) -> None:
        bench.connect()
        write(*renewal)

    late._write = slowly  # type: ignore[assignment]
    found = late.current()

    assert bench.zalo.grant is not None
    assert found == Token(2, bench.zalo.grant.access)
    assert (bench.row().version, bench.row().state) == (2, GrantState.OK)


def test_a_pair_that_cannot_be_written_is_used_and_written_later(bench: Bench) -> None:
    tokens = bench.tokens(OVER)
    tokens._pause = lambda _: None
    begin, full = tokens._begin, [True]

    def when_there_is_room() -> Any:
        if full and len(bench.zalo.called(PATH)) > 0:
            raise OperationalError("UPDATE", {}, Exception("disk full"))
        return begin()

    tokens._begin = when_there_is_room
    unwritten = tokens.current()
    full.clear()
    written = tokens.current()

    assert unwritten == written == Token(2, "planted-access-2")
    assert (bench.row().version, len(bench.zalo.called(PATH))) == (2, 1)


def test_no_token_lies_in_the_database_or_the_log_in_clear(
    bench: Bench, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = bench.tokens(OVER)

    shown = f"{tokens!r} {tokens.current()!r} {NO_GRANT!r}"
    bench.engine.dispose()

    stored = b"".join(path.read_bytes() for path in tmp_path.glob("dondoc.db*"))
    assert b"zalo_grants" in stored
    assert b"planted" not in stored
    assert "HTTP Request" in caplog.text
    assert "planted" not in caplog.text + shown
