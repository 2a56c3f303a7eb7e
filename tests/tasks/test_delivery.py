from __future__ import annotations

import asyncio
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from tasks.collection import decide_tier
from tasks.delivery import deliver_messages
from tests.small_plan import CALENDAR, PLAN

if TYPE_CHECKING:
    from demo.mail_sink import MailSink

MORNING = CALENDAR.at(date(2022, 6, 24), time(8))


@pytest.mark.usefixtures("place")
def test_what_was_decided_is_delivered_once(sink: MailSink) -> None:
    asyncio.run(decide_tier.fn(PLAN.identity.id, "commune", MORNING))

    tallies = [asyncio.run(deliver_messages.fn(PLAN.identity.id, MORNING)) for _ in range(2)]

    assert tallies == [{"accepted": 3}, {}]
    assert len(sink.messages) == 3
