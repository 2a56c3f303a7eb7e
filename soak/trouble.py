"""Trouble: brings about what the timetable says, and puts it right again when its time is over."""

from __future__ import annotations

import signal
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from demo.mail_sink import Fault as MailFault
from soak import post
from soak.orders import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from soak.children import Child
    from soak.installation import Installation
    from soak.timetable import Fault

MAIL = {
    Kind.MAIL_TRY_LATER: MailFault.TRY_LATER,
    Kind.MAIL_HANG: MailFault.HANG,
    Kind.MAIL_DROP_STORED: MailFault.DROP_STORED,
    Kind.MAIL_DROP_UNSTORED: MailFault.DROP_UNSTORED,
}
STANDS_STILL_SECONDS = 0.05


class Trouble:
    """`shift` is how wrong the clocks are, `skew` how much more so that of the second server; `skipped` days were slept."""

    def __init__(self, installation: Installation, dice: Random, *, refuse: list[str]) -> None:
        self._here, self._dice, self._refuse = installation, dice, refuse
        self.shift = self.skew = timedelta()
        self.slept = timedelta()
        self.has_second = False
        self.began: list[Fault] = []
        self.kills: Counter[str] = Counter()
        self._open: list[tuple[Fault, Callable[[], None]]] = []
        post.order(installation.post, refuse=refuse)

    def begin(self, fault: Fault) -> None:
        """What cannot be, because it is so already, is left out."""
        if end := self._start(fault):
            self.began.append(fault)
            self._open.append((fault, end))

    def end(self, slot: int) -> None:
        """Put right whose time is over."""
        over = [one for one in self._open if one[0].until <= slot]
        self._open = [one for one in self._open if one[0].until > slot]
        for _, end in over:
            end()

    def end_all(self) -> None:
        for _, end in self._open:
            end()
        self._open = []

    @property
    def is_calm(self) -> bool:
        return not self._open

    def keep_database(self) -> None:
        """It is started whenever it should run and does not: a full disk ends it, too."""
        ends_it = {Kind.KILL_DATABASE, Kind.DISK_FULL}
        if self._here.postgres and not any(fault.kind in ends_it for fault, _ in self._open):
            self._here.postgres.start()
            self._here.postgres.settle()

    def _start(self, fault: Fault) -> Callable[[], None] | None:
        """Returns how it is put right."""
        here = self._here
        kills = {
            Kind.KILL_WORKER: self._dice.choice(here.workers),
            Kind.KILL_WEB: here.web,
            Kind.KILL_PREFECT: here.prefect,
            Kind.KILL_MAIL: here.mail,
        }
        ways: dict[Kind, Callable[[Fault], Callable[[], None] | None]] = {
            Kind.KILL_DATABASE: self._kill_database,
            Kind.CLOCK_FORWARD: self._shift,
            Kind.CLOCK_BACK: self._shift,
            Kind.SUSPEND: self._suspend,
            Kind.DISK_FULL: self._fill,
            Kind.READ_ONLY: self._forbid,
            Kind.TWO_SERVERS: self._double,
        }
        if fault.kind in kills:
            return self._kill(fault, kills[fault.kind])
        return ways.get(fault.kind, self._mail)(fault)

    def _kill(self, fault: Fault, child: Child) -> Callable[[], None] | None:
        if not child.is_alive:
            return None
        fault.detail = child.name
        child.kill()
        self.kills[child.name] += 1
        return child.start

    def _kill_database(self, fault: Fault) -> Callable[[], None] | None:
        server = self._here.postgres
        if server is None or not server.is_alive:
            return None
        server.kill()
        self.kills["postgresql"] += 1
        fault.detail = "postgresql"

        def start() -> None:
            server.start()

        return start

    def _shift(self, fault: Fault) -> Callable[[], None] | None:
        if self.shift:
            return None
        self.shift = fault.shift
        fault.detail = str(fault.shift)

        def correct() -> None:
            self.shift = timedelta()

        return correct

    def _suspend(self, fault: Fault) -> Callable[[], None]:
        """Everything stands still, and days have passed when it goes on."""
        fault.detail = str(fault.shift)
        sleepers = [child for child in self._here.everybody if child is not self._here.mail]
        for child in sleepers:
            child.signal(signal.SIGSTOP)
        time.sleep(STANDS_STILL_SECONDS)
        self.slept += fault.shift

        def wake() -> None:
            for child in sleepers:
                child.signal(signal.SIGCONT)

        return wake

    def _fill(self, fault: Fault) -> Callable[[], None]:
        disk, writers = self._here.disk, self._here.writers
        fault.detail = "own disk" if disk.is_own else "limit of files"
        disk.fill(writers)

        def clear() -> None:
            disk.clear(writers)
            if self._here.postgres:
                self._here.postgres.start()

        return clear

    def _forbid(self, fault: Fault) -> Callable[[], None]:
        """Half the time the pages are started anew, because a process that has the file open goes on writing."""
        self._here.make_read_only(forbidden=True)
        if self._dice.random() < 0.5:  # noqa: PLR2004 -- a coin
            fault.detail = "web started anew"
            self._here.web.kill()
            self._here.web.start()

        def allow() -> None:
            if self._here.postgres:
                self._here.postgres.start()
            self._here.make_read_only(forbidden=False)

        return allow

    def _double(self, fault: Fault) -> Callable[[], None] | None:
        if self.has_second:
            return None
        self.has_second, self.skew = True, fault.shift
        fault.detail = f"skew {fault.shift}"
        for child in self._here.second:
            child.start()

        def notice() -> None:
            self.has_second, self.skew = False, timedelta()
            for child in self._here.second:
                child.kill()

        return notice

    def _mail(self, fault: Fault) -> Callable[[], None]:
        post.order(self._here.post, fault=MAIL[fault.kind], refuse=self._refuse)

        def mend() -> None:
            post.order(self._here.post, refuse=self._refuse)

        return mend
