from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.campaigns import campaign_row, plan_ids

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_campaign_is_found_by_the_name_of_its_plan(story: Story) -> None:
    with story.workplace.read() as session:
        found = campaign_row(session, "ke-hoach-nho")

        assert found is not None
        assert found.id == story.campaign.id
        assert campaign_row(session, "ke-hoach-khac") is None
        assert plan_ids(session) == ["ke-hoach-nho"]
