from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from database.queries.signals import message_known_as
from tests.database.queries.steps import questions_of, steps_of

if TYPE_CHECKING:
    from tests.stories.story import Story


@pytest.mark.parametrize("name", ["message_id", "provider_id"])
def test_what_a_transport_reports_is_found_without_a_look_at_every_message(story: Story, name: str) -> None:
    with story.workplace.read() as session:
        steps = steps_of(
            session, questions_of(session, lambda: message_known_as(session, channel="email", **{name: "x"}))
        )

    assert steps[0] == f"SEARCH outbox USING INDEX ix_outbox_{name} ({name}=?)"
