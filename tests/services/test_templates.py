from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from domain.hooks import HookSource
from services.audit import audit
from services.hooks import Incoming, keep_hook
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from tests.stories.story import Story

NOW = CALENDAR.at(date(2022, 6, 24), time(9))


def told(story: Story, template: str, status: str, *, minute: int) -> None:
    body = {
        "event_name": "change_template_status",
        "template_id": template,
        "status": {"prev_status": "ENABLE", "new_status": status},
        "reason": "Mẫu tin bị lặp.",
        "timestamp": str(minute),
    }
    at = NOW + timedelta(minutes=minute)
    with story.workplace.begin() as session:
        keep_hook(session, Incoming(HookSource.ZALO, json.dumps(body).encode(), at))


def flaws(story: Story) -> list[tuple[str, str]]:
    with story.workplace.read() as session:
        found = audit(session, story.campaign, now=NOW)
    return [(flaw.code, flaw.subject) for flaw in found if flaw.code == "template"]


def test_template_that_was_disabled_is_told_until_it_may_be_used_again(story: Story) -> None:
    assert flaws(story) == []

    told(story, "7", "DISABLE", minute=1)
    told(story, "8", "ENABLE", minute=2)
    assert flaws(story) == [("template", "7")]

    told(story, "7", "ENABLE", minute=3)
    assert flaws(story) == []
