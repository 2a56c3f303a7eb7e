from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from domain.submissions import SendingWay
from services.case_files import Fate, awaiting_review, case_file
from services.reviews import accept, withdraw
from services.submissions import Handed, submit

if TYPE_CHECKING:
    from services.case_files import Awaiting, CaseFile
    from tests.stories.story import Story

CHECK = OutlineCheck(sections=(SectionCheck("I", "Tình hình", SectionState.FOUND, "I- Tình hình", 7, 93, 1.0),))
EVENING = time(20)


@pytest.fixture
def july(story: Story) -> Story:
    """20 July: the communes have been reminded once, and nothing has come in."""
    story.advance(to=date(2022, 7, 20))
    return story


def filed(story: Story, *, hour: time = EVENING, unit: str = "X1") -> CaseFile:
    owed = story.obligation(unit).id
    with story.workplace.read() as session:
        return case_file(session, story.campaign, owed, as_of=story.at(hour))


def waiting(story: Story, *, hour: time = EVENING) -> list[Awaiting]:
    with story.workplace.read() as session:
        return awaiting_review(session, story.campaign, as_of=story.at(hour))


def questions(story: Story) -> int:
    """How many questions the list of what waits asks of the database."""
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    event.listen(story.workplace.engine, "before_cursor_execute", note)
    waiting(story)
    event.remove(story.workplace.engine, "before_cursor_execute", note)
    return len([statement for statement in asked if statement.startswith("SELECT")])


def test_case_file_of_a_unit_that_sent_nothing_is_empty(july: Story) -> None:
    found = filed(july)

    assert (found.stage, found.state, found.versions, found.events, found.counting) == (
        "open",
        "expected",
        (),
        (),
        None,
    )
    assert (found.name, found.duty_name) == ("Đảng ủy xã Hợp Lý", "Báo cáo sơ kết")


def test_case_file_holds_each_version_with_what_became_of_it(july: Story) -> None:
    owed = july.obligation("X1").id
    july.hand_in("X1", hour=time(9))
    july.hand_in("X1", hour=time(10))
    july.give_back("X1", new_day=date(2022, 7, 26), hour=time(11))
    july.hand_in("X1", hour=time(12))
    with july.workplace.begin() as session:
        withdraw(session, july.campaign, owed, reason="Nhầm.", by="A", now=july.at(time(13)))
    july.hand_in("X1", hour=time(14))
    with july.workplace.begin() as session:
        accept(session, july.campaign, owed, by="A", now=july.at(time(15)))

    found = filed(july)

    assert [one.fate for one in found.versions] == [Fate.SUPERSEDED, Fate.RETURNED, Fate.WITHDRAWN, Fate.ACCEPTED]
    assert [one.receipt[:4] for one in found.versions] == ["0001", "0002", "0003", "0004"]
    assert found.counting == found.versions[-1]


@pytest.mark.parametrize(
    ("hour", "fates"),
    [
        (time(8), []),
        (time(9, 30), [Fate.STANDING]),
        (time(10, 30), [Fate.ACCEPTED]),
        (time(11, 30), [Fate.SUPERSEDED, Fate.STANDING]),
        (time(12, 30), [Fate.ACCEPTED, Fate.WITHDRAWN]),
    ],
)
def test_case_file_is_as_it_was_at_that_hour(july: Story, hour: time, fates: list[Fate]) -> None:
    owed = july.obligation("X1").id
    july.hand_in("X1", hour=time(9))
    with july.workplace.begin() as session:
        accept(session, july.campaign, owed, by="A", now=july.at(time(10)))
    july.hand_in("X1", hour=time(11))
    with july.workplace.begin() as session:
        withdraw(session, july.campaign, owed, reason="Nhầm.", by="A", now=july.at(time(12)))

    found = filed(july, hour=hour)

    assert [one.fate for one in found.versions] == fates
    assert all(one.at <= july.at(hour) for one in found.events)


def test_case_file_tells_the_day_that_each_move_named(july: Story) -> None:
    july.extend("X1", day=date(2022, 8, 2), hour=time(9))
    july.promise("X1", day=date(2022, 8, 1), hour=time(10))
    july.hand_in("X1", hour=time(11))
    july.give_back("X1", new_day=date(2022, 8, 5), hour=time(12))
    july.promise("X1", day=date(2022, 8, 4), hour=time(13))
    july.extend("X1", day=date(2022, 8, 9), hour=time(14))

    assert [(one.move, one.day) for one in filed(july).events] == [
        ("extend", date(2022, 8, 2)),
        ("promise", date(2022, 8, 1)),
        ("submit", None),
        ("return", date(2022, 8, 5)),
        ("promise", date(2022, 8, 4)),
        ("extend", date(2022, 8, 9)),
    ]


def test_case_file_keeps_how_the_report_came_and_what_it_says(july: Story) -> None:
    owed = july.obligation("X1").id
    handed = Handed(
        file_name="a.pdf",
        size=9,
        sha256="ab",
        document_number="7-BC/ĐU",
        sending_way=SendingWay.PAPER,
        kind="pdf",
        by="Văn thư",
        note="Bản chụp.",
        check=CHECK,
    )
    with july.workplace.begin() as session:
        submit(session, july.campaign, owed, handed, received_at=july.at(), now=july.at())

    (version,) = filed(july).versions

    assert (version.sending_way, version.kind, version.registered_by) == (SendingWay.PAPER, "pdf", "Văn thư")
    assert (version.document_number, version.note, version.check) == ("7-BC/ĐU", "Bản chụp.", CHECK)


def test_waiting_is_what_stands_and_nobody_has_decided_about(july: Story) -> None:
    july.hand_in("X2", hour=time(9))
    july.hand_in("X1", hour=time(10))
    july.hand_in("X3", hour=time(11))
    july.hand_in("HU1", hour=time(12))
    july.give_back("X3", new_day=date(2022, 7, 26), hour=time(13))

    assert [one.unit for one in waiting(july)] == ["X2", "X1", "HU1"]
    assert [one.unit for one in waiting(july, hour=time(11, 30))] == ["X2", "X1", "X3"]


def test_waiting_is_the_latest_version_that_was_not_withdrawn(july: Story) -> None:
    july.hand_in("X1", hour=time(9))
    july.hand_in("X1", hour=time(10))
    owed = july.obligation("X1").id
    with july.workplace.begin() as session:
        withdraw(session, july.campaign, owed, reason="Nhầm.", by="A", now=july.at(time(11)))

    assert [one.version.number for one in waiting(july)] == [1]


def test_list_of_what_waits_asks_as_much_for_three_as_for_one(july: Story) -> None:
    july.hand_in("X1", hour=time(9))
    for_one = questions(july)
    july.hand_in("X1", hour=time(10))
    july.hand_in("X2", hour=time(10))
    july.hand_in("HU1", hour=time(10))

    assert questions(july) == for_one > 0
