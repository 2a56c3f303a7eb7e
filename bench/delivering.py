"""Delivery from the outbox to a mail server, against smtplib handing the same bytes over one connection."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sqlalchemy import select

from bench.campaign_file import tick
from bench.figures import Figure, Unit
from bench.measuring import medians, seconds
from bench.nation import OPENS_AT, Size, at, nation
from config.day import deliver
from config.settings import Settings
from config.wiring import Workplace
from database.base import Base
from database.models import OutboxRow
from demo.mail_sink import MailSink
from services.campaigns import open_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from domain.campaigns import Campaign

SIZE = Size(provinces=1, districts=20, communes=1_000)
ROUNDS = 3
SENDER = "nhachan@donvi.example"


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int
    url: str


def measure(folder: Path, *, size: Size = SIZE, rounds: int = ROUNDS) -> list[Figure]:
    with mail_server(folder / "mails") as server:
        round_of = _Rounds(folder, size, server)
        ours, bare = medians(rounds, round_of.deliver, round_of.hand_over)
    number = size.communes
    return [
        Figure(
            f"delivery, {number:,} messages",
            ours / number,
            "smtplib, same bytes",
            bare / number,
            Unit.PER_SECOND,
        ),
    ]


class _Rounds:
    """Each round has an outbox of its own; what it sent is handed over once more without us."""

    def __init__(self, folder: Path, size: Size, server: Address) -> None:
        self._folder, self._size, self._server = folder, size, server
        self._number = 0
        self._sent: list[tuple[str, bytes]] = []

    def deliver(self) -> float:
        """Claim, render, compose, send, record."""
        self._number += 1
        place, campaign = self._with_full_outbox(self._folder / f"delivery-{self._number}")
        taken = seconds(lambda: deliver(place, campaign, now=at(campaign.plan, campaign.plan.opens)))
        with place.read() as session:
            found = session.execute(select(OutboxRow.address, OutboxRow.payload).where(OutboxRow.sent_at.is_not(None)))
            self._sent = [(address, payload or b"") for address, payload in found]
        place.engine.dispose()
        if len(self._sent) != self._size.communes:
            raise RuntimeError(f"{len(self._sent)} of {self._size.communes} messages were sent")
        return taken

    def hand_over(self) -> float:
        return seconds(self._hand_over)

    def _with_full_outbox(self, data: Path) -> tuple[Workplace, Campaign]:
        data.mkdir()
        place = Workplace(Settings(data=data, mail_url=self._server.url, secret="bench", _env_file=None))  # noqa: S106 -- signs nothing that anyone keeps
        Base.metadata.create_all(place.engine)
        prepared = nation(self._size, due=self._size.communes)
        with place.begin() as session:
            campaign = open_campaign(session, prepared, now=prepared.plan.calendar.at(prepared.plan.opens, OPENS_AT))
        tick(place.engine, campaign, day=prepared.plan.opens)
        return place, campaign

    def _hand_over(self) -> None:
        with smtplib.SMTP(self._server.host, self._server.port) as client:
            for address, payload in self._sent:
                client.sendmail(SENDER, [address], payload)


@contextmanager
def mail_server(folder: Path, sink: type[MailSink] = MailSink) -> Iterator[Address]:
    """A mail sink in a process of its own: it must not take its time from the interpreter that is measured."""
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_serve, args=(folder, its, sink))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("stop")
        process.join()
        ours.close()
        its.close()


def _serve(folder: Path, line: Connection, kind: type[MailSink]) -> None:
    with kind(folder) as sink:
        line.send(Address(sink.host, sink.port, sink.url(sender=SENDER, name="Ban Tuyên giáo")))
        line.recv()
