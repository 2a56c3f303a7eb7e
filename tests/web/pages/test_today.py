"""Hôm nay and the printed page: what needs a decision, and how each tier stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from database.models import ContactRow, OutboxRow
from domain.access import Role
from tests.web.handed_in import CLOCK, FULL, hand_in, mail_waiting, report_file

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In July, or when a test says otherwise."""
    monkeypatch.setenv("DONDOC_CLOCK", getattr(request, "param", CLOCK))


@pytest.fixture
def board(as_role: Callable[..., httpx.Client]) -> httpx.Client:
    return as_role(Role.BOARD)


def test_the_front_page_leads_to_today_and_keeps_the_day(board: httpx.Client) -> None:
    assert board.get("/?as_of=2022-06-25").headers["location"] == "/today?as_of=2022-06-25"


@pytest.mark.parametrize("clock", ["2022-06-24T10:00"], indirect=True)
def test_nothing_to_decide_says_so(board: httpx.Client) -> None:
    assert "Không có việc nào chờ xử lý" in board.get("/today").text


def test_what_waits_is_named_with_the_page_on_which_it_is_done(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    mail_waiting(place, {})
    with place.begin() as session:
        session.execute(delete(ContactRow).where(ContactRow.unit == "X3"))
        last = session.scalars(select(OutboxRow).where(OutboxRow.unit == "X2").limit(1)).one()
        last.state = "unknown"

    page = board.get("/today").text

    assert f'href="/reports/{owed}">Đảng ủy xã Hợp Lý' in page
    assert 'href="/units/X3">Đảng ủy xã An Lão</a>: không còn kênh liên lạc' in page
    assert "Tin gửi chưa rõ kết quả (1)" in page
    assert "Thư đến chưa rõ của đơn vị nào (1)" in page


def test_reports_that_wait_are_counted_beyond_those_that_are_named(
    place: Workplace, board: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.today.SHOWN", 1)
    for unit in ("X1", "X2"):
        hand_in(place, unit, report_file(FULL))

    page = board.get("/today").text

    assert "Báo cáo chờ xem xét (2)" in page
    assert "và 1 việc khác" in page


def test_a_large_campaign_says_where_the_lists_are_that_it_leaves_out(
    board: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = 'hãy mở <a href="/phone">danh sách gọi</a>'
    assert said not in board.get("/today").text

    monkeypatch.setattr("services.today.SMALL", 1)

    assert said in board.get("/today").text


def test_each_tier_is_told_in_figures_and_drawn(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(FULL))

    page = board.get("/today").text

    assert "1 / 3" in page
    assert "đã nhận 33,3%" in page
    assert page.count("<svg") == 2
    assert "Nét đứt: dự kiến" in page
    assert "style=" not in page


def test_an_earlier_day_is_told_as_it_was(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(FULL))

    assert "0 / 3" in board.get("/today?as_of=2022-06-25").text
    assert "đợt chưa mở" in board.get("/today?as_of=2022-06-01").text
    assert board.get("/summary?as_of=2022-06-25").status_code == 200


@pytest.mark.parametrize("clock", ["2022-11-01T09:00"], indirect=True)
def test_after_the_end_the_page_says_so_and_names_the_overdue(board: httpx.Client) -> None:
    today, summary = board.get("/today").text, board.get("/summary").text

    assert "Đợt đã kết thúc" in today
    assert "Đơn vị quá hạn (5)" in summary
    assert "<strong>Quá hạn 93 ngày:</strong> Đảng ủy xã" in summary
    assert "Đảng ủy xã Hợp Lý" in summary
