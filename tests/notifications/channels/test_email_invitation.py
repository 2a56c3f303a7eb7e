from __future__ import annotations

import email
from dataclasses import replace
from datetime import date, datetime
from email.policy import default
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from notifications.channels.email_invitation import InvitationStyle
from notifications.channels.email_message import Sender, compose_message
from notifications.envelope import Attachment, Invitation, Rendered
from notifications.mailbox.reading_mail import read_mail

if TYPE_CHECKING:
    from email.message import EmailMessage

SENDER = Sender("nhachan@hanam.example", "Ban Tuyên giáo Tỉnh ủy")
SENT_AT = datetime(2022, 6, 27, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FORM = Attachment("Mau-bao-cao.docx", "application/pdf", b"PK")
INVITATION = Invitation(
    uid="ke-hoach.commune.X1@dondoc",
    sequence=2,
    day=date(2022, 7, 31),
    summary="[15-KH/TU] Hạn gửi báo cáo – Đảng ủy xã Chân Lý",
    description="Kế hoạch số 15-KH/TU\n- Gửi đến: Huyện ủy Lý Nhân; hạn gửi: Chủ nhật, ngày 31/7/2022 " * 3,
)
LETTER = Rendered("Thông báo", "Kính gửi đồng chí.\n", "<p>Kính gửi.</p>\n", (FORM,), invitation=INVITATION)
PUBLISH, REQUEST, NONE = InvitationStyle


def compose(rendered: Rendered = LETTER, *, style: InvitationStyle = PUBLISH) -> bytes:
    return compose_message(
        rendered,
        sender=replace(SENDER, invitations=style),
        to_address="x1@hanam.example",
        to_name="Đầu mối X1",
        key="kh15/X1/commune/v1/opening",
        secret=b"a secret of the test",
        sent_at=SENT_AT,
    )


def read(payload: bytes) -> EmailMessage:
    return email.message_from_bytes(payload, policy=default)


def copies(payload: bytes) -> list[bytes]:
    """The calendar as the mail has it: beside the text, and as a file."""
    wanted = ("text/calendar", "application/ics")
    found = [part.get_payload(decode=True) for part in read(payload).walk() if part.get_content_type() in wanted]
    return [content for content in found if isinstance(content, bytes)]


def calendar(payload: bytes) -> Calendar:
    return Calendar.from_ical(copies(payload)[0])


def test_invitation_lies_beside_the_text_and_as_a_file() -> None:
    message = read(compose())

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
        "application/pdf",
    ]
    assert [part.get_filename() for part in message.iter_attachments()] == ["han-nop-bao-cao.ics", FORM.name]


def test_part_beside_the_text_says_its_method_and_its_letters() -> None:
    (part,) = (part for part in read(compose()).walk() if part.get_content_type() == "text/calendar")

    assert part["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH", "name": "han-nop-bao-cao.ics"}
    assert part.get_content_disposition() is None


def test_both_copies_keep_their_bytes() -> None:
    beside, file = copies(compose())

    assert beside == file
    assert file.endswith(b"END:VCALENDAR\r\n")


def test_letter_with_an_invitation_is_short_lines_of_ascii_and_always_the_same() -> None:
    payload = compose()

    assert payload == compose()
    assert payload.isascii()
    assert b"\n" not in payload.replace(b"\r\n", b"")
    assert max(map(len, payload.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    ("style", "cancelled", "method", "attendees"),
    [
        (PUBLISH, False, "PUBLISH", 0),
        (PUBLISH, True, "CANCEL", 0),
        (REQUEST, False, "REQUEST", 1),
        (REQUEST, True, "CANCEL", 1),
    ],
)
def test_method_follows_the_style_and_the_file_agrees(
    style: InvitationStyle, *, cancelled: bool, method: str, attendees: int
) -> None:
    payload = compose(replace(LETTER, invitation=replace(INVITATION, is_cancelled=cancelled)), style=style)

    found = calendar(payload)
    (event,) = found.walk("VEVENT")
    assert f'method="{method}"'.encode() in payload
    assert found["METHOD"] == method
    assert ("ATTENDEE" in event) == bool(attendees)
    assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")


def test_organizer_is_who_sends_and_the_stamp_is_when() -> None:
    (event,) = calendar(compose()).walk("VEVENT")

    assert event["ORGANIZER"] == "mailto:nhachan@hanam.example"
    assert event.decoded("DTSTAMP") == SENT_AT


def test_letter_without_invitation_is_what_it_was() -> None:
    plain = compose(replace(LETTER, invitation=None))

    assert compose(style=NONE) == plain
    assert b"calendar" not in plain


def test_letter_without_html_invites_as_well() -> None:
    message = read(compose(replace(LETTER, html="", attachments=())))

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]


def test_letter_sent_back_with_its_invitation_hands_in_no_file() -> None:
    assert read_mail(compose(replace(LETTER, attachments=()))).enclosures == ()
