"""Reports that communes sent by mail, from the mailbox to the receipt in the outbox, each counted."""

from __future__ import annotations

import imaplib
from contextlib import suppress
from typing import TYPE_CHECKING

from bench.measuring import Spent, medians_spent, peak_megabytes, spent
from bench.nation import TICK_DAY, at, commune_code
from bench.sizes.cells import Cell
from bench.sizes.reports import report_of
from config.intake import poll_mailbox
from tests.imap_server import PASSWORD, USER, running_server
from tests.mails import mail

if TYPE_CHECKING:
    from bench.sizes.grounds import Ground
    from tests.imap_server import ImapServer

MOVED = "Moved"
MAILS_PER_MESSAGE = 25  # to read a report and check it takes so much longer than to send a reminder


def measure(ground: Ground) -> dict[str, Cell]:
    with running_server() as server:
        rounds = Rounds(ground, server)
        idle = peak_megabytes()
        ours, bare = medians_spent(ground.rounds, rounds.take_in, rounds.fetch)
    return {"intake": Cell.of(ours, bare, peak=peak_megabytes(), idle=idle, sample=rounds.sample)}


class Rounds:
    """Each round has the campaign and the mailbox anew."""

    def __init__(self, ground: Ground, server: ImapServer) -> None:
        self._ground, self._server = ground, server
        self._number = min(ground.size.communes, max(1, ground.sample // MAILS_PER_MESSAGE))
        self.sample = "" if self._number == ground.size.communes else f"{self._number} mails"
        # All know each other's addresses; who sends is spread over the country.
        step = ground.size.communes // self._number
        codes = [commune_code(number * step) for number in range(self._number)]
        self._mails = [
            mail(
                ("bao-cao.docx", report_of(code)),
                sender=f"{code.lower()}@donvi.example",
                subject=f"Báo cáo sơ kết {number}",
                message_id=f"<{number}@donvi.example>",
            )
            for number, code in enumerate(codes)
        ]

    def take_in(self) -> Spent:
        """Fetch, keep, match, check against the outline, file, receipt; commit, then put aside."""
        file = self._ground.morning("taking-in")
        place = self._ground.place(file.path.parent, intake_url=self._server.url)
        now = at(file.campaign.plan, TICK_DAY)
        self._fill()
        found = []
        taken = spent(lambda: found.append(poll_mailbox(place, now=now, most=self._number)))
        place.engine.dispose()
        states = [row.state for row in found[0].taken_in]
        if states != ["accepted"] * self._number:
            raise RuntimeError(f"{states.count('accepted')} of {self._number} mails were accepted: {set(states)}")
        return taken.over(self._number)

    def fetch(self) -> Spent:
        self._fill()
        return spent(self._fetch).over(self._number)

    def _fetch(self) -> None:
        client = imaplib.IMAP4("127.0.0.1", self._server.port)
        client.login(USER, PASSWORD)
        client.create(MOVED)
        client.select("INBOX")
        for uid in client.uid("SEARCH", "ALL")[1][0].split():
            client.uid("FETCH", uid, "(BODY.PEEK[])")
            client.uid("MOVE", uid, MOVED)
        client.logout()

    def _fill(self) -> None:
        self._server.clear()
        with suppress(imaplib.IMAP4.error):
            self._server.hand.delete(MOVED)
        for raw in self._mails:
            self._server.put(raw, at=self._ground.arrives)
