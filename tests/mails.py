"""Mails as they come: written by people with Outlook, Gmail and Zimbra, and by programs."""

from __future__ import annotations

import base64
import unicodedata
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

from documents.custom_properties import CUSTOM_PROPERTIES, custom_properties
from documents.form_origin import FormOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTAKE = "baocao@hanam.example"
File = tuple[str, bytes]


def word(text: str = "Báo cáo sơ kết 05 năm") -> bytes:
    document = Document()
    document.add_paragraph(text)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def word_on_form(unit: str, *, plan: str = "ke-hoach-nho", duty: str = "commune") -> bytes:
    """A report on the form that was written out for a unit."""
    kept = BytesIO(word())
    with ZipFile(kept, "a") as package:
        package.writestr(CUSTOM_PROPERTIES, custom_properties(FormOrigin(plan, unit, duty).properties()))
    return kept.getvalue()


def pdf(text: str = "Bao cao so ket") -> bytes:
    """A small PDF that any reader opens, with one line on one page."""
    stream = f"BT /F1 14 Tf 60 780 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + tail


def zipped(*files: File) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return kept.getvalue()


PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600  # how Office keeps what has a password
TNEF = b"\x78\x9f\x3e\x22" + b"\0" * 60


def mail(
    *files: File,
    sender: str = "x1@hanam.example",
    to: str = INTAKE,
    subject: str = "Báo cáo sơ kết",
    message_id: str = "<1@hanam.example>",
    answers: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    text: str = "Kính gửi Ban Tuyên giáo báo cáo của đơn vị.",
) -> bytes:
    """A mail as a person sends it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Đầu mối <{sender}>" if sender else ""
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Thu, 18 Aug 2022 09:00:00 +0700"
    if message_id:
        message["Message-ID"] = message_id
    if answers:
        message["In-Reply-To"] = answers[-1]
        message["References"] = " ".join(answers)
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def with_logo(*files: File, **rest: str) -> bytes:
    """HTML with a logo in its text, as most offices sign."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = rest.get("sender", "x1@hanam.example"), rest.get("to", INTAKE)
    message["Subject"], message["Message-ID"] = "Báo cáo", "<logo@hanam.example>"
    message.set_content("<p>Kính gửi</p><img src='cid:logo'>", subtype="html")
    message.add_related(
        PNG, maintype="image", subtype="png", cid="<logo>", filename="image001.png", disposition="inline"
    )
    message.make_mixed()
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def forwarded(inner: bytes, **rest: str) -> bytes:
    """A mail that was passed on as a file."""
    from email import message_from_bytes  # noqa: PLC0415 -- here alone
    from email.policy import default  # noqa: PLC0415

    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = rest.get("sender", "x1@hanam.example"), rest.get("to", INTAKE)
    message["Subject"], message["Message-ID"] = "Fwd: Báo cáo", "<fwd@hanam.example>"
    message.set_content("Chuyển tiếp.")
    message.add_attachment(message_from_bytes(inner, policy=default))
    return message.as_bytes()


def raw_named(name_lines: str, content: bytes, *, to: str = INTAKE) -> bytes:
    """A mail with one file whose header lines are given word for word, as no honest library would write them."""
    encoded = base64.encodebytes(content).decode("ascii").replace("\n", "\r\n")
    return (
        f"From: x1@hanam.example\r\nTo: {to}\r\nSubject: Bao cao\r\nMessage-ID: <raw@hanam.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKính gửi\r\n"
        f"--b\r\n{name_lines}\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}--b--\r\n"
    ).encode("utf-8", "surrogateescape")


RFC_2231 = (
    "Content-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n"
    " filename*0*=utf-8''B%C3%A1o%20c%C3%A1o%20;\r\n filename*1*=s%C6%A1%20k%E1%BA%BFt.docx"
)
RFC_2047 = (
    'Content-Type: application/msword; name="=?utf-8?B?QsOhbyBjw6FvIHPGoSBr4bq/dC5kb2N4?="\r\n'
    'Content-Disposition: attachment; filename="=?utf-8?B?QsOhbyBjw6FvIHPGoSBr4bq/dC5kb2N4?="'
)
BARE_UTF_8 = 'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="Báo cáo sơ kết.docx"'
BARE_NFD = unicodedata.normalize("NFD", BARE_UTF_8)
BROKEN_WORD = (
    "Content-Type: application/octet-stream\r\n"
    'Content-Disposition: attachment; filename="=?utf-9?X?khong-co?= bao-cao.docx"'
)
PATH = (
    'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="..\\\\../../etc/bao-cao.docx"'
)


def postfix_bounce(
    name: str = "<thu@hanam.example>",
    *,
    action: str = "failed",
    status: str = "5.1.1",
    address: str = "x1@hanam.example",
    to: str = INTAKE,
    message_id: str = "<b1@mx.hanam.example>",
    envelope_id: str = "",
) -> bytes:
    named = f"Original-Envelope-Id: {envelope_id}\r\n" if envelope_id else ""
    returned = f"Message-ID: {name}\r\n" if name else ""
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.hanam.example (Mail Delivery System)\r\n"
        f"To: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: {message_id}\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at host mx.\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.hanam.example\r\n{named}\r\n"
        f"Final-Recipient: rfc822; {address}\r\nOriginal-Recipient: rfc822;{address}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; 550 {status} User unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: Nhac viec\r\n{returned}\r\n--b--\r\n"
    ).encode()


def qmail_bounce(name: str = "<thu@hanam.example>") -> bytes:
    """No standard at all: the letter is quoted at the end of a text."""
    return (
        f"From: MAILER-DAEMON@xa.example\r\nTo: {INTAKE}\r\nSubject: failure notice\r\n\r\n"
        "Hi. This is the qmail-send program at xa.example.\r\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        "<x1@hanam.example>:\r\n192.5.1.13 said: Sorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        "--- Below this line is a copy of the message.\r\n\r\n"
        f"Return-Path: <nhachan@hanam.example>\r\nMessage-ID: {name}\r\nSubject: Nhac viec\r\n\r\nthu\r\n"
    ).encode()


def exim_bounce(name: str = "<thu@hanam.example>") -> bytes:
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\r\n"
        f"To: {INTAKE}\r\nX-Failed-Recipients: x1@hanam.example\r\nAuto-Submitted: auto-replied\r\n"
        "Subject: Mail delivery failed: returning message to sender\r\nMessage-ID: <E1@mx.example>\r\n\r\n"
        "A message that you sent could not be delivered to one or more of its recipients.\r\n\r\n"
        "  x1@hanam.example\r\n    Unrouteable address\r\n\r\n"
        "------ This is a copy of the message, including all the headers. ------\r\n\r\n"
        f"From: {INTAKE}\r\nMessage-ID: <relay@mx.example>\r\nX-Dondoc-Message-ID: {name}\r\nSubject: Nhac viec\r\n\r\nthu\r\n"
    ).encode()


def reading_receipt(name: str = "<thu@hanam.example>") -> bytes:
    return (
        f"From: x1@hanam.example\r\nTo: {INTAKE}\r\nSubject: Read: Nhac viec\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message was displayed.\r\n"
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822;x1@hanam.example\r\n"
        f"Original-Message-ID: {name}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n"
    ).encode()


def exchange_bounce(name: str = "<thu@hanam.example>") -> bytes:
    return (
        "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae@hanam.example>\r\n"
        f"To: {INTAKE}\r\nSubject: Undeliverable: [15-KH/TU] Nhắc việc\r\nMessage-ID: <b2@ex.hanam.example>\r\n"
        "MIME-Version: 1.0\r\nX-Failed-Recipients: x2@hanam.example\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/html\r\n\r\n<b>Delivery has failed to these recipients</b>\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;ex.hanam.example\r\n\r\n"
        "Final-recipient: RFC822;x2@hanam.example\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {INTAKE}\r\nMessage-ID: {name}\r\nSubject: Nhac viec\r\n\r\nthu\r\n"
        "--b--\r\n"
    ).encode()
