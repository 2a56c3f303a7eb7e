from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from config.preparing import prepare_plan
from database.store import Store
from demo.handing_in import Desk
from documents.outline_matching import match
from documents.reading import read_report
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import open_campaign
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.standings import Obligation

PREPARED = prepare_plan("ke-hoach-15-kh-tu")
OPENED = PREPARED.plan.calendar.at(PREPARED.plan.opens, time(7, 30))
DAY = date(2022, 7, 20)


@pytest.fixture
def opened() -> Iterator[tuple[Session, Campaign]]:
    room = RehearsalRoom(RecordingChannel("email"))
    with room.begin() as session:
        yield session, open_campaign(session, PREPARED, now=OPENED)
    room.close()


def _obligation(opened: tuple[Session, Campaign], unit: str) -> Obligation:
    return next(one for one in obligations_at(*opened, as_of=OPENED) if one.unit == unit)


def test_a_commune_hands_in_the_sections_that_it_owes(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], {unit.code: unit for unit in PREPARED.units}, Store(tmp_path))
    one = _obligation(opened, "DU-13306")

    handed = desk.report(opened[0], one, 2, DAY)

    matched = match(read_report(Store(tmp_path).get(handed.sha256)), PREPARED.plan.outline)
    owed = {section.id for section in PREPARED.plan.outline.owed_by("DU-13306", tier="commune")}
    assert {section for section in matched.sections if matched.answers(section)} == owed
    assert matched.unplaced == ()


def test_a_section_owner_hands_in_its_section_alone(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], {unit.code: unit for unit in PREPARED.units}, Store(tmp_path))

    handed = desk.report(opened[0], _obligation(opened, "BHN"), 1, DAY)

    matched = match(read_report(Store(tmp_path).get(handed.sha256)), PREPARED.plan.outline)
    assert [section for section in matched.sections if matched.answers(section)] == ["II.1.4"]


def test_the_province_hands_in_the_consolidated_draft(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], {unit.code: unit for unit in PREPARED.units}, Store(tmp_path / "files"))
    desk.draft = tmp_path / "draft.docx"
    desk.draft.write_bytes(b"the draft")

    handed = desk.report(opened[0], _obligation(opened, "BTGTU"), 1, DAY)

    assert Store(tmp_path / "files").get(handed.sha256) == b"the draft"


def test_the_same_unit_hands_in_the_same_file(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], {unit.code: unit for unit in PREPARED.units}, Store(tmp_path))
    one = _obligation(opened, "HU-353")

    assert desk.report(opened[0], one, 1, DAY).sha256 == desk.report(opened[0], one, 1, DAY).sha256
