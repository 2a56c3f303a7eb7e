from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from database.models import UnitRow
from database.queries.units import all_contacts, contacts_of, unit_names, units_called, units_hinted, units_of
from domain.report_numbers import hints_in, units_named
from domain.spelling import fold
from domain.units import Unit
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


@pytest.mark.parametrize(
    ("name", "codes"), [("x1", ["X1"]), ("đảng ủy xã HỢP LÝ", ["X1"]), ("hợp lý", []), ("BTG", ["BTG"])]
)
def test_a_unit_is_called_by_its_whole_name_or_its_code(story: Story, name: str, codes: list[str]) -> None:
    with story.workplace.read() as session:
        assert [unit.code for unit in units_called(session, story.campaign.id, fold(name))] == codes


@pytest.mark.parametrize(
    "subject",
    [
        "Báo cáo #X1 và x2",
        "12-BC/HUY Huyện ủy Đông Hà",
        "12-BC/HUY huyện uỷ tây_hà",
        "12-BC/HUY",
        "81/BC-DQ của 100% đài",
        "12-BC/KHÔNG Huyện ủy Đông Hà",
        "Báo cáo ngày 18/7/2022",
        "Huyện ủy Đông Hà",
        "",
    ],
)
def test_the_units_that_a_subject_hints_at_decide_as_all_units_do(story: Story, subject: str) -> None:
    more = [
        Unit("D-1", "Huyện ủy Đông Hà", "district", None, symbol="HUY"),
        Unit("D-2", "Huyện ủy Tây_Hà", "district", None, symbol="Huy"),
        Unit("D-3", "Đài 100%", "district", None, symbol="ĐQ"),
    ]
    kept = ("code", "name", "tier", "superior", "kind", "symbol", "administrative_code", "confirmation", "note")
    with story.workplace.begin() as session:
        for unit in more:
            values = {name: getattr(unit, name) for name in kept} | {"folded": fold(unit.name), "campaign_id": 1}
            session.execute(insert(UnitRow).values(values))
        everybody = units_named(subject, units_of(session, 1))

        assert units_named(subject, units_hinted(session, 1, hints_in(subject))) == everybody
