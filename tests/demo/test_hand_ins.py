from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest

from demo.hand_ins import Excused, ForReader, HandIns, OnPaper, Prolonged, SentBack, Unusable, gather_hand_ins
from demo.handing_in import Refused
from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from domain.submissions import SendingWay
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared, open_campaign
from services.exemptions import exempt
from services.extensions import extend
from services.reviews import accept, return_submission
from services.standings import obligations_at
from services.submissions import Handed, submit
from tests.small_plan import CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

PREPARED = Prepared(PLAN, UNITS, CONTACTS, "{}", "sha")
OPENED = PLAN.calendar.opening(PLAN.opens)
COMPLETE = OutlineCheck((SectionCheck("I", "Kết quả", SectionState.FOUND),))
GAP = OutlineCheck((SectionCheck("I", "Kết quả", SectionState.MISSING),))
NAMES = {unit.code: unit.name for unit in UNITS}


def _at(day: int) -> datetime:
    return PLAN.calendar.at(date(2022, 7, day), time(8))


class Desk:
    """Who does things to the obligations of the small plan, each on a day of July."""

    def __init__(self, session: Session, campaign: Campaign) -> None:
        self.session, self.campaign = session, campaign
        self.ids = {one.unit: one.id for one in obligations_at(session, campaign, as_of=OPENED)}

    def file(self, unit: str, day: int, *, kind: str = "docx", check: OutlineCheck = COMPLETE) -> None:
        handed = Handed(file_name=f"a.{kind}", size=1, sha256=f"{day:064}", document_number="1", kind=kind, check=check)
        self.hand(unit, day, handed)

    def hand(self, unit: str, day: int, handed: Handed) -> None:
        submit(self.session, self.campaign, self.ids[unit], handed, received_at=_at(day), now=_at(day))

    def gathered(self, *refused: Refused) -> HandIns:
        return gather_hand_ins(self.session, self.campaign, refused)


@pytest.fixture
def desk() -> Iterator[Desk]:
    room = RehearsalRoom(RecordingChannel("email"))
    with room.begin() as session:
        yield Desk(session, open_campaign(session, PREPARED, now=OPENED))
    room.close()


def test_files_are_counted_by_kind_and_by_what_the_program_made_of_them(desk: Desk) -> None:
    scanned = OutlineCheck(GAP.sections, note="Đọc bằng máy, cần người đọc lại.")
    desk.file("X1", 4)
    desk.file("X2", 5, check=GAP)
    desk.file("X3", 6, kind="pdf", check=scanned)
    desk.file("HU1", 7, kind="picture", check=OutlineCheck(note="Bản chụp, cần người đọc."))

    came = desk.gathered()

    assert came.kinds == {"docx": 2, "pdf": 1, "picture": 1}
    assert (came.units, came.read, came.complete, came.gaps, came.missing) == (4, 2, 1, 1, {"I": 1})
    assert came.for_reader == (
        ForReader(NAMES["X3"], "pdf", "Đọc bằng máy, cần người đọc lại."),
        ForReader(NAMES["HU1"], "picture", "Bản chụp, cần người đọc."),
    )


def test_what_came_on_paper_is_no_file(desk: Desk) -> None:
    desk.hand("X1", 4, Handed(document_number="45-BC/ĐU", sending_way=SendingWay.PAPER))

    came = desk.gathered()

    assert (came.kinds, came.read) == ({}, 0)
    assert came.on_paper == (OnPaper(NAMES["X1"], "45-BC/ĐU"),)


def test_a_return_names_its_sections_and_when_the_unit_handed_in_again(desk: Desk) -> None:
    for unit in ("X1", "X2"):
        desk.file(unit, 4)
    for unit, sections in (("X1", {"I": "Bổ sung."}), ("X2", {})):
        return_submission(
            desk.session,
            desk.campaign,
            desk.ids[unit],
            reason="Sơ sài.",
            sections=sections,
            new_day=date(2022, 7, 15),
            now=_at(6),
        )
    desk.file("X1", 11)
    accept(desk.session, desk.campaign, desk.ids["X1"], by="BTG", now=_at(12))

    came = desk.gathered()

    assert came.sent_back == (SentBack(NAMES["X1"], ("I",), date(2022, 7, 11)), SentBack(NAMES["X2"], (), None))
    assert came.accepted == 1


def test_an_extension_tells_both_days_and_when_the_report_came(desk: Desk) -> None:
    extend(
        desk.session,
        desk.campaign,
        desk.ids["HU1"],
        day=date(2022, 8, 31),
        approver="Thường trực",
        document_number="812-CV/TU",
        now=_at(18),
    )
    before = desk.gathered().prolonged
    desk.file("HU1", 20)

    came = desk.gathered().prolonged

    told = (NAMES["HU1"], date(2022, 8, 20), date(2022, 8, 31), "Thường trực", "812-CV/TU")
    assert before == (Prolonged(*told, None),)
    assert came == (Prolonged(*told, date(2022, 7, 20)),)


def test_an_exemption_tells_its_reason(desk: Desk) -> None:
    exempt(desk.session, desk.campaign, desk.ids["X1"], reason="Báo cáo chung.", by="Ban Tuyên giáo", now=_at(12))

    assert desk.gathered().excused == (Excused(NAMES["X1"], "Báo cáo chung.", "Ban Tuyên giáo"),)


def test_a_refused_file_tells_when_a_sound_one_came(desk: Desk) -> None:
    desk.file("X1", 5)

    came = desk.gathered(Refused("X1", date(2022, 7, 4), "Tệp hỏng."), Refused("X2", date(2022, 7, 4), "Tệp hỏng."))

    assert came.unusable == (
        Unusable(NAMES["X1"], date(2022, 7, 4), "Tệp hỏng.", date(2022, 7, 5)),
        Unusable(NAMES["X2"], date(2022, 7, 4), "Tệp hỏng.", None),
    )
