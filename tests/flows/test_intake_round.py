from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from flows.intake_round import intake_round
from tests.flows.live import PREFECT, SECRET, open_small_campaign
from tests.mails import mail
from tests.post_office import ARRIVES, NOW, REPORT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.imap_server import ImapServer

pytestmark = PREFECT


@pytest.mark.usefixtures("prefect_api")
def test_the_flow_takes_in_what_lies_in_the_mailbox(
    imap: ImapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
    monkeypatch.setenv("DONDOC_SECRET", SECRET)
    monkeypatch.setenv("DONDOC_INTAKE_URL", imap.url)
    open_small_campaign()[0].engine.dispose()
    imap.put(mail(("a.docx", REPORT)), at=ARRIVES)

    assert asyncio.run(intake_round(NOW)) == {"accepted": 1}
