from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import AuditEntryRow, EventRow, SubmissionRow
from domain.access import Role
from tests.web.handed_in import CLOCK, FULL, hand_in, owed_by, report_file
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

PAPER = {"day": "2022-07-19", "number": "12-BC/ĐU", "way": "paper"}


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


@pytest.fixture
def board(as_role: Callable[..., httpx.Client]) -> httpx.Client:
    return as_role(Role.BOARD)


def form_of(board: httpx.Client, owed: int, **fields: str) -> dict[str, str]:
    page = board.get(f"/reports/register?obligation={owed}").text
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return {"csrf": csrf_of(board), "obligation": str(owed), "seen": found[1], **PAPER, **fields}


def test_unit_is_found_without_marks(place: Workplace, board: httpx.Client) -> None:
    page = board.get("/reports/register?q=hop+ly").text

    assert f'href="/reports/register?obligation={owed_by(place, "X1")}"' in page


def test_report_on_paper_is_registered_once(place: Workplace, board: httpx.Client) -> None:
    owed = owed_by(place, "X1")
    form = form_of(board, owed)

    answers = [board.post("/reports/register", data=form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    with place.read() as session:
        submission = session.scalars(select(SubmissionRow)).one()
        assert session.scalars(select(EventRow.move)).all() == ["submit"]
        assert session.scalars(select(AuditEntryRow.action)).all() == ["report-registered"]
    assert (submission.document_number, submission.sending_way, submission.registered_by) == (
        "12-BC/ĐU",
        "paper",
        "Trần Thị Lan",
    )
    assert f"{submission.received_at:%d/%m}" == "19/07"
    page = board.get(f"/reports/{owed}").text
    assert "cần đọc bản gốc" in page
    assert "phiếu tiếp nhận số 0001/TN-" in page


def test_file_that_was_brought_is_read_and_checked(place: Workplace, board: httpx.Client) -> None:
    owed = owed_by(place, "X1")
    files = {"file": ("C:\\Bao cao.docx", report_file(FULL))}

    answer = board.post("/reports/register", data=form_of(board, owed, way="file"), files=files)

    assert answer.status_code == 303
    assert "Đủ 3/3 mục" in board.get(f"/reports/{owed}").text


REFUSED: list[tuple[dict[str, str], bytes | None, str]] = [
    ({"number": " "}, None, "phải ghi số văn bản"),
    ({"way": "file"}, None, "phải chọn tệp"),
    ({"way": "pigeon"}, None, "bằng cách nào"),
    ({"day": "2022-07-21"}, None, "tương lai"),
    ({"day": "hôm qua"}, None, "không phải là ngày"),
    ({"day": "2022-06-01"}, None, "sớm hơn ngày mở đợt"),
    ({}, b"", "trống"),
    ({}, b"MZ\x90 program", "không"),
]


def test_refusal_keeps_what_was_typed(place: Workplace, board: httpx.Client) -> None:
    form = form_of(board, owed_by(place, "X1"))

    for fields, file, sentence in REFUSED:
        files = None if file is None else {"file": ("a.docx", file)}
        answer = board.post("/reports/register", data={**form, **fields}, files=files)

        assert (answer.status_code, sentence in answer.text) == (409, True), sentence
        assert f'value="{fields.get("number", PAPER["number"])}"' in answer.text


def test_who_did_not_see_what_came_meanwhile_registers_nothing(place: Workplace, board: httpx.Client) -> None:
    owed = owed_by(place, "X1")
    old = form_of(board, owed, day="2022-07-20")
    hand_in(place, "X1", report_file(FULL))

    answer = board.post("/reports/register", data=old)

    assert answer.status_code == 409
    assert "chưa ghi nhận gì: đã nộp, chờ xem xét" in answer.text


def test_only_reviewers_register(as_role: Callable[..., httpx.Client]) -> None:
    assert as_role(Role.VIEWER).get("/reports/register").status_code == 403


def test_form_without_a_duty_is_not_found(board: httpx.Client) -> None:
    assert board.post("/reports/register", data={"csrf": csrf_of(board), **PAPER}).status_code == 404
