from __future__ import annotations

import pytest

from domain.mail import Bounce, Report, Sign
from notifications.mailbox.reading_mail import read_mail
from tests import mails

NAME = "<thu@hanam.example>"


@pytest.mark.parametrize(
    ("raw", "status"), [(mails.qmail_bounce(NAME), "5.1.1"), (mails.exim_bounce(NAME), "")], ids=["qmail", "exim"]
)
def test_a_server_of_its_own_kind_is_understood(raw: bytes, status: str) -> None:
    assert read_mail(raw).bounce == Bounce("x1@hanam.example", status, NAME, Report.FAILED)


def test_a_person_who_quotes_a_bounce_wrote_no_bounce() -> None:
    quoted = mails.qmail_bounce(NAME).decode()

    found = read_mail(mails.mail(text=f"Tôi nhận được thư báo lỗi này:\n\n{quoted}"))

    assert (found.bounce, found.sign) == (None, None)


def test_an_absence_note_that_quotes_a_bounce_is_no_bounce() -> None:
    note = mails.mail(
        headers={"Return-Path": "<>", "Auto-Submitted": "auto-replied"}, text=mails.qmail_bounce().decode()
    )

    assert (read_mail(note).bounce, read_mail(note).sign) == (None, Sign.DECLARED)


def test_a_receipt_of_reading_is_automatic_and_no_bounce() -> None:
    found = read_mail(mails.reading_receipt())

    assert (found.bounce, found.sign) == (None, Sign.DECLARED)


def test_a_server_that_names_nobody_leaves_its_mail_unread() -> None:
    found = read_mail(mails.mail(sender="mailer-daemon@mx.example", text="Your message 192.5.1.13 is on its way."))

    assert (found.bounce, found.sign) == (None, Sign.BOUNCE)
