"""Calendar files (RFC 5545): days with something on them, as bytes that are the same for the same days."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration

from domain.spelling import nfc

if TYPE_CHECKING:
    from datetime import date, datetime

CALENDAR_TYPE = "text/calendar"
ONE_DAY = timedelta(days=1)
# Eight in the morning, three days before and the day before: an event of a whole day begins at midnight, and a plain
# "-P1D" would ring then.
ALARMS = (timedelta(days=-2, hours=-16), timedelta(hours=-16))
REFRESH = timedelta(hours=6)  # how often a program should ask for a feed again

_PRODUCT = "-//dondoc//Don doc//VI"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody with an address for mail."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a whole day. `stamped_at` is when it was sent, or, in a feed, when it last changed.

    It takes nobody's time (RFC 5545, 3.8.2.7): a deadline does not make a person busy.
    """

    uid: str
    day: date
    summary: str
    description: str
    stamped_at: datetime
    sequence: int = 0
    is_cancelled: bool = False
    has_alarms: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar program subscribes to."""

    name: str
    entries: tuple[Entry, ...]


def write_feed(feed: Feed) -> bytes:
    """A calendar to subscribe to (RFC 7986; the X- properties say the same to older programs).

    Without a METHOD: then DTSTAMP means the last change, and a feed in which nothing changed keeps its bytes.
    """
    calendar = _calendar()
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _clean(feed.name))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for entry in feed.entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def write_message(entry: Entry, method: str, *, organizer: Mailbox, attendee: Mailbox | None = None) -> bytes:
    """One event on its way to a person (RFC 5546): `method` is PUBLISH, REQUEST or CANCEL; PUBLISH has no attendee."""
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(entry)
    event.add("organizer", _address(organizer))
    if attendee is not None:
        found = _address(attendee)
        found.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
        event.add("attendee", found)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + ONE_DAY)  # the first day that is no longer part of it
    event.add("summary", _clean(entry.summary))
    event.add("description", _clean(entry.description))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for before in ALARMS if entry.has_alarms and not entry.is_cancelled else ():
        event.add_component(_alarm(entry, before))
    return event


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _clean(entry.summary))
    alarm.add("trigger", before)
    return alarm


def _address(mailbox: Mailbox) -> vCalAddress:
    found = vCalAddress(f"mailto:{quote(mailbox.address, safe='@+!$*=_-.~')}")
    if mailbox.name:
        # A parameter may hold no quotation mark at all (RFC 5545, 3.2).
        found.params["CN"] = " ".join(_clean(mailbox.name).replace('"', "'").split())
    return found


def _clean(text: str) -> str:
    """Composed letters; line ends as they are, and of the other control characters none."""
    lines = nfc(text).replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})
