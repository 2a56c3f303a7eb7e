from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from notifications.calendar_file import Entry, Feed, Mailbox, write_feed, write_message

SENT_AT = datetime(2022, 6, 27, 8, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ENTRY = Entry(
    uid="ke-hoach.commune.X1@dondoc",
    day=date(2022, 7, 31),
    summary="[15-KH/TU] Hạn gửi báo cáo – Đảng ủy xã Chân Lý",
    description="Kế hoạch số 15-KH/TU;\n- Gửi đến: Huyện ủy Lý Nhân, qua C:\\đơn vị",
    stamped_at=SENT_AT,
    sequence=3,
    has_alarms=True,
)
BOARD = Mailbox("nhachan@hanam.example", "Ban Tuyên giáo Tỉnh ủy")
UNIT = Mailbox("x1@hanam.example", "Đầu mối X1")
TEXT = st.text(st.characters(codec="utf-8"), max_size=120)


def written(entry: Entry = ENTRY, method: str = "PUBLISH", attendee: Mailbox | None = None) -> bytes:
    return write_message(entry, method, organizer=BOARD, attendee=attendee)


def event(content: bytes) -> Component:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def test_message_says_what_when_and_by_whom() -> None:
    found = event(written())

    assert (found["UID"], found["SEQUENCE"]) == ("ke-hoach.commune.X1@dondoc", 3)
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2022, 7, 31), date(2022, 8, 1))
    assert found.decoded("DTSTAMP") == datetime(2022, 6, 27, 1, 0, tzinfo=UTC)
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (ENTRY.summary, ENTRY.description)
    assert found["ORGANIZER"] == "mailto:nhachan@hanam.example"
    assert found["ORGANIZER"].params["CN"] == "Ban Tuyên giáo Tỉnh ủy"
    assert (found["STATUS"], found["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")


def test_message_is_published_to_nobody_in_particular() -> None:
    assert Calendar.from_ical(written())["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event(written())


def test_request_names_its_attendee_and_wants_no_answer() -> None:
    attendee = event(written(method="REQUEST", attendee=UNIT))["ATTENDEE"]

    assert attendee == "mailto:x1@hanam.example"
    assert (attendee.params["CN"], attendee.params["RSVP"]) == ("Đầu mối X1", "FALSE")


def test_alarms_ring_at_eight_in_the_morning() -> None:
    midnight = datetime(2022, 7, 31)  # noqa: DTZ001 -- an event of a whole day begins at midnight wherever one is

    rings = [midnight + alarm.decoded("TRIGGER") for alarm in event(written()).walk("VALARM")]

    assert [f"{ring:%d/%m %H:%M}" for ring in rings] == ["28/07 08:00", "30/07 08:00"]


def test_cancelled_event_rings_no_more() -> None:
    found = event(written(replace(ENTRY, is_cancelled=True), "CANCEL"))

    assert found["STATUS"] == "CANCELLED"
    assert not found.walk("VALARM")


def test_same_entry_gives_the_same_bytes() -> None:
    assert written() == written()


def test_lines_are_folded_at_75_octets_between_letters() -> None:
    content = written(replace(ENTRY, summary="Đảng ủy Khối các cơ quan tỉnh – đường " * 12))

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines if line]
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_letters_are_composed() -> None:
    apart = unicodedata.normalize("NFD", ENTRY.summary)

    content = write_message(replace(ENTRY, summary=apart), "PUBLISH", organizer=replace(BOARD, name=apart))

    assert unicodedata.is_normalized("NFC", content.decode())
    assert event(content)["SUMMARY"] == ENTRY.summary


@given(text=TEXT)
@settings(max_examples=30, deadline=None)
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    """What reads it back finds one event, with the text but for what is no character to be read."""
    content = write_message(
        replace(ENTRY, summary=text, description=text), "PUBLISH", organizer=replace(BOARD, name=text)
    )

    found = event(content)
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    seen = "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) != "Cc")
    assert (found["DESCRIPTION"], found["SEQUENCE"], found["UID"]) == (seen, 3, ENTRY.uid)


@pytest.mark.parametrize("evil", ['Ban "Tuyên" giáo', "a;b:c,d", "x\r\nATTENDEE:mailto:ke-xau@example.net", '";X="'])
def test_name_cannot_add_a_property(evil: str) -> None:
    found = event(write_message(ENTRY, "PUBLISH", organizer=Mailbox("a@hanam.example", evil)))

    assert found["ORGANIZER"] == "mailto:a@hanam.example"
    assert "ATTENDEE" not in found
    assert "X" not in found["ORGANIZER"].params


def test_feed_has_a_name_and_says_how_often_to_ask() -> None:
    feed = Calendar.from_ical(write_feed(Feed("Hạn nộp: Đảng ủy xã Chân Lý", (ENTRY, replace(ENTRY, uid="b@dondoc")))))

    assert feed["X-WR-CALNAME"] == feed["NAME"] == "Hạn nộp: Đảng ủy xã Chân Lý"
    assert feed.decoded("REFRESH-INTERVAL") == timedelta(hours=6)
    assert [one["UID"] for one in feed.walk("VEVENT")] == [ENTRY.uid, "b@dondoc"]
    assert "METHOD" not in feed


def test_feed_of_nothing_is_a_calendar_all_the_same() -> None:
    assert not Calendar.from_ical(write_feed(Feed("Lịch", ()))).walk("VEVENT")
