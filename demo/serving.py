"""The played campaign as pages on this machine: accounts to look around with, a clock that goes on from the end."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import uvicorn

from cli.printing import say
from cli.work import work_until
from config.clock import forget_rehearsal
from config.unit_links import unit_link
from config.wiring import Workplace
from database.queries.users import user_named
from domain.access import Role
from services.users import Person, create_user
from services.wording_of_roles import ROLES
from web.app import create_app

if TYPE_CHECKING:
    from datetime import datetime

    from domain.campaigns import Campaign

HOST, PORT = "127.0.0.1", 8000
LISTENS_SOON = 0.05  # seconds
PASSWORD = "mùa thu Hà Nam 2022"  # noqa: S105 -- of accounts that exist on this machine alone, and printed below
ACCOUNTS = {
    "ban": ("Trần Thị Lan", Role.BOARD),
    "lanhdao": ("Nguyễn Đức Vượng", Role.VIEWER),
    "vanphong": ("Phạm Văn Minh", Role.OFFICE),
    "quantri": ("Lê Quang Huy", Role.ADMINISTRATOR),
}
UNIT = "HU-353"  # a district: it hands in, sees its communes, and consolidates them


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are; the address stands in every letter, so it is chosen before the campaign begins."""

    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


def free_site() -> Site:
    """Port 8000, or any other where something else is served there."""
    for port in (PORT, 0):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
            return Site(int(trial.getsockname()[1]))
    raise AssertionError("No port is free")


def make_accounts(place: Workplace, *, now: datetime) -> None:
    """Once; a demonstration that is opened again has them already."""
    with place.begin() as session:
        for name, (person, role) in ACCOUNTS.items():
            if user_named(session, name) is None:
                create_user(
                    session, name, Person(person, "", role), units=(), by="trình diễn", now=now, password=PASSWORD
                )


def tell_accounts(place: Workplace, campaign: Campaign, site: Site, *, now: datetime) -> None:
    say(f"\nTrang web đang mở tại {site.url} (dừng bằng Ctrl+C). Mật khẩu của các tài khoản: {PASSWORD}")
    for name, (person, role) in ACCOUNTS.items():
        say(f"{name}: {person}, {ROLES[role][0]} ({ROLES[role][1]})", hang=2)
    say(f"Trang của một huyện, như trong thư gửi huyện ấy: {unit_link(place, campaign, UNIT, now=now)}", hang=2)
    say("Đầu mỗi trang có thanh thời gian: kéo để xem đợt vào bất kỳ ngày nào đã qua.", hang=2, at_once=True)


class Pages:
    """`with Pages(place, site):` serves the pages and works on what they ask for, each in a thread of its own."""

    def __init__(self, place: Workplace, site: Site) -> None:
        self._place = place
        self._server = uvicorn.Server(
            uvicorn.Config(
                create_app(place),
                host=HOST,
                port=site.port,
                access_log=False,
                server_header=False,
                log_level="warning",
            )
        )
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=self._server.run, daemon=True),
            threading.Thread(target=work_until, args=(place, self._is_over.is_set), daemon=True),
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        while not self._server.started and self._threads[0].is_alive():
            time.sleep(LISTENS_SOON)  # whoever is told of the pages finds them
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._server.should_exit = True
        for thread in self._threads:
            thread.join()

    def wait(self) -> None:
        """Until somebody presses Ctrl+C, or the machine asks the program to end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._is_over.set())
        self._is_over.wait()
        say("Đã dừng trang web.")


def rehearsal_place(end: datetime) -> Workplace:
    """The same installation with a clock that runs on from the end of the campaign, and which sends nothing."""
    from config.settings import Settings  # noqa: PLC0415 -- read as the environment stands by now

    os.environ["DONDOC_CLOCK"] = end.isoformat()
    settings = Settings()
    forget_rehearsal(settings.data)  # it begins at the end of the campaign, whenever it is opened again
    return Workplace(settings)
