"""`dondoc intake` and `dondoc triage`, with a real mailbox."""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_json_shapes import documented, keys
from tests.mails import mail, postfix_bounce, word
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imap_server import ImapServer

pytestmark = pytest.mark.usefixtures("opened", "mailbox")
AT = CALENDAR.at(date(2022, 8, 18), time(9))
DAY = ("--as-of", "2022-08-18T10:00")


@pytest.fixture
def mailbox(imap: ImapServer, monkeypatch: pytest.MonkeyPatch) -> ImapServer:
    monkeypatch.setenv("DONDOC_INTAKE_URL", imap.url)
    return imap


def test_intake_says_what_became_of_each_mail(done: Callable[..., str], imap: ImapServer) -> None:
    imap.put(mail(("a.docx", word()), sender="hu-353@hanam.example"), at=AT)
    imap.put(mail(("a.docx", word()), sender="ai@do.example", message_id="<2@x>"), at=AT)

    printed = done("intake", *DAY)

    assert printed.startswith("2 thư mới\n")
    assert "HU-353" in printed
    assert "0001/TN-15-KH/TU" in printed
    assert printed.rstrip().endswith("Thư chờ phân loại: dondoc triage list")
    assert done("intake", *DAY) == "Hộp thư: không có thư mới.\n"


def test_triage_lists_what_waits_and_files_it_as_told(done: Callable[..., str], imap: ImapServer) -> None:
    imap.put(mail(("a.docx", word()), sender="ai@do.example", subject="Gửi báo cáo"), at=AT)
    done("intake", *DAY)

    listed = done("triage", "list")
    assert listed.startswith("1. 18/8/2022, 09:00, từ ai@do.example: Gửi báo cáo\n   Không rõ thư của đơn vị nào")
    assert "   Tệp 1: a.docx\n" in listed
    assigned = done("triage", "assign", "1", "Huyện ủy Lý Nhân", "--by", "Nguyễn Văn A", *DAY)

    assert assigned == ("Phiếu tiếp nhận số 0001/TN-15-KH/TU\nHuyện ủy Lý Nhân, nhận 18/8/2022, 09:00; tệp a.docx\n")
    assert done("triage", "list") == "Không có thư nào chờ phân loại.\n"


def test_triage_dismisses_for_a_reason(done: Callable[..., str], refused: Callable[..., str], imap: ImapServer) -> None:
    imap.put(mail(sender="ai@do.example"), at=AT)
    done("intake", *DAY)

    printed = done("triage", "dismiss", "1", "--why", "Thư hỏi.", "--by", "B")

    assert printed == "Thư đến số 1: đã xem, không xử lý (Thư hỏi.).\n"
    assert "không thể chuyển" in refused("triage", "dismiss", "1", "--why", "Thư hỏi.", "--by", "B")


def test_triage_for_a_unit_that_owes_nothing_is_refused(
    done: Callable[..., str], refused: Callable[..., str], imap: ImapServer
) -> None:
    imap.put(mail(("a.docx", word()), sender="ai@do.example"), at=AT)
    done("intake", *DAY)

    told = refused("triage", "assign", "1", "VPTU", "--by", "A", *DAY)

    assert told.startswith("Văn phòng Tỉnh ủy Hà Nam không có nhiệm vụ báo cáo")
    assert len(json.loads(done("triage", "list", "--json"))["waiting"]) == 1


def test_a_letter_that_came_back_is_shown(done: Callable[..., str], imap: ImapServer) -> None:
    imap.put(postfix_bounce(), at=AT)

    (mail_in,) = json.loads(done("intake", *DAY, "--json"))["taken_in"]

    assert (mail_in["state"], mail_in["why"], mail_in["note"]) == (
        "ignored",
        "bounce",
        "Không giao được thư tới x1@hanam.example (5.1.1).",
    )
    assert "Thư gửi đi bị trả lại" in done("triage", "list", *DAY)
    assert "trả lại" not in done("triage", "list", "--as-of", "2022-09-30")


def test_without_a_mailbox_intake_says_what_to_set(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DONDOC_INTAKE_URL")

    assert refused("intake", *DAY).startswith("Chưa cấu hình hộp thư nhận báo cáo. Hãy đặt DONDOC_INTAKE_URL")


def test_the_documented_keys_are_the_real_keys(done: Callable[..., str], imap: ImapServer) -> None:
    imap.put(mail(("a.docx", word()), sender="ai@do.example"), at=AT)
    imap.put(mail(sender="ai@do.example", message_id="<2@x>"), at=AT)
    imap.put(postfix_bounce(), at=CALENDAR.at(date(2022, 8, 18), time(10)))

    printed = {
        "intake": done("intake", *DAY, "--json"),
        "triage list": done("triage", "list", *DAY, "--json"),
        "triage assign": done("triage", "assign", "1", "HU-353", "--by", "A", *DAY, "--json"),
        "triage dismiss": done("triage", "dismiss", "2", "--why", "Thư hỏi.", "--by", "A", "--json"),
    }

    for section, text in printed.items():
        assert keys(json.loads(text)) == keys(documented(section)), section
