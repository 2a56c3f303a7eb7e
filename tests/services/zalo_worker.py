"""Workers of their own that begin as one and ask for a token: `python -m tests.services.zalo_worker …`.

Each is a process; it prints what came of it: the version of the token, or why there is none.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
from datetime import datetime
from typing import TYPE_CHECKING

from database.cipher import Cipher
from database.session import open_engine, reading, transaction
from notifications.channels.http_session import HttpSession
from notifications.zalo.hosts import Hosts
from notifications.zalo.oauth import OauthClient, Renewal
from notifications.zalo.tokens import NoToken, Token
from services.zalo_tokens import GrantTokens
from tests.fakes.zalo_world import APP_ID, APP_SECRET, OA_ID

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from sqlalchemy import Engine

CIPHER = Cipher(b"a secret of the test")


class Dying(OauthClient):
    """The power fails when Zalo has given the new pair and nobody has written it down."""

    def refresh(self, refresh_token: str) -> Renewal:
        super().refresh(refresh_token)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def tokens_at(engine: Engine, zalo: str, now: datetime, *, owner: str = "test", dies: bool = False) -> GrantTokens:
    client = (Dying if dies else OauthClient)(
        HttpSession(timeout_seconds=5), app_id=APP_ID, app_secret=APP_SECRET, hosts=Hosts(zalo, zalo, zalo)
    )
    return GrantTokens(
        OA_ID,
        begin=lambda: transaction(engine),
        read=lambda: reading(engine),
        oauth=client,
        cipher=CIPHER,
        owner=owner,
        clock=lambda: now,
    )


def in_words(found: Token | NoToken) -> str:
    return f"version {found.version}" if isinstance(found, Token) else found.code


def work(given: argparse.Namespace, together: Barrier) -> None:
    engine = open_engine(given.database)
    tokens = tokens_at(engine, given.zalo, given.now, owner=f"worker {os.getpid()}", dies=given.dies)
    together.wait()
    found = tokens.renewed(Token(given.refused, "planted")) if given.refused else tokens.current()
    os.write(1, f"{in_words(found)}\n".encode())  # at once: lines of several workers never mix


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("zalo")
    parser.add_argument("now", type=datetime.fromisoformat)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--refused", type=int, default=0)
    parser.add_argument("--dies", action="store_true")
    given = parser.parse_args()
    # Forked before anything is opened, so that the libraries are loaded once.
    forked = multiprocessing.get_context("fork")
    together = forked.Barrier(given.workers)
    workers = [forked.Process(target=work, args=(given, together)) for _ in range(given.workers)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    if any(one.exitcode == -signal.SIGKILL for one in workers):
        print("killed")  # noqa: T201 -- the test reads it


if __name__ == "__main__":
    main()
