"""The board changes the plan: sees which messages change, is asked, and the plan and the ladders follow."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import AuditEntryRow, PlanChangeRow
from domain.access import Role
from rehearsal.working import work_once
from services.extensions import extend
from services.standings import obligations_at
from tests.small_plan import CALENDAR
from tests.web.conftest import NOW
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    SignIn = Callable[..., httpx.Client]

REAL = datetime(2026, 11, 26, tzinfo=UTC)
LATE = CALENDAR.at(date(2022, 9, 26), time(10))  # few days are left to be played
WORD = {"reason": "Nhiều xã ngập lụt", "approver": "Ban Thường vụ Tỉnh ủy", "document_number": "31-CV/TU"}
DATE = {"duty": "district", "day": "2022-09-29", "reading": "through", "units": ""} | WORD
HOLIDAY = {"day": "2022-09-29", "works": "no", "name": "Nghỉ bão", "reason": "Công điện số 5"}


@pytest.fixture
def board(place: Workplace, as_role: SignIn) -> httpx.Client:
    vars(place)["now"] = lambda: LATE
    return as_role(Role.BOARD)


def send(client: httpx.Client, path: str, **typed: str) -> httpx.Response:
    return client.post(path, data=typed | {"csrf": csrf_of(client)})


def previewed(client: httpx.Client, place: Workplace, kind: str = "date", **typed: str) -> str:
    """The address of the preview, worked out."""
    answer = send(client, f"/plan/change/{kind}", **(typed or DATE))
    assert answer.status_code == 303, re.findall(r'role="alert">([^<]+)', answer.text)
    assert work_once(place, now=REAL)
    return answer.headers["location"]


def deadline_of(place: Workplace, unit: str) -> date:
    with place.read() as session:
        found = obligations_at(session, place.campaign(), as_of=LATE)
    return next(one for one in found if one.unit == unit).version.deadline.day


def test_a_new_date_shows_its_messages_first_and_is_made_when_asked(board: httpx.Client, place: Workplace) -> None:
    waiting = board.get(send(board, "/plan/change/date", **DATE).headers["location"])
    assert "Đang tính" in waiting.text
    assert 'http-equiv="refresh"' in waiting.text
    assert work_once(place, now=REAL)
    preview = previewed_page = board.get(waiting.url)
    assert "Thông báo gia hạn: 2 thông báo, gửi Huyện ủy Lý Nhân, Huyện ủy Bình Lục" in previewed_page.text
    assert "31-CV/TU" in preview.text
    assert deadline_of(place, "HU1") == date(2022, 8, 20)

    done = send(board, str(waiting.url))

    assert done.headers["location"] == "/plan#changes"
    assert deadline_of(place, "HU1") == date(2022, 9, 29)
    page = board.get("/plan").text
    assert "hết ngày 20/8/2022 thành hết ngày 29/9/2022" in page
    assert "Ban Thường vụ Tỉnh ủy, văn bản số 31-CV/TU" in page
    past = board.get("/plan?as_of=2022-08-01").text
    assert "tính hết ngày 20/8/2022" in past
    assert "29/9/2022" not in past
    with place.read() as session:
        entries = [
            row.about for row in session.scalars(select(AuditEntryRow).where(AuditEntryRow.action == "plan-changed"))
        ]
    assert entries == ["plan-change:1"]


def test_what_was_shown_is_not_made_once_something_moved_but_shown_anew(board: httpx.Client, place: Workplace) -> None:
    path = previewed(board, place)
    with place.begin() as session:
        campaign = place.campaign()
        one = next(one for one in obligations_at(session, campaign, as_of=LATE) if one.unit == "X1")
        extend(session, campaign, one.id, day=date(2022, 9, 28), approver="TT", document_number="1", now=LATE)

    answer = send(board, path)

    assert answer.headers["location"] != path
    assert "hãy xem lại" in board.get(answer.headers["location"]).text
    with place.read() as session:
        assert session.scalars(select(PlanChangeRow)).all() == []


def test_a_holiday_and_a_ladder_go_the_same_way(board: httpx.Client, place: Workplace) -> None:
    assert send(board, previewed(board, place, "holiday", **HOLIDAY)).headers["location"] == "/plan#changes"
    assert not place.campaign().plan.calendar.is_working_day(date(2022, 9, 29))
    vars(place)["now"] = lambda: LATE + timedelta(minutes=5)

    typed = _rows(board.get("/plan/change/ladder?ladder=commune").text)
    last = max(int(name.partition("-")[2]) for name in typed if name.startswith("side-"))
    typed |= {f"side-{last}": "+", f"count-{last}": "2", f"unit-{last}": "wd", f"to-office-{last}": "1", "drop-1": "1"}
    typed |= {"reason": "Nhắc ít hơn", "ladder": "commune", "send_at": "08:00"}
    assert send(board, previewed(board, place, "ladder", **typed)).headers["location"] == "/plan#changes"

    rungs = [rung.id for rung in place.campaign().plan.ladders["commune"].rungs]
    assert rungs == ["opening", "-7d", "-3wd", "-1wd", "+1wd", "+3wd", "+5wd", "weekly", "+2wd"]


def _rows(page: str) -> dict[str, str]:
    """The form as a browser would send it back."""
    typed = dict(re.findall(r'<input type="number" name="([^"]+)" value="([^"]+)"', page))
    typed |= dict.fromkeys(re.findall(r'<input type="checkbox" name="([^"]+)" value="1"[^>]* checked', page), "1")
    for name, options in re.findall(r'<select name="([^"]+-\d+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', options)
        typed[name] = chosen[1] if chosen else ""
    return typed


@pytest.mark.parametrize(
    ("kind", "wrong", "says"),
    [
        ("date", DATE | {"day": "2022-07-01"}, "đã qua"),
        ("date", DATE | {"day": "ngày mai"}, "không phải là ngày"),
        ("date", DATE | {"day": ""}, "Hãy ghi ngày"),
        ("date", DATE | {"approver": " "}, "số văn bản"),
        ("date", DATE | {"units": "X1"}, "Không có nhiệm vụ này ở đơn vị: X1"),
        ("date", DATE | {"duty": "<b>"}, "không có nhiệm vụ"),
        ("holiday", HOLIDAY | {"reason": ""}, "lý do"),
        ("holiday", HOLIDAY | {"day": "2022-10-01"}, "đã là ngày nghỉ"),
        ("ladder", {"ladder": "commune", "send_at": "8 giờ", "reason": "x"}, "Giờ gửi không đọc được"),
        (
            "ladder",
            {"ladder": "commune", "send_at": "08:00", "side-0": "+", "count-0": "x", "reason": "x"},
            "không đọc được",
        ),
        ("ladder", {"ladder": "commune", "send_at": "08:00", "reason": "x"}, "ít nhất một nấc"),
    ],
)
def test_what_cannot_be_is_said_in_the_form_with_what_was_typed(
    board: httpx.Client, kind: str, wrong: dict[str, str], says: str
) -> None:
    answer = send(board, f"/plan/change/{kind}", **wrong)

    assert answer.status_code == 409
    assert says in answer.text
    assert wrong.get("reason", "").strip() in answer.text


def test_who_only_looks_sees_the_plan_and_no_form(place: Workplace, as_role: SignIn) -> None:
    vars(place)["now"] = lambda: NOW
    viewer = as_role(Role.VIEWER)

    assert viewer.get("/plan/change/date").status_code == 403
    page = viewer.get("/plan").text
    assert "Hoàn thành báo cáo sơ kết trong tháng 7/2022." in page
    assert "Kế hoạch chưa thay đổi gì" in page
    assert "/plan/change/" not in page
    assert viewer.get("/plan.xlsx").content.startswith(b"PK")


def test_a_preview_that_is_not_there_or_not_ready_is_said(board: httpx.Client, place: Workplace) -> None:
    assert board.get("/plan/change/preview/77").status_code == 404
    path = send(board, "/plan/change/date", **DATE).headers["location"]

    assert "hãy chờ" in send(board, path).text
    assert place.campaign().change == 0
