from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import EventRow, ObligationRow
from database.queries.events import events_of, is_exempt
from services.exemptions import exempt, reinstate
from services.submissions import Handed, submit

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_events_come_in_the_order_in_which_they_happened(story: Story) -> None:
    """Those from before there were events were written kind by kind."""
    owed, other = story.obligation("X1").id, story.obligation("X2").id
    story.hand_in("X1", hour=time(9))
    with story.workplace.begin() as session:
        session.add(
            EventRow(
                obligation_id=owed,
                submission_id=None,
                move="promise",
                from_stage="open",
                to_stage="open",
                at=story.at(time(8, 30)),
                by="X1",
                reason="",
                document_number="",
            )
        )

    with story.workplace.read() as session:
        assert [row.move for row in events_of(session, owed)] == ["promise", "submit"]
        assert events_of(session, other) == []


def exempt_units(story: Story) -> set[str]:
    with story.workplace.read() as session:
        return set(session.scalars(select(ObligationRow.unit).where(is_exempt(ObligationRow.id))))


def test_exempt_is_whose_exemption_nothing_ended(story: Story) -> None:
    x1, x2 = story.obligation("X1").id, story.obligation("X2").id
    with story.workplace.begin() as session:
        for owed in (x1, x2):
            exempt(session, story.campaign, owed, reason="Sáp nhập.", by="A", now=story.at(time(9)))
    assert exempt_units(story) == {"X1", "X2"}

    with story.workplace.begin() as session:
        reinstate(session, story.campaign, x1, reason="Nhầm.", by="A", now=story.at(time(10)))
    assert exempt_units(story) == {"X2"}

    with story.workplace.begin() as session:
        exempt(session, story.campaign, x1, reason="Sáp nhập.", by="A", now=story.at(time(11)))
    assert exempt_units(story) == {"X1", "X2"}


def test_return_of_what_an_exempt_unit_sent_ends_the_exemption(story: Story) -> None:
    owed = story.obligation("X1").id
    handed = Handed(file_name="a.docx", size=1, sha256="a")
    with story.workplace.begin() as session:
        exempt(session, story.campaign, owed, reason="Sáp nhập.", by="A", now=story.at(time(9)))
        submit(session, story.campaign, owed, handed, received_at=story.at(time(10)), now=story.at(time(10)))

    story.give_back("X1", new_day=date(2022, 7, 22), hour=time(11))

    assert exempt_units(story) == set()
