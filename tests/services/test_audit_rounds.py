from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.flaws import Flaw
from services.audit_rounds import last_round, past_findings, record_round

if TYPE_CHECKING:
    from tests.stories.story import Story

STUCK = Flaw("stuck", "a", "Ứ.", "X1")
RUN = Flaw("run", "b", "Đứng.", "HU1")


def test_a_finding_keeps_the_day_on_which_it_began_until_it_is_gone(story: Story) -> None:
    story.advance(to=date(2022, 6, 25))
    mornings = [story.at() + timedelta(days=number) for number in range(4)]
    with story.workplace.begin() as session:
        for now, flaws in zip(mornings, ([STUCK], [STUCK, RUN], [RUN], [STUCK, RUN]), strict=True):
            record_round(session, story.campaign, flaws, now=now, seconds=0.1)

    with story.workplace.read() as session:
        second = last_round(session, story.campaign, as_of=mornings[1])
        last = last_round(session, story.campaign, as_of=mornings[3])
        rounds, past = past_findings(session, story.campaign, as_of=mornings[3])

    assert second is not None
    assert last is not None
    assert [(one.flaw, one.since, one.is_new) for one in second.findings] == [
        (STUCK, mornings[0], False),
        (RUN, mornings[1], True),
    ]
    assert [(one.flaw, one.is_new) for one in last.findings] == [(STUCK, True), (RUN, False)]
    mine = [(one.flaw.code, one.first, one.last) for one in past if one.flaw in (STUCK, RUN)]
    assert mine == [
        ("stuck", mornings[0], mornings[1]),
        ("run", mornings[1], mornings[3]),
        ("stuck", mornings[3], mornings[3]),
    ]
    assert rounds == 4 + 2
