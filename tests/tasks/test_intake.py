from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tasks.intake import take_in_mail
from tests.mails import mail
from tests.post_office import ARRIVES, NOW, REPORT

if TYPE_CHECKING:
    from tests.imap_server import ImapServer


@pytest.mark.usefixtures("place")
def test_what_lies_in_the_mailbox_is_taken_in_once(imap: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_INTAKE_URL", imap.url)
    imap.put(mail(("a.docx", REPORT)), at=ARRIVES)
    imap.put(mail(message_id="<2@hanam.example>"), at=ARRIVES)

    tallies = [asyncio.run(take_in_mail.fn(NOW)) for _ in range(2)]

    assert tallies == [{"accepted": 1, "triage": 1}, {}]
