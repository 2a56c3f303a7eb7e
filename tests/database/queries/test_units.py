from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.units import all_contacts, contacts_of, unit_names, units_of
from tests.small_plan import CONTACTS, UNITS

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_units_and_contacts_come_back_as_they_were_frozen(story: Story) -> None:
    with story.workplace.read() as session:
        assert units_of(session, story.campaign.id) == list(UNITS)
        assert {one for found in all_contacts(session, story.campaign.id).values() for one in found} == set(CONTACTS)


def test_contacts_and_names_can_be_asked_for_by_unit(story: Story) -> None:
    with story.workplace.read() as session:
        contacts = contacts_of(session, story.campaign.id, ["X1", "BTG", "X77"])
        names = unit_names(session, story.campaign.id, ["X1", "X77"])

    assert {unit: [one.code for one in people] for unit, people in contacts.items()} == {
        "X1": ["x1"],
        "BTG": ["btg", "btg-ld"],
    }
    assert names == {"X1": "Đảng ủy xã Hợp Lý"}
