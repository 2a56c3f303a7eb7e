"""The board rehearses: asks on a page, the machine plays, and the page shows what would go out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from domain.access import Role
from rehearsal.working import work_once
from tests.small_plan import CALENDAR
from tests.web.pages.test_plan_changes import send
from tests.web.queries import counting

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

REAL = datetime(2026, 11, 26, tzinfo=UTC)
LATE = CALENDAR.at(date(2022, 9, 19), time(10))


@pytest.fixture
def board(place: Workplace, as_role: Callable[..., httpx.Client]) -> httpx.Client:
    vars(place)["now"] = lambda: LATE
    return as_role(Role.BOARD)


def test_a_rehearsal_is_asked_worked_out_and_read(board: httpx.Client, place: Workplace) -> None:
    assert "Chưa diễn tập lần nào" in board.get("/rehearsal").text
    asked = send(board, "/rehearsal", scenario="shares", begins="now", **{"share-silent": "100"}, silent_units="x1")
    path = asked.headers["location"]
    assert "Đang tính" in board.get(path).text
    assert work_once(place, now=REAL)

    page = board.get(path).text
    own = board.get(f"{path}?unit=X1").text

    assert "theo tỷ lệ tự chọn; từ tình hình hôm nay; 1 đơn vị không nộp: X1." in page
    assert "Đôn đốc lần tiếp theo" in page
    assert "Kính gửi: Đảng ủy xã Hợp Lý" in own
    assert "Kính gửi: Đảng ủy xã Nhân Mỹ" not in own
    assert board.get(f"{path}.xlsx").content.startswith(b"PK")
    assert path in board.get("/rehearsal").text
    assert (
        send(
            board, "/rehearsal", scenario="shares", begins="now", **{"share-silent": "100"}, silent_units="X1"
        ).headers["location"]
        == path
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"scenario": "khác", "begins": "now"}, "Không có kịch bản"),
        ({"scenario": "mixed", "begins": "mai"}, "Hãy chọn diễn tập từ"),
        ({"scenario": "shares", "begins": "now", "share-late": "80", "share-silent": "40"}, "không quá 100%"),
        ({"scenario": "shares", "begins": "now", "share-late": "nhiều"}, "không đọc được"),
        ({"scenario": "mixed", "begins": "now", "silent_units": "X9"}, "Không có đơn vị: X9"),
    ],
)
def test_what_cannot_be_played_is_said_in_the_form(board: httpx.Client, wrong: dict[str, str], says: str) -> None:
    answer = send(board, "/rehearsal", **wrong)

    assert answer.status_code == 409
    assert says in answer.text


def test_rehearsal_that_is_not_there_is_said(board: httpx.Client) -> None:
    assert board.get("/rehearsal/9").status_code == 404
    assert board.get("/rehearsal/9.xlsx").status_code == 404


def test_the_list_asks_as_many_questions_for_three_rehearsals_as_for_one(board: httpx.Client, place: Workplace) -> None:
    def questions() -> int:
        with counting(place.engine) as asked:
            assert board.get("/rehearsal").status_code == 200
        return len(asked)

    send(board, "/rehearsal", scenario="silent", begins="now")
    board.get("/rehearsal")
    one = questions()
    for scenario in ("punctual", "mixed"):
        send(board, "/rehearsal", scenario=scenario, begins="now")

    assert questions() == one
    assert "Lượt 3" in board.get("/rehearsal").text
