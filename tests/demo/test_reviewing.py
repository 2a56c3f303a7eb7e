from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

import pytest

from config.preparing import prepare_plan
from demo.reviewing import READ_BY_A_PERSON, READ_ON_PAPER, REASONS, review
from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from domain.submissions import SendingWay
from rehearsal.board import REASON, Verdict
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from rehearsal.scenarios import Behaviour, Conduct
from services.campaigns import open_campaign
from services.standings import obligations_at
from services.submissions import Handed, submit
from services.transmittals import transmit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

PREPARED = prepare_plan("ke-hoach-15-kh-tu")
OPENED = PREPARED.plan.calendar.at(PREPARED.plan.opens, time(7, 30))
CAREFUL, CARELESS = Behaviour(), Behaviour(conduct=Conduct.RETURNED_ONCE)
FILE = Handed(file_name="a.docx", size=1, sha256="0" * 64, kind="docx")
GAPS = OutlineCheck(
    (
        SectionCheck("I.1", "Công tác lãnh đạo", SectionState.FOUND),
        SectionCheck("I.2", "Nhận thức", SectionState.MISSING),
        SectionCheck("I.3", "Việc thể chế hóa", SectionState.EMPTY),
        SectionCheck("I.4", "Công tác hướng dẫn", SectionState.NONE),
        SectionCheck("II.1.4", "Kết quả xây dựng kênh", SectionState.NOT_OWED),
    )
)
COMPLETE = OutlineCheck(GAPS.sections[:1])
TO_MEND = {"I.2": REASONS[SectionState.MISSING], "I.3": REASONS[SectionState.EMPTY]}


@pytest.fixture
def opened() -> Iterator[tuple[Session, Campaign]]:
    room = RehearsalRoom(RecordingChannel("email"))
    with room.begin() as session:
        yield session, open_campaign(session, PREPARED, now=OPENED)
    room.close()


def _said(
    opened: tuple[Session, Campaign], *handed: Handed, unit: str = "DU-13306", behaviour: Behaviour = CAREFUL
) -> Verdict | None:
    session, campaign = opened
    one = next(one for one in obligations_at(session, campaign, as_of=OPENED) if one.unit == unit)
    for number, each in enumerate(handed):
        version = replace(each, document_number=str(number), sha256=f"{number:064}" if each.size else "")
        if unit == campaign.plan.bodies.coordinator:
            transmit(session, campaign, one.id, version, sent_at=OPENED, now=OPENED)
        else:
            submit(session, campaign, one.id, version, received_at=OPENED, now=OPENED)
    return review(session, one, behaviour)


def test_a_complete_report_is_accepted(opened: tuple[Session, Campaign]) -> None:
    assert _said(opened, replace(FILE, check=COMPLETE)) == Verdict(is_accepted=True)


def test_a_report_with_gaps_goes_back_with_each_section_named(opened: tuple[Session, Campaign]) -> None:
    assert _said(opened, replace(FILE, check=GAPS)) == Verdict(is_accepted=False, sections=TO_MEND)


def test_a_careless_report_goes_back_as_a_whole_and_only_once(opened: tuple[Session, Campaign]) -> None:
    first = replace(FILE, check=COMPLETE)

    assert _said(opened, first, behaviour=CARELESS) == Verdict(is_accepted=False, reason=REASON)
    assert _said(opened, first, first, unit="DU-13315", behaviour=CARELESS) == Verdict(is_accepted=True)


def test_what_the_program_cannot_vouch_for_is_read_by_a_person(opened: tuple[Session, Campaign]) -> None:
    scan = replace(FILE, kind="picture", check=replace(GAPS, note="Đọc bằng máy từ bản chụp, cần người đọc lại."))

    assert _said(opened, scan) == Verdict(is_accepted=True, reason=READ_BY_A_PERSON)


def test_what_came_on_paper_is_read_on_paper(opened: tuple[Session, Campaign]) -> None:
    paper = Handed(document_number="45-BC/ĐU", sending_way=SendingWay.PAPER)

    assert _said(opened, paper) == Verdict(is_accepted=True, reason=READ_ON_PAPER)


def test_of_its_own_report_the_board_says_nothing(opened: tuple[Session, Campaign]) -> None:
    assert _said(opened, replace(FILE, check=COMPLETE), unit="BTGTU") is None
