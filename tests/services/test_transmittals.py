from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import TransmittalRow
from database.queries.events import events_of
from domain.errors import RuleBroken
from domain.obligations import State
from services.campaigns import Prepared
from services.submissions import Handed, submit
from services.transmittals import transmit
from tests.small_plan import CONTACTS, PLAN, UNITS, duty, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from rehearsal.rehearsing import RehearsalRoom

OWN = duty("province", "province", date(2022, 9, 23), ladder="district", units=["BTG"], addressee="Thường trực Tỉnh ủy")
SENT = Handed(file_name="bc.docx", size=1, sha256="a" * 64, document_number="45-TTr/BTGTU", by="Lan")


@pytest.fixture
def september(room: RehearsalRoom) -> Story:
    story = Story(room, Prepared(plan_with(duties=(*PLAN.duties, OWN)), UNITS, CONTACTS, "{}", "sha"))
    story.skip(to=date(2022, 9, 21))
    return story


def sent(story: Story, handed: Handed = SENT, *, unit: str = "BTG") -> int:
    owed = story.obligation(unit).id
    with story.workplace.begin() as session:
        return transmit(session, story.campaign, owed, handed, sent_at=story.at(), now=story.at()).id


def test_letter_makes_a_version_with_a_receipt_and_an_event(september: Story) -> None:
    submission = sent(september)

    one = september.obligation("BTG")
    assert (one.standing.state, one.standing.submission.document_number) == (State.ON_TIME, "45-TTr/BTGTU")  # type: ignore[union-attr]  # it is there
    with september.workplace.read() as session:
        (event,) = events_of(session, one.id)
        assert (event.move, event.by, event.document_number) == ("submit", "Lan", "45-TTr/BTGTU")
        assert session.scalars(select(TransmittalRow.submission_id)).all() == [submission]


def test_board_hands_in_nothing_by_itself(september: Story) -> None:
    owed = september.obligation("BTG").id

    with pytest.raises(RuleBroken, match=r"chỉ được tính là đã gửi khi có số và ngày .* dondoc transmit"):
        september.hand_in("BTG")

    assert september.obligation("BTG").id == owed
    assert september.obligation("BTG").standing.state is State.EXPECTED


@pytest.mark.parametrize(
    ("unit", "number", "sentence"),
    [
        ("BTG", " ", "chưa có số thì báo cáo chưa được tính là đã gửi"),
        ("HU1", "12-CV/HU", "đơn vị khác dùng: dondoc submit"),
    ],
)
def test_letter_without_a_number_or_of_another_unit_is_refused(
    september: Story, unit: str, number: str, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        sent(september, Handed(file_name="bc.docx", size=1, sha256="b" * 64, document_number=number), unit=unit)


def test_coordinator_that_reports_to_its_superior_hands_in_as_others_do(room: RehearsalRoom) -> None:
    own = duty("own", "province", date(2022, 9, 23), ladder="district", units=["BTG"], addressee="superior")
    story = Story(room, Prepared(plan_with(duties=(own,)), UNITS, CONTACTS, "{}", "sha"))
    story.skip(to=date(2022, 9, 21))

    with story.workplace.begin() as session:
        owed = story.obligation("BTG").id
        assert submit(session, story.campaign, owed, SENT, received_at=story.at(), now=story.at()).number == 1
