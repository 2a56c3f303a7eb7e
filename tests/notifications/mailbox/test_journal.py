from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest

from notifications.mailbox.imap_address import ImapAddress, imap_address
from notifications.mailbox.journal import Journal
from tests.mails import mail
from tests.notifications.channels.correspondence import SENT_AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.imap_server import ImapServer

NAME = "<kh15-thanh-ha-1.0123456789abcdef@hanam.example>"
HERE = {"user": "a", "password": "b", "is_encrypted": False}


@pytest.fixture
def journal(imap: ImapServer) -> Iterator[Journal]:
    found = Journal(mailbox=imap_address(imap.url))
    yield found
    found.close()


def test_a_copy_in_the_journal_is_found_by_its_name(imap: ImapServer, journal: Journal) -> None:
    imap.put(mail(message_id=NAME), at=SENT_AT)

    assert journal.find(NAME)
    assert not journal.find("<khac.0123456789abcdef@hanam.example>")


def test_a_copy_that_comes_while_the_journal_is_open_is_found(imap: ImapServer, journal: Journal) -> None:
    before = journal.find(NAME)
    imap.put(mail(message_id=NAME), at=SENT_AT)

    assert (before, journal.find(NAME)) == (False, True)


@pytest.mark.parametrize(
    "name", ["", '<a"b@hanam.example>', "<a\\b@hanam.example>", "<a\r\nNOOP@hanam.example>", "<đ@x>"]
)
def test_a_name_that_is_none_of_ours_is_not_found_and_harms_nothing(
    imap: ImapServer, journal: Journal, name: str
) -> None:
    imap.put(mail(message_id=NAME), at=SENT_AT)

    assert not journal.find(name)
    journal.close()
    assert journal.find(NAME)


def test_a_journal_that_refuses_us_is_asked_once_in_a_run(imap: ImapServer) -> None:
    journal = Journal(mailbox=ImapAddress("127.0.0.1", imap.port, "baocao", "sai", is_encrypted=False))

    assert not journal.find(NAME)
    assert journal._is_out_of_reach
    assert not journal.find(NAME)


def test_a_journal_that_does_not_answer_costs_its_time_out_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = ImapAddress("127.0.0.1", silent.getsockname()[1], **HERE)  # type: ignore[arg-type]
        journal = Journal(mailbox=address, timeout_seconds=0.2)
        began = time.monotonic()

        assert not any(journal.find(NAME) for _ in range(20))
        assert time.monotonic() - began < 2


def test_without_a_mailbox_nobody_can_tell() -> None:
    assert not Journal("luu@hanam.example").find(NAME)
