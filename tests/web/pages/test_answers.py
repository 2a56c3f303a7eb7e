"""What units wrote back: settled by the day that they promise, or by a note, once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import AnswerRow, PromiseRow
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
    """X1 promised a day, X2 asked something."""
    about = {"campaign_id": place.campaign().id, "channel": "email", "at": place.now()}
    with place.begin() as session:
        session.add(
            AnswerRow(
                unit="X1", contact="x1", kind="promises", day=date(2022, 7, 28), text="HEN 28/7", event_key="1", **about
            )
        )
        session.add(AnswerRow(unit="X2", contact="x2", kind="asks", text="Nộp ở đâu?", event_key="2", **about))
    return as_role(Role.BOARD)


def post(client: httpx.Client, path: str, **data: str) -> httpx.Response:
    return client.post(path, data={"csrf": csrf_of(client), **data}, follow_redirects=True)


def test_answers_are_settled_by_the_promise_and_by_a_note(place: Workplace, board: httpx.Client) -> None:
    assert "2 trả lời chờ cán bộ" in board.get("/answers").text

    promised = post(board, "/answers/1/promise").text
    noted = post(board, "/answers/2/note", note="đã gọi lại hướng dẫn").text

    assert "Đã ghi ngày hẹn nộp 28/7/2022." in promised
    assert "Không có trả lời nào chờ xử lý" in noted
    with place.read() as session:
        assert list(session.scalars(select(PromiseRow.day))) == [date(2022, 7, 28)]


def test_what_cannot_be_settled_so_is_refused_with_the_reason(board: httpx.Client) -> None:
    assert "không hẹn ngày nào" in post(board, "/answers/2/promise").text
    assert post(board, "/answers/2/note", note=" ").status_code == 409
    post(board, "/answers/2/note", note="xong")
    assert "đã được Trần Thị Lan xử lý" in post(board, "/answers/2/note", note="lần nữa").text
