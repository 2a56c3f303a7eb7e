from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

import pytest

from demo.mail_sink import Fault, MailSink

if TYPE_CHECKING:
    from pathlib import Path

SENDER = "nhachan@hanam.example"


def mail(number: int = 1, *, date: str = "Thu, 28 Jul 2022 08:00:00 +0700") -> bytes:
    return f"From: {SENDER}\r\nDate: {date}\r\nSubject: so {number}\r\n\r\nKinh gui\r\n".encode()


def send(sink: MailSink, content: bytes, *, to: str = "thanhha@hanam.example") -> None:
    with smtplib.SMTP(sink.host, sink.port, local_hostname="test.localhost", timeout=5) as client:
        client.sendmail(SENDER, to, content)


def test_mail_sink_keeps_mails_in_order_of_arrival(tmp_path: Path) -> None:
    with MailSink(tmp_path / "mails") as sink:
        send(sink, mail(1))
        send(sink, mail(2, date="Mon, 01 Aug 2022 08:00:00 +0700"), to="VP.BinhLuc@hanam.example")

        assert [file.name for file in sink.files] == [
            "0001-2022-07-28-thanhha-hanam-example.eml",
            "0002-2022-08-01-vp-binhluc-hanam-example.eml",
        ]
        assert [message["Subject"] for message in sink.messages] == ["so 1", "so 2"]
        assert sink.files[0].read_bytes() == mail(1)


def test_mail_sink_continues_the_numbers_of_an_earlier_run(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, mail(1))
    with MailSink(tmp_path) as sink:
        send(sink, mail(2))

        assert [message["Subject"] for message in sink.messages] == ["so 1", "so 2"]


@pytest.mark.parametrize("content", [b"Subject: x\r\n\r\n", mail(date="hom qua")])
def test_mail_sink_keeps_a_mail_without_a_readable_date(content: bytes, tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, content)

        assert [file.name for file in sink.files] == ["0001-khong-ro-ngay-thanhha-hanam-example.eml"]


def test_mail_sink_refuses_whom_it_is_told_to(tmp_path: Path) -> None:
    with MailSink(tmp_path, refuse={"Mat@hanam.example": "550 5.1.1 User unknown"}) as sink:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send(sink, mail(), to="mat@hanam.example")
        send(sink, mail())

        assert refused.value.recipients == {"mat@hanam.example": (550, b"5.1.1 User unknown")}
        assert len(sink.messages) == 1


def test_mail_sink_told_to_refuse_for_now_says_so_at_mail(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        sink.fault = Fault.TRY_LATER

        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            send(sink, mail())

        assert refused.value.smtp_code == 451


@pytest.mark.parametrize(("fault", "kept"), [(Fault.DROP_STORED, 1), (Fault.DROP_UNSTORED, 0)])
def test_mail_sink_told_to_drop_hangs_up_after_the_final_dot(fault: Fault, kept: int, tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        sink.fault = fault

        with pytest.raises(smtplib.SMTPServerDisconnected):
            send(sink, mail())

        assert len(sink.files) == kept


def test_mail_sink_stops_while_a_client_hangs(tmp_path: Path) -> None:
    sink = MailSink(tmp_path)
    sink.start()
    sink.fault = Fault.HANG
    client = smtplib.SMTP(sink.host, sink.port, local_hostname="test.localhost", timeout=0.2)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail(SENDER, "thanhha@hanam.example", mail())
    waiting = smtplib.SMTP(sink.host, sink.port, local_hostname="test.localhost", timeout=5)

    sink.stop()

    with pytest.raises(smtplib.SMTPServerDisconnected):
        waiting.noop()
    assert sink.files == []


def test_mail_sink_starts_again_on_the_same_port(tmp_path: Path) -> None:
    sink = MailSink(tmp_path)
    sink.start()
    port = sink.port
    sink.stop()
    sink.stop()

    with sink:
        send(sink, mail())

        assert sink.port == port
        assert len(sink.messages) == 1


def test_mail_sink_counts_connections(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, mail(1))
        send(sink, mail(2))

        assert sink.connections == 2


def test_mail_sink_takes_a_large_mail(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, mail() + b"x" * 70 + b"\r\n" + (b"y" * 76 + b"\r\n") * 20_000)

        assert len(sink.messages) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])  # noqa: S104 -- what it refuses
def test_mail_sink_is_for_this_machine_only(host: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="loopback"):
        MailSink(tmp_path, host=host)


def test_mail_sink_url_names_the_sender(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        url = sink.url(sender=SENDER, name="Ban Tuyên giáo")

    assert url == (f"mailto://127.0.0.1:{sink.port}/?from=nhachan%40hanam.example&name=Ban%20Tuy%C3%AAn%20gi%C3%A1o")
