"""Taking in over IMAP, with a real server: commit first, put aside after, and whatever breaks in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from config.intake import poll_mailbox
from config.wiring import Workplace
from database.models import SubmissionRow
from domain.errors import RuleBroken
from notifications.mailbox.imap_mailbox import ImapMailbox, WrongPassword
from tests import mails
from tests.flows.live import SECRET, open_small_campaign
from tests.mails import mail
from tests.post_office import ARRIVES, NOW, REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.imap_server import ImapServer


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, imap: ImapServer) -> Iterator[Workplace]:
    """The small plan in a database file, with a mailbox that is empty."""
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("DONDOC_SECRET", SECRET)
    monkeypatch.setenv("DONDOC_INTAKE_URL", imap.url)
    opened, _ = open_small_campaign()
    yield opened
    opened.engine.dispose()


def kept(place: Workplace) -> list[SubmissionRow]:
    with place.read() as session:
        found = list(session.scalars(select(SubmissionRow).order_by(SubmissionRow.id)))
        session.expunge_all()
    return found


def test_a_poll_takes_in_what_lies_in_the_box_and_puts_it_aside(place: Workplace, imap: ImapServer) -> None:
    imap.put(mail(("a.docx", REPORT)), at=ARRIVES)
    imap.put(mails.postfix_bounce(), at=ARRIVES)

    poll = poll_mailbox(place, now=NOW)

    assert [row.state for row in poll.taken_in] == ["accepted", "ignored"]
    assert (poll.seen_before, poll.left) == (0, 0)
    assert [one.received_at for one in kept(place)] == [ARRIVES]
    assert (len(imap.mails()), len(imap.mails("DaXuLy"))) == (0, 2)


def test_a_poll_is_bounded_and_the_next_goes_on(place: Workplace, imap: ImapServer) -> None:
    for number in range(3):
        imap.put(mail(message_id=f"<{number}@hanam.example>"), at=ARRIVES)

    polls = [poll_mailbox(place, now=NOW, most=2) for _ in range(2)]

    assert [(len(poll.taken_in), poll.left) for poll in polls] == [(2, 1), (1, 0)]


def test_a_crash_between_commit_and_move_loses_nothing_and_files_nothing_twice(
    place: Workplace, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.put(mail(("a.docx", REPORT)), at=ARRIVES)
    with monkeypatch.context() as patch:
        patch.setattr(ImapMailbox, "put_aside", _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            poll_mailbox(place, now=NOW)
    assert (len(kept(place)), len(imap.mails())) == (1, 1)

    poll = poll_mailbox(place, now=NOW)

    assert (poll.taken_in, poll.seen_before) == ((), 1)
    assert len(kept(place)) == 1
    assert (len(imap.mails()), len(imap.mails("DaXuLy"))) == (0, 1)


def test_a_crash_before_the_commit_leaves_the_mail_where_it_is(
    place: Workplace, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.put(mail(("a.docx", REPORT)), at=ARRIVES)
    with monkeypatch.context() as patch:
        patch.setattr("config.intake.take_in", _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            poll_mailbox(place, now=NOW)
    assert (kept(place), len(imap.mails())) == ([], 1)

    poll_mailbox(place, now=NOW)

    assert (len(kept(place)), len(imap.mails())) == (1, 0)


def test_a_mail_that_the_program_fails_on_is_kept_and_holds_up_nobody(
    place: Workplace, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.put(mail(("a.docx", REPORT)), at=ARRIVES)
    monkeypatch.setattr("config.intake.take_in", _stumble)

    poll = poll_mailbox(place, now=NOW)

    assert [(row.state, row.why) for row in poll.taken_in] == [("triage", "failed")]
    assert "(ZeroDivisionError: " in poll.taken_in[0].note
    assert len(imap.mails("DaXuLy")) == 1


def test_a_refused_password_is_not_tried_again_by_itself(
    place: Workplace, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Workplace(place.settings.model_copy(update={"intake_url": SecretStr(imap.url.replace("mat-khau", "sai"))}))

    with pytest.raises(WrongPassword, match="không nhận tài khoản baocao hoặc mật khẩu"):
        poll_mailbox(wrong, now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(ImapMailbox, "__enter__", _stumble)
        with pytest.raises(RuleBroken, match="dondoc intake --retry"):
            poll_mailbox(wrong, now=NOW)

    with pytest.raises(WrongPassword):
        poll_mailbox(wrong, now=NOW, retry=True)
    assert poll_mailbox(place, now=NOW).taken_in == ()
    wrong.engine.dispose()


def _pull_the_plug(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _stumble(*_: object, **__: object) -> None:
    raise ZeroDivisionError
