"""Openings from the outbox to a mail server, each counted; of a long outbox the first messages."""

from __future__ import annotations

import itertools
import smtplib
from typing import TYPE_CHECKING

from sqlalchemy import select

from bench.delivering import SENDER, Address, mail_server
from bench.measuring import Spent, medians_spent, peak_megabytes, spent
from bench.nation import at
from bench.sizes.cells import Cell
from config.day import owner
from database.models import OutboxRow
from services.courier import LONGEST_RUN, deliver_outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.sizes.grounds import Ground

BATCH = 100  # whole batches are measured: what a run claims beyond would have to be given back


def measure(ground: Ground) -> dict[str, Cell]:
    with mail_server(ground.folder / "mails") as server:
        rounds = Rounds(ground, server)
        idle = peak_megabytes()
        ours, bare = medians_spent(ground.rounds, rounds.deliver, rounds.hand_over)
    return {"delivery": Cell.of(ours, bare, peak=peak_megabytes(), idle=idle, sample=rounds.sample)}


class Rounds:
    """Each round has the outbox anew; what it sent is handed over once more without us."""

    def __init__(self, ground: Ground, server: Address) -> None:
        self._ground, self._server = ground, server
        waiting = ground.size.communes
        self._number = min(waiting, ground.sample)
        self.sample = "" if self._number == waiting else f"{self._number:,} of {waiting:,} messages"
        self._sent: list[tuple[str, bytes]] = []

    def deliver(self) -> Spent:
        file = self._ground.opened("delivering")
        place = self._ground.place(file.path.parent, mail_url=self._server.url)
        campaign = file.campaign
        taken = spent(
            lambda: deliver_outbox(
                place.begin,
                campaign,
                place.channels,
                owner=owner(),
                now=at(campaign.plan, campaign.plan.opens),
                links=place.answer_links,
                stopwatch=_over_after(self._number),
            )
        )
        with place.read() as session:
            found = session.execute(select(OutboxRow.address, OutboxRow.payload).where(OutboxRow.sent_at.is_not(None)))
            self._sent = [(address, payload or b"") for address, payload in found]
        place.engine.dispose()
        if len(self._sent) != self._number:
            raise RuntimeError(f"{len(self._sent)} of {self._number} messages were sent")
        return taken.over(self._number)

    def hand_over(self) -> Spent:
        return spent(self._hand_over).over(self._number)

    def _hand_over(self) -> None:
        with smtplib.SMTP(self._server.host, self._server.port) as client:
            for address, payload in self._sent:
                client.sendmail(SENDER, [address], payload)


def _over_after(messages: int) -> Callable[[], float]:
    """A watch that the run looks at once when it begins and once after each message; its time is up after so many."""
    looks = itertools.count()
    return lambda: LONGEST_RUN.total_seconds() if next(looks) >= messages else 0.0
