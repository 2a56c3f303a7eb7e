from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import SubmissionRow, TransmittalRow
from domain.access import Role
from tests.web.pages.consolidated import FIRST, finish, hand_in, place, report_of, request
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    Clients = Callable[..., httpx.Client]

__all__ = ["place"]  # a fixture


@pytest.fixture
def provincial(place: Workplace) -> int:
    campaign = place.campaign()
    hand_in(place, campaign, "HU1", content=report_of("HU1"))
    run = request(place, campaign, "BTG")
    finish(place, campaign, run)
    return run


def sent(place: Workplace) -> list[tuple[str, int | None]]:
    with place.read() as session:
        found = session.execute(
            select(SubmissionRow.document_number, TransmittalRow.run_id).join(
                TransmittalRow, TransmittalRow.submission_id == SubmissionRow.id
            )
        )
        return [(number, run) for number, run in found]


def test_draft_that_was_sent_is_registered_with_number_and_day_and_the_office_reads_it(
    place: Workplace, as_role: Clients, provincial: int
) -> None:
    board, office = as_role(Role.BOARD), as_role(Role.OFFICE)
    before = office.get("/office/report").text

    form = {"csrf": csrf_of(board), "number": "45-TTr/BTGTU", "day": "2022-09-21"}
    answer = board.post(f"/consolidation/{provincial}/transmit", data=form, files={"file": ("", b"")})

    assert "Báo cáo chưa được gửi. Hạn gửi là" in before
    assert (answer.status_code, answer.headers["location"]) == (303, f"/consolidation/{provincial}")
    assert sent(place) == [("45-TTr/BTGTU", provincial)]
    page = office.get("/office/report").text
    assert "45-TTr/BTGTU" in page
    assert "21/9/2022" in page
    link = page.split('href="/office/report/')[1].split('"')[0]
    assert office.get(f"/office/report/{link}").content[:2] == b"PK"


WRONG = (
    ({"day": "2022-09-21"}, "Thiếu số của tờ trình"),
    ({"number": "45", "day": ""}, "Hãy ghi ngày gửi."),
    ({"number": "45", "day": "2099-01-01"}, "ở tương lai"),
    ({"number": "45", "day": "2022-07-01"}, "sớm hơn ngày"),
    ({"number": "45", "day": "2023-05-04"}, "quá xa ngày kết thúc đợt"),
)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(place: Workplace, as_role: Clients, provincial: int) -> None:
    board = as_role(Role.BOARD)
    key = csrf_of(board)

    answers = [board.post(f"/consolidation/{provincial}/transmit", data={"csrf": key, **typed}) for typed, _ in WRONG]

    assert [answer.status_code for answer in answers] == [409] * len(WRONG)
    for (typed, said), answer in zip(WRONG, answers, strict=True):
        assert said in answer.text
        assert f'value="{typed.get("number", "")}"' in answer.text
    assert sent(place) == []


def test_file_that_is_no_report_is_refused(place: Workplace, as_role: Clients, provincial: int) -> None:
    board = as_role(Role.BOARD)
    form = {"csrf": csrf_of(board), "number": "45", "day": "2022-09-21"}

    answer = board.post(f"/consolidation/{provincial}/transmit", data=form, files={"file": ("x.docx", b"\x00\x01")})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert sent(place) == []


def test_only_the_runs_of_the_province_are_sent_on_and_only_by_the_board(place: Workplace, as_role: Clients) -> None:
    board, viewer = as_role(Role.BOARD), as_role(Role.VIEWER)
    form = {"number": "45", "day": "2022-09-21"}

    of_district = board.post(f"/consolidation/{FIRST}/transmit", data={"csrf": csrf_of(board), **form})
    by_viewer = viewer.post(f"/consolidation/{FIRST}/transmit", data={"csrf": csrf_of(viewer), **form})

    assert (of_district.status_code, by_viewer.status_code) == (409, 403)
    assert "không phải báo cáo này" in of_district.text
    assert sent(place) == []
