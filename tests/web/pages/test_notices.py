"""Writing to some units: whom it reaches, the letter before it goes, and that a double click sends once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import AuditEntryRow, OutboxRow
from domain.access import Role
from rehearsal.recording import RecordedChannels, RecordingChannel
from tests.web.handed_in import CLOCK
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

WORDS = {"title": "Hội nghị giao ban", "text": "Mời dự hội nghị <b>ngày 25/7</b>."}


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


@pytest.fixture
def board(place: Workplace, as_role: Callable[..., httpx.Client]) -> httpx.Client:
    vars(place)["channels"] = RecordedChannels({"email": RecordingChannel("email")})
    return as_role(Role.BOARD)


def notices(place: Workplace) -> list[str]:
    with place.read() as session:
        return sorted(session.scalars(select(OutboxRow.unit).where(OutboxRow.message == "notice")))


def post(client: httpx.Client, **data: str) -> httpx.Response:
    return client.post("/reminders/write", data={"csrf": csrf_of(client), **data}, follow_redirects=True)


def test_units_come_from_the_address_by_name_or_by_a_filter(board: httpx.Client) -> None:
    named = board.get("/reminders/write?unit=X1&unit=HU1&unit=khong-co").text
    filtered = board.get("/reminders/write?tier=commune").text
    added = post(board, units="X1", add="lý nhân").text

    assert "<strong>2 đơn vị</strong>: 2 người nhận" in named
    assert "<strong>3 đơn vị</strong>" in filtered
    assert "<strong>2 đơn vị</strong>" in added


def test_the_letter_is_shown_before_it_goes_and_a_double_click_sends_it_once(
    place: Workplace, board: httpx.Client
) -> None:
    page = post(board, units="X1 X2", step="preview", key="k" * 16, **WORDS).text

    assert "Thư gửi Đảng ủy xã Hợp Lý" in page
    assert "Mời dự hội nghị &lt;b&gt;ngày 25/7&lt;/b&gt;." in page
    assert notices(place) == []
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    first, second = (post(board, units="X1 X2", step="send", key=key[1], **WORDS).text for _ in range(2))
    assert "Đã đưa 2 thông báo vào hộp thư đi" in first
    assert "đã được gửi từ trước" in second
    assert notices(place) == ["X1", "X2"]
    with place.read() as session:
        actions = session.scalars(select(AuditEntryRow.action)).all()
    assert actions.count("notice-sent") == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"units": "X1", "title": "", "text": "Nội dung"}, "cả tiêu đề và nội dung"),
        ({"units": "", **WORDS}, "Không đơn vị nào"),
        ({"units": "X1", "add": "không có xã này", **WORDS}, "Không có đơn vị nào tên"),
    ],
)
def test_what_cannot_be_sent_keeps_what_was_typed(
    place: Workplace, board: httpx.Client, typed: dict[str, str], told: str
) -> None:
    answer = post(board, step="send", key="k" * 16, **typed)

    assert answer.status_code == 409
    assert told in answer.text
    assert typed["text"].replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert notices(place) == []
