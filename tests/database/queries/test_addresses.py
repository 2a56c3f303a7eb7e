from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import sqlite

from database.queries.addresses import _FAILURES

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_only_what_failed_is_looked_at(story: Story) -> None:
    """Asked before every tick: the cost must be that of the failures, not that of the campaign."""
    asked = _FAILURES.params(campaign=1).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with story.workplace.read() as session:
        plan = [step[3] for step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")]

    assert plan[0].startswith("SEARCH outbox USING INDEX ix_outbox_refused")
    assert not [step for step in plan if step.startswith("SCAN")]
