from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from python_calamine import load_workbook
from sqlalchemy import insert, select

from config import clock
from database.models import AcknowledgementRow, AuditEntryRow, OutboxRow
from database.queries.acknowledgements import acknowledged_for
from domain.access import Role
from tests.web.pages.consolidated import hand_in, place, report_of
from tests.web.people import csrf_of
from tests.web.queries import counting

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    Clients = Callable[..., httpx.Client]

__all__ = ["place"]  # a fixture


@pytest.fixture
def told(place: Workplace) -> int:
    """The list that went to the Office."""
    with place.read() as session:
        (found,) = session.scalars(select(OutboxRow.id).where(OutboxRow.message == "escalation_list"))
        return found


def words(place: Workplace) -> list[tuple[str, str]]:
    with place.read() as session:
        return [
            (row.by, row.note) for row in session.scalars(select(AcknowledgementRow).order_by(AcknowledgementRow.id))
        ]


def test_office_reads_who_was_named_then_and_how_it_stands_now(place: Workplace, as_role: Clients, told: int) -> None:
    hand_in(place, place.campaign(), "HU1", content=report_of("HU1"), at=clock.now())
    office = as_role(Role.OFFICE)

    listed = office.get("/office").text
    page = office.get(f"/office/escalations/{told}").text

    assert "1 báo cáo chưa được xác nhận đã xem." in listed
    assert "Khi báo cáo có 2 đơn vị quá hạn" in page
    assert "còn <strong>1</strong> đơn vị chưa gửi" in page
    assert "quá hạn 5 ngày (hạn 20/8/2022)" in page
    assert "Kính gửi Văn phòng Tỉnh ủy" in page


def test_what_came_later_is_not_seen_on_an_earlier_day(as_role: Clients, told: int) -> None:
    office = as_role(Role.OFFICE)

    assert "Chưa có báo cáo nào lên Văn phòng" in office.get("/office?as_of=2022-08-20").text
    assert office.get(f"/office/escalations/{told}?as_of=2022-08-20").status_code == 404


def test_acknowledging_twice_writes_once_and_further_notes_are_kept(
    place: Workplace, as_role: Clients, told: int
) -> None:
    office = as_role(Role.OFFICE)
    form = {"csrf": csrf_of(office), "note": "Đã báo cáo  Thường trực."}

    for note in ("Đã báo cáo  Thường trực.", "Đã báo cáo Thường trực.", "Yêu cầu nộp trước 30/8.", ""):
        assert office.post(f"/office/escalations/{told}/acknowledge", data={**form, "note": note}).status_code == 303

    by = "Phạm Văn Phòng"
    assert words(place) == [(by, "Đã báo cáo Thường trực."), (by, "Yêu cầu nộp trước 30/8.")]
    with place.read() as session:
        noted = [row.about for row in session.scalars(select(AuditEntryRow)) if row.action == "escalation-acknowledged"]
        seen = acknowledged_for(session, place.campaign(), ["HU1"], as_of=clock.now())
    assert noted == [f"escalation:{told}"] * 2
    assert [one.note for one in seen["HU1"]] == ["Đã báo cáo Thường trực.", "Yêu cầu nộp trước 30/8."]
    assert "đã xem" in as_role(Role.BOARD).get("/office").text


def test_board_looks_at_what_the_office_sees_and_cannot_acknowledge(
    place: Workplace, as_role: Clients, told: int
) -> None:
    board = as_role(Role.BOARD)

    page = board.get(f"/office/escalations/{told}")
    answer = board.post(f"/office/escalations/{told}/acknowledge", data={"csrf": csrf_of(board)})

    assert (page.status_code, "<textarea" in page.text) == (200, False)
    assert answer.status_code == 403
    assert words(place) == []


def test_office_sees_its_own_pages_alone(as_role: Clients) -> None:
    office = as_role(Role.OFFICE)

    assert [
        office.get(path).status_code for path in ("/consolidation", "/consolidation/1", "/consolidation/1/draft")
    ] == [
        403,
        403,
        403,
    ]
    assert as_role(Role.UNIT, body="X1").get("/office").status_code == 403


def test_evidence_is_of_the_units_that_are_named_and_of_no_other(as_role: Clients, told: int) -> None:
    office = as_role(Role.OFFICE)

    named = office.get(f"/office/escalations/{told}/evidence/HU1.zip")
    other = office.get(f"/office/escalations/{told}/evidence/X1.zip")

    with ZipFile(BytesIO(named.content)) as archive:
        assert "ho-so.docx" in archive.namelist()
    assert (other.status_code, "không nêu tên đơn vị đó" in other.text) == (404, True)


@pytest.mark.parametrize("path", ["/office/escalations/1", "/office/escalations/999999", "/office/report/1"])
def test_what_is_no_escalation_is_not_shown_as_one(as_role: Clients, path: str) -> None:
    assert as_role(Role.OFFICE).get(path).status_code == 404


def test_live_list_is_a_page_a_workbook_and_a_letter(as_role: Clients) -> None:
    office = as_role(Role.OFFICE)

    page = office.get("/office/overdue", params={"as_of": "2022-08-25"})
    book = office.get("/office/overdue.xlsx", params={"as_of": "2022-08-25"})
    letter = office.get("/office/overdue.docx", params={"as_of": "2022-08-25"})

    assert "2 đơn vị quá hạn" in page.text
    with load_workbook(BytesIO(book.content)) as found:
        rows = found.get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows if row[1] in ("Huyện ủy Lý Nhân", "Huyện ủy Bình Lục")] == [5, 5]
    assert letter.content[:2] == b"PK"
    nobody = office.get("/office/overdue.docx", params={"as_of": "2022-07-01"})
    assert (nobody.status_code, "không có đơn vị nào quá hạn" in nobody.text) == (404, True)


@pytest.mark.parametrize(
    ("state", "is_shown"), [("failed", True), ("unknown", True), ("held", False), ("superseded", False)]
)
def test_list_that_the_mail_did_not_bring_is_read_here_and_one_that_did_not_go_is_not(
    place: Workplace, as_role: Clients, told: int, *, state: str, is_shown: bool
) -> None:
    with place.begin() as session:
        session.get_one(OutboxRow, told).state = state

    assert (f"/office/escalations/{told}" in as_role(Role.OFFICE).get("/office").text) is is_shown


def test_list_asks_as_many_questions_for_three_hundred_as_for_one(
    place: Workplace, as_role: Clients, told: int
) -> None:
    office = as_role(Role.OFFICE)
    office.get("/office")
    with counting(place.engine) as with_one:
        office.get("/office")
    with place.begin() as session:
        row = session.get_one(OutboxRow, told)
        names = [column.name for column in OutboxRow.__table__.columns if column.name not in ("id", "key")]
        copied = {name: getattr(row, name) for name in names}
        session.execute(insert(OutboxRow), [{**copied, "key": f"copy {number}"} for number in range(299)])

    with counting(place.engine) as with_many:
        page = office.get("/office")

    assert len(with_many) == len(with_one)
    assert "300 báo cáo, mới nhất trước" in page.text
