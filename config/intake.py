"""Taking in the mail of a mailbox: read each, commit what came of it, and only then put it aside on the server."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.intakes import known_intake
from domain.errors import RuleBroken
from notifications.mailbox.imap_mailbox import WrongPassword
from notifications.mailbox.reading_mail import read_mail
from services.enclosures import Choice, examine
from services.intake import Received, keep_unread, take_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from config.wiring import Workplace
    from database.models import IntakeRow
    from domain.campaigns import Campaign
    from domain.mail import Arrival

MOST_PER_POLL = 200  # a poll always ends; the next one goes on


@dataclass(frozen=True, slots=True)
class Poll:
    """What one look into the mailbox came to. `seen_before` are mails that only had to be put aside."""

    taken_in: tuple[IntakeRow, ...]
    seen_before: int
    left: int


def poll_mailbox(
    workplace: Workplace, *, now: datetime, most: int = MOST_PER_POLL, retry: bool = False, since: date | None = None
) -> Poll:
    """Safe to break off anywhere: a mail is put aside after its transaction, and recognised when it is seen again.

    With `since`, what came from that day on and was put aside is looked at again, as is needed after a restoration.
    Refuses, without asking the server, a password that the server has refused once, unless it is to be tried again.
    """
    campaigns = workplace.campaigns()
    mailbox = workplace.mailbox
    refusals = _Refusals(workplace)
    if not retry:
        refusals.check()
    taken_in: list[IntakeRow] = []
    seen_before = 0
    try:
        with mailbox:
            if since is not None:
                mailbox.bring_back(since=since)
            waiting = mailbox.count()
            for arrival in mailbox.arrivals(most=most):
                row = take_in_one(workplace, campaigns, arrival, now=now)
                taken_in += [row] if row is not None else []
                seen_before += row is None
                mailbox.put_aside(arrival.uid)
    except WrongPassword:
        refusals.note()
        raise
    refusals.forget()
    return Poll(tuple(taken_in), seen_before, max(0, waiting - len(taken_in) - seen_before))


def take_in_one(
    workplace: Workplace, campaigns: Sequence[Campaign], arrival: Arrival, *, now: datetime
) -> IntakeRow | None:
    """What became of a mail; None for one that was taken in before. Its files are opened outside the transaction."""
    mail = read_mail(arrival.raw)
    raw_sha256 = workplace.store.put(arrival.raw)
    with workplace.read() as session:
        if known_intake(session, message_id=mail.message_id, raw_sha256=raw_sha256) is not None:
            return None
    arrived_at = min(arrival.arrived_at or now, now)
    try:
        choice = examine(mail.enclosures, workplace.store)
        received = Received(mail, raw_sha256, arrived_at, choice, is_cut=arrival.is_cut)
        with workplace.begin() as session:
            secret, journal = workplace.secret.encode(), workplace.settings.journal_address.strip()
            return take_in(session, campaigns, received, secret=secret, now=now, journal=journal)
    except Exception as error:  # noqa: BLE001 -- whatever one mail does to the program, it is kept, and the others come in
        unread = Received(mail, raw_sha256, arrived_at, Choice())
        with workplace.begin() as session:
            return keep_unread(session, unread, failure=f"{type(error).__name__}: {error}"[:200], now=now)


class _Refusals:
    """Remembers, without keeping it, the password that a mail server refused: trying on would lock the account."""

    def __init__(self, workplace: Workplace) -> None:
        self._path: Path = workplace.settings.data / "intake-refused"
        url = workplace.settings.intake_url.get_secret_value()
        self._mark = hashlib.sha256(f"{workplace.secret}\n{url}".encode()).hexdigest()

    def check(self) -> None:
        if self._path.exists() and self._path.read_text(encoding="ascii").strip() == self._mark:
            raise RuleBroken(
                "Hộp thư đã từ chối tài khoản hoặc mật khẩu trong DONDOC_INTAKE_URL nên chương trình không thử lại, để tài "
                "khoản không bị khóa. Hãy sửa DONDOC_INTAKE_URL; nếu đã mở lại tài khoản trên máy chủ, hãy chạy: "
                "dondoc intake --retry"
            )

    def note(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._mark, encoding="ascii")

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
