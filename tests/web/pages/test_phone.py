"""The phone list on a page: take, say, record; and the ledger of what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from database.models import AuditEntryRow, CallRow, ContactRow, PromiseRow
from domain.access import Role
from tests.web.handed_in import CLOCK
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


@pytest.fixture
def board(place: Workplace, as_role: Callable[..., httpx.Client]) -> httpx.Client:
    """X1 cannot be written to, so it is to be called."""
    with place.begin() as session:
        session.execute(delete(ContactRow).where(ContactRow.unit == "X1"))
    return as_role(Role.BOARD)


def post(client: httpx.Client, path: str, **data: str) -> httpx.Response:
    return client.post(path, data={"csrf": csrf_of(client), **data}, follow_redirects=True)


def test_a_call_is_taken_recorded_with_its_promise_and_stands_in_the_ledger(
    place: Workplace, board: httpx.Client
) -> None:
    page = board.get("/phone").text

    assert "Đảng ủy xã Hợp Lý" in page
    assert "Nội dung cần nói" in page
    assert "Đã nhận gọi" in post(board, "/phone/X1/take").text
    done = post(board, "/phone/X1/record", result="promised", day="2022-07-25", note="đang hoàn thiện", duty="commune")
    assert "Đã ghi kết quả cuộc gọi" in done.text
    log = board.get("/phone/log").text
    assert "đang hoàn thiện" in log
    assert "25/7/2022" in log
    with place.read() as session:
        assert [str(one) for one in session.scalars(select(PromiseRow.day))] == ["2022-07-25"]
        assert session.scalars(select(AuditEntryRow.action)).all()[-2:] == ["call-taken", "call-recorded"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Hãy chọn kết quả"),
        ({"result": "promised"}, "phải ghi ngày hẹn"),
        ({"result": "promised", "day": "mai"}, "mai"),
    ],
)
def test_a_call_that_makes_no_sense_is_not_written(
    place: Workplace, board: httpx.Client, typed: dict[str, str], told: str
) -> None:
    answer = post(board, "/phone/X1/record", **typed)

    assert answer.status_code == 409
    assert told in answer.text
    with place.read() as session:
        assert session.scalars(select(CallRow)).all() == []


def test_the_list_is_taken_as_a_workbook_and_as_pages(board: httpx.Client) -> None:
    assert board.get("/phone.xlsx").content.startswith(b"PK")
    assert board.get("/phone.docx").content.startswith(b"PK")


def test_a_viewer_cannot_take_a_call(board: httpx.Client, as_role: Callable[..., httpx.Client]) -> None:
    viewer = as_role(Role.VIEWER)

    assert board.get("/phone").text.count("Nhận gọi") == 1
    assert "không có đơn vị nào mang mã “X9”" in post(board, "/phone/X9/take").text
    assert "Nhận gọi" not in viewer.get("/phone").text
    assert post(viewer, "/phone/X1/take").status_code == 403
