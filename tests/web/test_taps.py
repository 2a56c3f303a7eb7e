from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import AnswerRow, SignalRow, SubmissionRow
from domain.taps import tap_link
from tests.web.calls import SETTINGS, ask

if TYPE_CHECKING:
    from config.wiring import Workplace


def link(url: str, number: int = 1) -> str:
    return tap_link(url, number, secret=SETTINGS["DONDOC_SECRET"].encode())


def answers(place: Workplace) -> list[tuple[str, str, int | None]]:
    with place.read() as session:
        return [(row.unit, row.kind, row.outbox_id) for row in session.scalars(select(AnswerRow))]


def test_opening_the_link_changes_nothing_and_shows_one_button(place: Workplace, url: str) -> None:
    shown = ask("GET", link(url))

    assert shown.status_code == 200
    assert "Tôi đã nhận được" in shown.text
    assert "Kế hoạch số 15-KH/TU" in shown.text
    assert answers(place) == []


def test_tap_is_written_down_once_and_hands_nothing_in(place: Workplace, url: str) -> None:
    for _ in range(3):
        assert "Đã ghi nhận" in ask("POST", link(url)).text

    assert answers(place) == [("X1", "acknowledged", 1)]
    with place.read() as session:
        assert session.scalars(select(SignalRow.kind)).all() == ["answered"]
        assert session.scalars(select(SubmissionRow)).all() == []
    assert "Đã ghi nhận" in ask("GET", link(url)).text


@pytest.mark.parametrize("token", ["1-aaaaaaaaaaaaaaaa", "x", "%F0%9F", "999999999-aaaaaaaaaaaaaaaa"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_link_that_we_did_not_sign_opens_nothing(place: Workplace, url: str, method: str, token: str) -> None:
    answer = ask(method, f"{url}/t/{token}")

    assert answer.status_code == 404
    assert "liên kết đã sai" in answer.text
    assert answers(place) == []
