from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from config.preparing import prepare_plan
from database.store import Store
from demo.handing_in import Desk
from demo.ways import Way, way_of
from documents.blocks import Paragraph
from documents.form_origin import FormOrigin, form_of
from documents.letterhead import write_letterhead, write_signature
from documents.outline_matching import match
from documents.package import UnreadableReport
from documents.party_document import PartyDocument
from documents.reading import read_report
from domain.spelling import nfc
from domain.submissions import SendingWay
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import open_campaign
from services.standings import obligations_at
from tests.documents.examples import LETTERHEAD, SIGNATURE

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
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))
    one = _obligation(opened, "DU-13306")

    handed = desk.report(opened[0], one, 2, DAY)

    matched = match(read_report(Store(tmp_path).get(handed.sha256)), PREPARED.plan.outline)
    owed = {section.id for section in PREPARED.plan.outline.owed_by("DU-13306", tier="commune")}
    assert {section for section in matched.sections if matched.answers(section)} == owed
    assert matched.unplaced == ()


def test_a_section_owner_hands_in_its_section_alone(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))

    handed = desk.report(opened[0], _obligation(opened, "STTTT"), 1, DAY)

    matched = match(read_report(Store(tmp_path).get(handed.sha256)), PREPARED.plan.outline)
    assert [section for section in matched.sections if matched.answers(section)] == ["II.1.4"]


def test_the_province_hands_in_the_consolidated_draft(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path / "files"))
    desk.drafts["BTGTU"] = tmp_path / "draft.docx"
    desk.drafts["BTGTU"].write_bytes(_draft())

    handed = desk.report(opened[0], _obligation(opened, "BTGTU"), 1, DAY)

    before, after = (
        docx.Document(BytesIO(content)) for content in (_draft(), Store(tmp_path / "files").get(handed.sha256))
    )
    assert [one.text for one in after.paragraphs] == [one.text for one in before.paragraphs]
    left, right = (cell.text.split("\n")[-1] for cell in after.tables[0].rows[0].cells)
    assert (left[-9:], right) == ("-BC/BTGTU", "Hà Nam, ngày 20 tháng 7 năm 2022")
    assert handed.document_number == "41-TTr/BTGTU"
    assert after.tables[-1].cell(0, 1).paragraphs[-1].text


def _draft() -> bytes:
    document = PartyDocument("Báo cáo")
    write_letterhead(document, replace(LETTERHEAD, day=None, year=2022))
    document.paragraph("Nội dung.")
    write_signature(document, SIGNATURE)
    return document.to_bytes()


def test_a_report_handed_in_again_only_adds_to_the_first(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))
    communes = [unit.code for unit in PREPARED.units if way_of(unit.code) is Way.BOLD and unit.tier == "commune"][:20]
    added = 0
    for one in (_obligation(opened, code) for code in communes):
        first, second = (desk.report(opened[0], one, number, DAY) for number in (1, 2))
        said, said_again = (_sentences(tmp_path, handed.sha256) for handed in (first, second))
        assert set(said) <= set(said_again)
        assert _number(second.document_number) > _number(first.document_number)
        assert _signer(tmp_path, first.sha256) == _signer(tmp_path, second.sha256)
        added += len(said_again) - len(said)
    assert added > 20


def _sentences(folder: Path, sha256: str) -> list[str]:
    blocks = read_report(Store(folder).get(sha256)).blocks
    return [block.text.removesuffix("./.").removesuffix(".") for block in blocks if isinstance(block, Paragraph)]


def _signer(folder: Path, sha256: str) -> str:
    return docx.Document(BytesIO(Store(folder).get(sha256))).tables[-1].cell(0, 1).text


def _number(document_number: str) -> int:
    return int(document_number.partition("-")[0])


@pytest.mark.parametrize(
    ("unit", "head", "recipients"),
    [
        ("DU-13306", ("ĐẢNG BỘ THÀNH PHỐ PHỦ LÝ", "ĐẢNG ỦY"), ["Thành ủy Phủ Lý (để báo cáo)"]),
        (
            "HU-351",
            ("ĐẢNG BỘ TỈNH HÀ NAM", "HUYỆN ỦY THANH LIÊM"),
            ["Ban Thường vụ Tỉnh ủy (để báo cáo)", "Ban Tuyên giáo Tỉnh ủy (để tổng hợp)"],
        ),
        (
            "STTTT",
            ("ỦY BAN NHÂN DÂN TỈNH HÀ NAM", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
            ["Ban Tuyên giáo Tỉnh ủy (để báo cáo)"],
        ),
    ],
)
def test_a_report_is_headed_and_addressed_by_who_writes_to_whom(
    opened: tuple[Session, Campaign], tmp_path: Path, *, unit: str, head: tuple[str, str], recipients: list[str]
) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))

    handed = desk.report(opened[0], _obligation(opened, unit), 1, DAY)

    tables = docx.Document(BytesIO(Store(tmp_path).get(handed.sha256))).tables
    issuer, closing = (nfc(tables[place].cell(0, 0).text) for place in (0, -1))
    assert " ".join(issuer.split()).startswith(" ".join(head))
    listed = closing.split("\n")[1:-1]
    assert [line.rstrip(",;") for line in listed] == [f"- {recipient}" for recipient in recipients]


def test_the_same_unit_hands_in_the_same_file(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))
    one = _obligation(opened, "HU-353")

    assert desk.report(opened[0], one, 1, DAY).sha256 == desk.report(opened[0], one, 1, DAY).sha256


def test_what_is_handed_in_has_been_read_and_checked(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))

    handed = desk.report(opened[0], _obligation(opened, "DU-13306"), 2, DAY)

    assert handed.kind == "docx"
    assert handed.check is not None
    assert handed.check.is_complete


def test_a_form_comes_back_with_its_number_its_day_and_a_name(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))

    handed = desk.report(opened[0], _obligation(opened, "DU-13285"), 1, DAY)

    content = Store(tmp_path).get(handed.sha256)
    assert form_of(content) == FormOrigin("ke-hoach-15-kh-tu", "DU-13285", "commune")
    head, closing = (docx.Document(BytesIO(content)).tables[place] for place in (0, -1))
    assert head.cell(0, 0).text.endswith(f"Số {handed.document_number}")
    assert closing.cell(0, 1).paragraphs[-1].text


def test_a_report_on_paper_has_a_number_and_no_file(opened: tuple[Session, Campaign], tmp_path: Path) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))

    handed = desk.report(opened[0], _obligation(opened, "DU-13342"), 1, DAY)

    assert (handed.sending_way, handed.size, handed.file_name) == (SendingWay.PAPER, 0, "")
    assert handed.document_number.endswith("-BC/ĐU")


def test_a_damaged_file_is_kept_and_told_and_the_next_one_is_sound(
    opened: tuple[Session, Campaign], tmp_path: Path
) -> None:
    desk = Desk(opened[1], PREPARED.units, Store(tmp_path))
    one = _obligation(opened, "DU-13330")

    with pytest.raises(UnreadableReport):
        desk.report(opened[0], one, 1, DAY)
    handed = desk.report(opened[0], one, 1, DAY)

    (refused,) = desk.refused
    assert (refused.unit, refused.day) == ("DU-13330", DAY)
    assert refused.told.startswith("“Bao-cao-DU-13330-lan-1.docx”: Tệp bị hỏng")
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 2
    assert handed.check is not None
    assert handed.check.sections
