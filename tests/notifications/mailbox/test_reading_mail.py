from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mail import Bounce, Mail, Report, Sign
from notifications.mailbox.enclosures import safe_name
from notifications.mailbox.reading_mail import read_mail
from tests import mails
from tests.mails import mail


def test_a_mail_tells_who_wrote_to_whom_about_what() -> None:
    found = read_mail(
        mail(
            ("báo cáo.docx", b"abc"),
            subject="Báo cáo sơ kết",
            to="BaoCao+1-2-ABC@hanam.example, b@c.example",
            answers=["<a@b>", "<c@d>"],
            headers={"Delivered-To": "baocao+x@hanam.example"},
        )
    )

    assert (found.sender, found.sender_name, found.subject) == ("x1@hanam.example", "Đầu mối", "Báo cáo sơ kết")
    assert found.recipients == ("baocao+x@hanam.example", "baocao+1-2-abc@hanam.example", "b@c.example")
    assert found.references == ("<c@d>", "<a@b>")
    assert found.written_at == datetime(2022, 8, 18, 2, tzinfo=UTC)
    assert found.sign is None
    assert [(one.name, one.content) for one in found.enclosures] == [("báo cáo.docx", b"abc")]


@pytest.mark.parametrize(
    "line",
    [
        "Báo cáo".encode(),
        unicodedata.normalize("NFD", "Báo cáo").encode(),
        b"B\xe1o c\xe1o",
        b"=?utf-8?B?QsOhbyBjw6Fv?=",
        b"=?utf-8?Q?B=C3=A1o?=\r\n =?utf-8?Q?_c=C3=A1o?=",
        b"=?UTF-8?q?B=C3=A1o_c=C3=A1o?=",
    ],
)
def test_a_subject_is_read_in_whatever_way_it_was_written(line: bytes) -> None:
    assert read_mail(b"Subject: " + line + b"\r\n\r\n").subject == "Báo cáo"


@pytest.mark.parametrize(
    ("headers", "sign"),
    [
        ({}, None),
        ({"Auto-Submitted": "no"}, None),
        ({"Auto-Submitted": "auto-replied; owner=a"}, Sign.DECLARED),
        ({"X-Autoreply": "yes"}, Sign.DECLARED),
        ({"Return-Path": "<>"}, Sign.NO_RETURN_PATH),
        ({"Return-Path": "<x1@hanam.example>"}, None),
        ({"Precedence": "auto_reply"}, Sign.BULK),
        ({"X-Dondoc-Key": "k"}, Sign.OUR_OWN),
    ],
)
def test_headers_show_whether_a_program_wrote(headers: dict[str, str], sign: Sign | None) -> None:
    assert read_mail(mail(headers=headers)).sign is sign


@pytest.mark.parametrize(
    ("subject", "sign"),
    [
        ("Trả lời: [15-KH/TU] Nhắc việc", None),
        ("Re: Automatic reply của hệ thống", None),
        ("Báo cáo tình hình cán bộ vắng mặt", None),
        ("Tự động trả lời: tôi đang nghỉ phép", Sign.SUBJECT),
        ("AUTOMATIC REPLY: x", Sign.SUBJECT),
        ("Out of the office", Sign.SUBJECT),
        ("Mail delivery failed: returning message to sender", Sign.SUBJECT),
    ],
)
def test_subjects_of_absence_notes_are_known_by_how_they_begin(subject: str, sign: Sign | None) -> None:
    assert read_mail(mail(subject=subject)).sign is sign


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "postmaster@mx.example"])
def test_mail_servers_write_under_names_of_their_own(sender: str) -> None:
    assert read_mail(mail(sender=sender)).sign is Sign.BOUNCE


@pytest.mark.parametrize(
    ("raw", "bounce"),
    [
        (mails.postfix_bounce(), Bounce("x1@hanam.example", "5.1.1", "<thu@hanam.example>", Report.FAILED)),
        (
            mails.postfix_bounce(action="delayed"),
            Bounce("x1@hanam.example", "5.1.1", "<thu@hanam.example>", Report.DELAYED),
        ),
        (mails.exchange_bounce(), Bounce("x2@hanam.example", "5.2.2", "<thu@hanam.example>", Report.FAILED)),
    ],
)
def test_a_bounce_tells_whom_it_is_about(raw: bytes, bounce: Bounce) -> None:
    assert read_mail(raw).bounce == bounce


def test_the_text_and_its_signature_are_no_files() -> None:
    assert [(one.name, one.is_inline) for one in read_mail(mails.with_logo()).enclosures] == [("image001.png", True)]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\a\\báo cáo.docx", "báo cáo.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\0.docx", "a b .docx"),
        ("\u202excod.exe", "xcod.exe"),
        ("x" * 300 + ".docx", "x" * 145 + ".docx"),
        ("..", ""),
    ],
)
def test_a_name_is_only_words(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    assert isinstance(read_mail(raw), Mail)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "From",
                    "To",
                    "Subject",
                    "Message-ID",
                    "Date",
                    "Content-Type",
                    "Content-Disposition",
                    "References",
                    "Content-Transfer-Encoding",
                    "Return-Path",
                    "Auto-Submitted",
                ]
            ),
            st.one_of(
                st.binary(max_size=60),
                st.sampled_from(
                    [
                        b"=?utf-8?B?a?=",
                        b"=?x?q?=zz?=",
                        b"multipart/mixed; boundary=b",
                        b"message/rfc822",
                        b"base64",
                        b"multipart/report",
                        b"attachment; filename*=x'y'%zz",
                        b'attachment; filename*0="a"; filename*2="b"',
                        b"uuencode",
                        b"message/delivery-status",
                        b"text/rfc822-headers",
                        b"<",
                        b'"',
                        b"a@",
                        b"(((",
                        b",,,",
                    ]
                ),
            ),
        ),
        max_size=12,
    ),
    st.binary(max_size=200),
)
def test_any_headers_are_a_mail(headers: list[tuple[str, bytes]], body: bytes) -> None:
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers)

    found = read_mail(lines + b"\r\n" + body + b"\r\n--b\r\n\r\n" + body)

    assert found.subject == unicodedata.normalize("NFC", found.subject)
    assert "\0" not in found.sender + found.subject + found.message_id
