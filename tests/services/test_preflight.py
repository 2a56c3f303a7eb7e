from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from database.store import Store
from domain.consolidation import Absence, Preflight
from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from domain.submissions import SendingWay
from services.exemptions import exempt
from services.outline_checks import correct_match
from services.preflight import preflight
from services.submissions import Handed, submit
from tests.documents.examples import paragraph, word_file

if TYPE_CHECKING:
    from pathlib import Path

    from database.models import SubmissionRow
    from tests.stories.story import Story

COMPLETE = OutlineCheck((SectionCheck("II", "Kết quả", SectionState.FOUND, position=1),))
GAPS = OutlineCheck(
    (
        SectionCheck("I", "Tình hình quán triệt", SectionState.NOT_OWED),
        SectionCheck("II", "Kết quả", SectionState.EMPTY, position=1),
        SectionCheck("IV", "Đề xuất, kiến nghị", SectionState.MISSING),
    ),
)
LATE = date(2022, 8, 2)
CHECKED = ("a" * 64, "b" * 64)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """With files that were checked when they came, whatever is in them."""
    kept = Store(tmp_path / "files")
    for digest in CHECKED:
        kept.path(digest).parent.mkdir(parents=True)
        kept.path(digest).write_bytes(b"")
    return kept


@pytest.fixture
def august(story: Story) -> Story:
    """Two communes of HU1 are due since 31/7."""
    story.advance(to=LATE)
    return story


def hand_in(story: Story, unit: str, handed: Handed) -> SubmissionRow:
    with story.workplace.begin() as session:
        owed = story.obligation(unit).id
        return submit(session, story.campaign, owed, handed, received_at=story.at(), now=story.at())


def file(check: OutlineCheck | None = COMPLETE, *, sha256: str = CHECKED[0], name: str = "bc.docx") -> Handed:
    return Handed(file_name=name, size=1, sha256=sha256, document_number="7-BC/ĐU", kind="docx", check=check)


def found(story: Story, store: Store, unit: str = "HU1") -> Preflight:
    with story.workplace.read() as session:
        return preflight(session, story.campaign, store, unit=unit, as_of=story.at(time(12)))


def test_preflight_names_who_is_in_and_who_is_missing_with_last_contact_and_promise(
    august: Story, store: Store
) -> None:
    hand_in(august, "X1", file())
    august.promise("X2", day=date(2022, 8, 4))

    checked = found(august, store)

    (one,), (other,) = checked.inputs, checked.absent
    assert (one.unit, one.name, one.version, one.document_number) == ("X1", "Đảng ủy xã Hợp Lý", 1, "7-BC/ĐU")
    assert (one.received_at, one.days_late, one.sha256) == (august.at(), 2, "a" * 64)
    assert (other.unit, other.reason, other.deadline, other.days_late) == ("X2", Absence.MISSING, date(2022, 7, 31), 2)
    assert (other.last_contact, other.promised) == (august.at(time(8)).replace(day=1), date(2022, 8, 4))
    assert not checked.is_complete


def test_preflight_pins_the_moment_and_not_the_present(august: Story, store: Store) -> None:
    with august.workplace.read() as session:
        before = preflight(session, august.campaign, store, unit="HU1", as_of=august.at(time(9)))
    hand_in(august, "X1", file())

    assert [one.unit for one in before.absent] == ["X1", "X2"]
    with august.workplace.read() as session:
        again = preflight(session, august.campaign, store, unit="HU1", as_of=august.at(time(9)))
    assert again == before


def test_exempt_unit_is_not_waited_for(august: Story, store: Store) -> None:
    hand_in(august, "X1", file())
    with august.workplace.begin() as session:
        owed = august.obligation("X2").id
        exempt(session, august.campaign, owed, reason="Sáp nhập.", by="Lan", now=august.at())

    assert found(august, store).is_complete


def test_returned_report_is_out_with_what_was_said_of_it(august: Story, store: Store) -> None:
    hand_in(august, "X1", file())
    august.give_back("X1", new_day=date(2022, 8, 9), hour=time(11))

    one = found(august, store).absent[0]

    assert (one.unit, one.reason, one.deadline, one.note) == ("X1", Absence.RETURNED, date(2022, 8, 9), "Sơ sài.")


def test_paper_and_what_the_program_cannot_read_are_out_for_that_reason(august: Story, store: Store) -> None:
    hand_in(august, "X1", Handed(document_number="87-BC/ĐU", sending_way=SendingWay.PAPER))
    hand_in(august, "X2", file(OutlineCheck(note="Bản chụp, cần người đọc.")))

    assert [(one.reason, one.note) for one in found(august, store).absent] == [
        (Absence.PAPER, "Văn bản số 87-BC/ĐU."),
        (Absence.UNREADABLE, "Bản chụp, cần người đọc."),
    ]


def test_file_that_was_never_checked_is_opened(august: Story, store: Store) -> None:
    sound = store.put(word_file(paragraph("II- Kết quả", style="Heading1") + paragraph("Đã mở 12 lớp.")))
    hand_in(august, "X1", file(None, sha256=sound))
    hand_in(august, "X2", file(None, sha256=store.put(b"%PDF-1.7"), name="hong.pdf"))

    checked = found(august, store)

    assert [one.unit for one in checked.inputs] == ["X1"]
    assert [(one.unit, one.reason) for one in checked.absent] == [("X2", Absence.UNREADABLE)]
    assert checked.absent[0].note.startswith("“hong.pdf”: ")


@pytest.mark.parametrize("check", [None, COMPLETE])
def test_file_that_is_gone_from_the_store_is_said_to_be_gone(
    august: Story, store: Store, check: OutlineCheck | None
) -> None:
    hand_in(august, "X1", file(check))
    store.path(CHECKED[0]).unlink()

    assert found(august, store).absent[0].note.startswith("Không còn tệp “bc.docx” trong kho (mã aaaaaaaaaaaa);")


def test_sections_owed_and_left_empty_are_gaps_of_who_is_in(august: Story, store: Store) -> None:
    hand_in(august, "X1", file(GAPS))
    hand_in(august, "X2", file(GAPS, sha256=CHECKED[1]))
    august.give_back("X2", new_day=date(2022, 8, 9), hour=time(11))

    gaps = found(august, store).gaps

    assert [(one.unit, one.section, one.state) for one in gaps] == [
        ("X1", "II", SectionState.EMPTY),
        ("X1", "IV", SectionState.MISSING),
    ]


def test_corrections_of_people_are_pinned_with_the_version(august: Story, store: Store) -> None:
    submission = hand_in(august, "X1", file())
    with august.workplace.begin() as session:
        correct_match(
            session, submission.id, position=1, section="II", check=COMPLETE, by="Lan", reason="", now=august.at()
        )

    assert found(august, store).inputs[0].corrections == ((1, "II"),)


def test_board_takes_in_what_is_sent_through_it(august: Story, store: Store) -> None:
    assert [one.unit for one in found(august, store, "BTG").absent] == ["HU1", "HU2"]
