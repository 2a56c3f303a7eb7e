from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select

from database.models import AuditEntryRow, ObligationRow, SubmissionRow, UnitRow, VersionRow
from domain.access import Role
from tests.web.handed_in import CLOCK, FULL, PARTIAL, hand_in, hand_in_light, mail_waiting, report_file
from tests.web.queries import counting

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


@pytest.fixture
def board(as_role: Callable[..., httpx.Client]) -> httpx.Client:
    return as_role(Role.BOARD)


def test_inbox_is_empty_until_something_came_and_says_so(board: httpx.Client) -> None:
    assert "Không có báo cáo nào chờ xem xét" in board.get("/reports").text
    assert "Chưa có báo cáo nào đã trả lại" in board.get("/reports?state=returned").text


def test_inbox_shows_whose_report_waits_what_the_check_says_and_how_many_mails(
    place: Workplace, board: httpx.Client
) -> None:
    owed = hand_in(place, "X1", report_file(PARTIAL))
    mail_waiting(place, {})

    page = board.get("/reports").text

    assert f'href="/reports/{owed}"' in page
    assert "Đảng ủy xã Hợp Lý" in page
    assert "1/3 mục, thiếu IV, để trống II" in page
    assert "đúng hạn" in page
    assert "1 thư đến chờ phân loại" in page


def test_inbox_is_narrowed_by_its_address(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(FULL))
    hand_in(place, "HU1", report_file(PARTIAL))

    def shown(query: str) -> list[bool]:
        text = board.get(f"/reports?{query}").text
        return [name in text.partition('<div id="list">')[2] for name in ("Hợp Lý", "Lý Nhân")]

    assert shown("q=hop+ly") == [True, False]
    assert shown("tier=district") == [False, True]
    assert shown("faults=1") == [False, True]
    assert shown("state=accepted") == [False, False]
    assert shown("state=all&superior=HU1") == [True, False]
    assert shown("as_of=2022-07-19") == [False, False]
    assert "Bỏ các điều kiện lọc" in board.get("/reports?q=khong-co").text


def test_strange_filters_are_no_failure(board: httpx.Client) -> None:
    for query in (
        "state=%00",
        "q=%00%25_%27",
        "tier=x&superior=%F0%9F%98%80",
        "page=-5",
        "page=99999999999999",
        "faults=2",
    ):
        assert board.get(f"/reports?{query}").status_code == 200


def test_list_is_taken_away_as_a_workbook_and_that_is_recorded(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(PARTIAL))

    answer = board.get("/reports.xlsx?state=all")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert any(row[0] == "X1" and "thiếu IV" in str(row[-1]) for row in rows)
    with place.read() as session:
        assert session.scalars(select(AuditEntryRow.action)).all() == ["file-taken"]


def test_leaders_see_the_inbox_without_what_changes_anything(
    place: Workplace, as_role: Callable[..., httpx.Client]
) -> None:
    hand_in(place, "X1", report_file(FULL))

    page = as_role(Role.VIEWER).get("/reports").text

    assert "Hợp Lý" in page
    assert "/reports/register" not in page


def test_list_asks_as_many_questions_for_three_hundred_as_for_one(place: Workplace, board: httpx.Client) -> None:
    asked: list[int] = []

    def ask() -> str:
        with counting(place.engine) as statements:
            text = board.get("/reports").text
        asked.append(len(statements))
        return text

    ask()  # reads the campaign once
    hand_in_light(place, ["X1"])
    ask()
    hand_in_light(place, ["X2", "X3"])
    ask()
    _hand_in_many(place, 297)
    page = ask()

    assert len(set(asked[1:])) == 1
    assert "chờ xem xét: 300" in page
    assert "Trang 1 / 6" in page


def _hand_in_many(place: Workplace, number: int) -> None:
    with place.begin() as session:
        like = session.scalars(select(ObligationRow).where(ObligationRow.unit == "X1")).one()
        version = session.scalars(select(VersionRow).where(VersionRow.obligation_id == like.id)).first()
        unit = session.scalars(select(UnitRow).where(UnitRow.code == "X1")).one()
        came = session.scalars(select(SubmissionRow).where(SubmissionRow.obligation_id == like.id)).one()
        assert version is not None
        for kind, row in ((UnitRow, unit), (ObligationRow, like), (VersionRow, version), (SubmissionRow, came)):
            columns = {
                column.name: getattr(row, column.name) for column in kind.__table__.columns if column.name != "id"
            }
            session.execute(insert(kind), [_as_other(kind, columns, place_) for place_ in range(1, number + 1)])


def _as_other(kind: type, columns: dict[str, object], number: int) -> dict[str, object]:
    owed = {"obligation_id": 1_000 + number}
    match kind.__name__:
        case "UnitRow":
            return {**columns, "code": f"Y{number}"}
        case "ObligationRow":
            return {**columns, "id": 1_000 + number, "unit": f"Y{number}"}
        case "SubmissionRow":
            return {**columns, **owed, "receipt_number": f"Y{number}"}
        case _:
            return {**columns, **owed}
