from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import OutboxRow
from database.queries.intakes import letters_named
from tests.database.queries.steps import questions_of, steps_of

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_letters_are_found_by_their_names_in_the_order_asked_for(story: Story) -> None:
    with story.workplace.read() as session:
        first, second = session.scalars(select(OutboxRow.message_id).where(OutboxRow.message_id != "").limit(2))

        found = letters_named(session, [second, "", "<nobody@x>", first, second])

    assert [row.message_id for row in found] == [second, first]


def test_a_mail_is_matched_without_a_look_at_every_letter(story: Story) -> None:
    """Asked three times for each mail: the cost must not be that of the campaign."""
    with story.workplace.read() as session:
        steps = steps_of(session, questions_of(session, lambda: letters_named(session, ["<a@x>", "<b@x>"])))

    assert steps == ["SEARCH outbox USING INDEX ix_outbox_message_id (message_id=?)"]
