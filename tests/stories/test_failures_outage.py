"""F4 with chains of channels: every way out is shut for three days, or one is, and then all comes back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.outbox import MessageState
from domain.units import Contact, ContactRole
from services.proving import prove
from tests.stories.larger_plans import province
from tests.stories.lines import Line, Switchboard
from tests.stories.story import Story

if TYPE_CHECKING:
    from services.proving import Proof

CHAIN = ("email", "zalobot", "esms")
COMMUNES = 12
NEVER_SHUT = date(2022, 7, 27)
SHUT_SINCE, BACK_ON = date(2022, 7, 28), date(2022, 8, 3)  # the last reminder and the first urging fall between


class Outage:
    """A district and its communes; every person can be written to over three channels, one after another."""

    def __init__(self) -> None:
        self.lines = {name: Line(name) for name in CHAIN}
        base = province(1, COMMUNES)
        owing = [one for one in base.contacts if one.unit[0] in "HX"]
        more = [
            Contact(one.code, one.unit, one.name, ContactRole.FOCAL, name, f"{name}-{one.code}")
            for one in owing
            for name in CHAIN[1:]
        ]
        prepared = replace(base, contacts=(*base.contacts, *more))
        self.story = Story(Switchboard(*self.lines.values()), prepared)

    def shut(self, *names: str) -> None:
        for name, line in self.lines.items():
            line.is_down = name in names

    def carried(self) -> list[tuple[str, str]]:
        return [(name, envelope.address) for name, line in self.lines.items() for envelope in line.carried]

    def forget(self) -> None:
        for line in self.lines.values():
            line.carried.clear()

    def proof(self) -> Proof:
        with self.story.workplace.read() as session:
            return prove(session, self.story.campaign, as_of=self.story.at(time(18)))


@pytest.fixture
def outage() -> Outage:
    found = Outage()
    found.story.skip(to=date(2022, 7, 24))  # nothing is owed for what nobody ran till then: the ladders fold
    found.story.advance(to=NEVER_SHUT)
    found.forget()
    return found


def by_person(carried: list[tuple[str, str]]) -> Counter[str]:
    """How many messages each commune's person got, over whichever channel."""
    people = (address.split("@")[0].rpartition("-")[2] for _, address in carried)
    return Counter(person for person in people if person.startswith("x"))


def test_f4_after_days_without_any_channel_each_person_hears_the_newest_once(outage: Outage) -> None:
    outage.shut(*CHAIN)
    outage.story.skip(to=SHUT_SINCE)
    for day in range(28, 32):
        outage.story.advance(to=date(2022, 7, day))
        outage.story.run(time(14))
    outage.story.advance(to=date(2022, 8, 2))
    outage.story.run(time(14))
    assert outage.carried() == []

    outage.shut()
    outage.story.advance(to=BACK_ON)
    for hour in (time(9), time(10), time(11), time(14)):
        outage.story.run(hour)

    assert by_person(outage.carried()) == {f"x{number}": 1 for number in range(COMMUNES)}
    assert {message for message, to in outage.story.sent(BACK_ON) if to.startswith("x")} == {"urging"}
    assert outage.proof().is_sound
    assert outage.proof().unknown == ()


def test_f4_with_mail_alone_shut_each_message_goes_once_over_the_next_channel(outage: Outage) -> None:
    outage.shut("email")
    outage.story.advance(to=date(2022, 7, 29))
    for hour in (time(9), time(10, 30), time(11), time(14)):
        outage.story.run(hour)
    outage.shut()
    outage.story.run(time(16))

    assert by_person(outage.carried()) == {f"x{number}": 1 for number in range(COMMUNES)}
    assert {name for name, _ in outage.carried()} == {"zalobot"}
    shut = [row for row in outage.story.messages() if row.message == "last_reminder" and row.channel == "email"]
    assert {row.state for row in shut} == {MessageState.SUPERSEDED}
    assert all("Gửi thay bằng kênh" in row.note for row in shut)
    assert outage.proof().is_sound
