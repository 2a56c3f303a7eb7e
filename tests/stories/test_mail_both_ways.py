"""A letter goes out by SMTP, its answer comes in by IMAP, and the receipt goes out again: nothing in between is ours."""

from __future__ import annotations

from datetime import date, time
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from config.day import deliver, run_day
from config.intake import poll_mailbox
from demo.mail_sink import MailSink
from services.status import status
from tests.flows.live import SECRET, open_small_campaign
from tests.mails import INTAKE, OLE, word
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.imap_server import ImapServer

MORNING = CALENDAR.at(date(2022, 6, 24), time(8))
NOON = CALENDAR.at(date(2022, 6, 24), time(12))


def answer_to(letter: EmailMessage, *, name: str, content: bytes, sender: str) -> bytes:
    """What a mail program makes of "reply": to the address for answers, under the subject, beside the letter."""
    answer = EmailMessage(policy=SMTP)
    answer["From"], answer["To"] = sender, str(letter["Reply-To"])
    answer["Subject"] = f"Trả lời: {letter['Subject']}"
    answer["Message-ID"] = f"<{name}@hanam.example>"
    answer.set_content("Xin gửi báo cáo.")
    answer.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{name}.docx")
    return answer.as_bytes()


def test_a_unit_hands_in_by_answering_the_letter(
    imap: ImapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailSink(tmp_path / "mails") as sink:
        monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "var"))
        monkeypatch.setenv("DONDOC_SECRET", SECRET)
        monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender="board@hanam.example", name="Ban Tuyên giáo"))
        monkeypatch.setenv("DONDOC_INTAKE_URL", imap.url)
        monkeypatch.setenv("DONDOC_INTAKE_ADDRESS", INTAKE)
        place, campaign = open_small_campaign()
        run_day(place, campaign, now=MORNING)
        letters = {one["To"].addresses[0].addr_spec: one for one in sink.messages}
        assert str(letters["x1@hanam.example"]["Reply-To"]).startswith("baocao+1-")

        # X1 answers from a private address, X2 with a file that has a password.
        private, locked = "canbo@tinnhan.example", "x2@hanam.example"
        imap.put(answer_to(letters["x1@hanam.example"], name="bao-cao", content=word(), sender=private), at=NOON)
        imap.put(answer_to(letters["x2@hanam.example"], name="khoa", content=OLE, sender=locked), at=NOON)
        poll = poll_mailbox(place, now=NOON)
        before = len(sink.messages)
        deliver(place, campaign, now=NOON)

        assert [(row.state, row.matched_by, row.unit) for row in poll.taken_in] == [
            ("accepted", "token", "X1"),
            ("triage", "token", "X2"),
        ]
        answers = sink.messages[before:]
        assert {(one["To"].addresses[0].addr_spec, one["Subject"].split(" – ")[0]) for one in answers} == {
            ("x1@hanam.example", "[15-KH/TU] Phiếu tiếp nhận số 0001/TN-15-KH/TU"),
            ("x2@hanam.example", "[15-KH/TU] Chưa nhận được báo cáo: tệp gửi kèm không mở được"),
        }
        assert all(one["Auto-Submitted"] == "auto-generated" for one in answers)
        assert all(str(one["Reply-To"]).startswith("baocao+1-") for one in answers)
        with place.read() as session:
            states = {one.unit: one.state for one in status(session, campaign, as_of=NOON).units}
        assert (states["X1"], states["X2"]) == ("on_time", "expected")

        # What leaves and comes back by itself is no report and gets no answer.
        imap.put(answers[0].as_bytes(), at=NOON)
        assert [row.state for row in poll_mailbox(place, now=NOON).taken_in] == ["ignored"]
        place.engine.dispose()
