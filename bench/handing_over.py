"""Handing letters to a mail server: our channel, smtplib in a bare loop, and Apprise with one notification for each mail.

All three write to the same server, in a process of its own that throws every mail away: what is measured is the client.
"""

from __future__ import annotations

import smtplib
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING

from bench.delivering import SENDER, Address, mail_server
from bench.figures import Figure, Unit
from bench.measuring import medians, seconds
from demo.mail_sink import MailSink
from notifications.channels.email import EmailChannel, open_email_channel
from notifications.envelope import Envelope, Rendered
from notifications.outcome import Accepted

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = 1_000
NOTIFICATIONS = 30  # Apprise takes so long for each that more would tell nothing new
ROUNDS = 3
AT = datetime(2022, 7, 28, 1, tzinfo=UTC)
SUBJECT = "[15-KH/TU] Nhắc việc: báo cáo sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW, hạn 31/7/2022"
TEXT = "Kính gửi Đảng ủy xã Thanh Hà: đề nghị đồng chí gửi báo cáo sơ kết theo đề cương trước hạn nêu trên.\n" * 12

# Seven tenths of the speed of a bare loop, and ten times that of a notification for each mail: issue 5.
MOST_OF_BARE = 1 / 0.7
MOST_OF_APPRISE = 1 / 10


class Forgetful(MailSink):
    """Takes every mail over and keeps none."""

    def keep(self, content: bytes, *, recipient: str) -> Path:  # noqa: ARG002 -- the sink's signature
        self._last_number += 1
        return self.folder / f"{self._last_number}.eml"


def measure(
    folder: Path, *, letters: int = LETTERS, notifications: int = NOTIFICATIONS, rounds: int = ROUNDS
) -> list[Figure]:
    with (
        mail_server(folder / "none", Forgetful) as server,
        closing(open_email_channel(server.url, secret=b"bench", timeout_seconds=20)) as channel,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as stranger,
    ):
        ready = [_letter(channel, number) for number in range(letters)]
        ours, bare, apprise = medians(
            rounds,
            lambda: seconds(lambda: _deliver(channel, ready)) / letters,
            lambda: seconds(lambda: _send(server, ready)) / letters,
            lambda: stranger.submit(notify, server.url, notifications).result() / notifications,
        )
    what = f"handing over, {letters:,} ready letters"
    return [
        Figure(what, ours, "smtplib, same bytes", bare, Unit.PER_SECOND, most_ratio=MOST_OF_BARE),
        Figure(what, ours, "one Apprise notify each", apprise, Unit.PER_SECOND, most_ratio=MOST_OF_APPRISE),
    ]


def _letter(channel: EmailChannel, number: int) -> Envelope:
    rendered = Rendered(SUBJECT, TEXT, f"<p>{TEXT}</p>")
    address = f"xa{number}@donvi.example"
    return channel.compose(rendered, key=f"kh15:{number}", to_address=address, to_name="Đảng ủy xã", sent_at=AT)


def _deliver(channel: EmailChannel, letters: list[Envelope]) -> None:
    for letter in letters:
        outcome = channel.deliver(letter)
        assert isinstance(outcome, Accepted), outcome


def _send(server: Address, letters: list[Envelope]) -> None:
    with smtplib.SMTP(server.host, server.port) as client:
        for letter in letters:
            client.sendmail(SENDER, [letter.address], letter.payload)


def notify(url: str, number: int) -> float:
    """Seconds that plain Apprise takes, in a process in which nobody has put another plugin in the place of its own."""
    from apprise import Apprise  # noqa: PLC0415 -- only where it is measured

    def one(place: int) -> None:
        client = Apprise()
        client.add(f"{url}&to=xa{place}@donvi.example")
        if not client.notify(title=SUBJECT, body=TEXT):
            raise RuntimeError(place)

    def all_of_them() -> None:
        for place in range(number):
            one(place)

    one(0)  # the plugins are loaded at the first
    return seconds(all_of_them)
