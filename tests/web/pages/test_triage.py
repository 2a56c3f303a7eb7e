from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from database.models import AuditEntryRow, IntakeRow, SubmissionRow
from domain.access import Role
from tests.web.handed_in import CLOCK, FULL, PARTIAL, mail_waiting, owed_by, report_file
from tests.web.people import csrf_of
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


def state(place: Workplace, number: int) -> str:
    with place.read() as session:
        return session.get_one(IntakeRow, number).state


def audited(place: Workplace) -> list[str]:
    with place.read() as session:
        return list(session.scalars(select(AuditEntryRow.action).order_by(AuditEntryRow.id)))


def test_list_says_when_nothing_waits_and_what_to_do(board: httpx.Client) -> None:
    assert "Không có thư nào chờ phân loại" in board.get("/triage").text


def test_mail_is_read_as_text_and_its_files_are_saved(place: Workplace, board: httpx.Client) -> None:
    content = report_file(FULL)
    number = mail_waiting(place, {"Báo cáo.docx": content}, text="Kính gửi <b>Ban</b>\nXã tôi gửi báo cáo.")

    listed, page = board.get("/triage").text, board.get(f"/triage/{number}").text
    file, mail = (board.get(f"/triage/{number}/{path}") for path in ("files/1", "mail.eml"))

    assert "Báo cáo &lt;b&gt;sơ kết&lt;/b&gt;" in listed
    assert "Không nhận ra địa chỉ người gửi." in listed
    assert "Kính gửi &lt;b&gt;Ban&lt;/b&gt;\nXã tôi gửi báo cáo." in page
    assert file.content == content
    assert mail.content.startswith(b"From: Lan")
    for answer in (file, mail):
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert audited(place) == ["file-taken", "file-taken"]


def test_mail_is_filed_for_the_unit_that_a_person_found(place: Workplace, board: httpx.Client) -> None:
    number = mail_waiting(place, {"a.docx": report_file(PARTIAL), "b.docx": report_file(FULL)})
    owed = owed_by(place, "X1")

    assert f'href="/triage/{number}?obligation={owed}"' in board.get(f"/triage/{number}?q=hop+ly").text
    assert "Không có đơn vị nào phải báo cáo" in board.get(f"/triage/{number}?q=khong-co").text
    page = board.get(f"/triage/{number}?obligation={owed}").text
    assert "Tệp nào là báo cáo?" in page
    form = {"csrf": csrf_of(board), "obligation": owed}
    without = board.post(f"/triage/{number}/assign", data=form)
    first, second = (board.post(f"/triage/{number}/assign", data={**form, "file": "2"}) for _ in range(2))

    assert (without.status_code, first.status_code, second.status_code) == (409, 303, 303)
    assert "Hãy chọn tệp nào" in without.text
    assert first.headers["location"] == f"/reports/{owed}"
    assert state(place, number) == "accepted"
    with place.read() as session:
        submission = session.scalars(select(SubmissionRow)).one()
    assert (submission.file_name, submission.registered_by) == ("b.docx", "Trần Thị Lan")
    assert audited(place) == ["mail-assigned"]


def test_mail_is_dismissed_with_a_reason_once(place: Workplace, board: httpx.Client) -> None:
    number = mail_waiting(place, {})
    form = {"csrf": csrf_of(board)}

    without = board.post(f"/triage/{number}/dismiss", data=form)
    first, second = (board.post(f"/triage/{number}/dismiss", data={**form, "reason": "Thư hỏi."}) for _ in range(2))

    assert (without.status_code, first.status_code, second.status_code) == (409, 303, 303)
    assert "Hãy ghi lý do bỏ qua" in without.text
    assert state(place, number) == "dismissed"
    assert audited(place) == ["mail-dismissed"]


def test_who_comes_too_late_is_told_who_settled_the_mail(place: Workplace, board: httpx.Client) -> None:
    number = mail_waiting(place, {"a.docx": report_file(FULL)})
    owed = owed_by(place, "X1")
    board.post(f"/triage/{number}/assign", data={"csrf": csrf_of(board), "obligation": owed, "file": "1"})

    answer = board.post(f"/triage/{number}/dismiss", data={"csrf": csrf_of(board), "reason": "Không phải."})

    assert answer.status_code == 409
    assert "Chưa làm gì: thư này đã ghi nhận, do Trần Thị Lan phân loại lúc" in answer.text
    assert "Bỏ qua thư" not in answer.text


def test_leaders_look_and_change_nothing(place: Workplace, as_role: Callable[..., httpx.Client]) -> None:
    number = mail_waiting(place, {"a.docx": b"x"})
    viewer = as_role(Role.VIEWER)

    assert "Ghi nhận là báo cáo" not in viewer.get(f"/triage/{number}").text
    assert viewer.post(f"/triage/{number}/dismiss", data={"csrf": csrf_of(viewer), "reason": "x"}).status_code == 403


def test_what_is_not_there_is_not_found(place: Workplace, board: httpx.Client) -> None:
    number = mail_waiting(place, {})

    for path in ("77", "99999999999999999999", f"{number}/files/1"):
        assert board.get(f"/triage/{path}").status_code == 404
    assert board.get(f"/triage/{number}?obligation=99999999999999999999").status_code == 200


def test_list_asks_as_much_for_ten_mails_as_for_one(place: Workplace, board: httpx.Client) -> None:
    asked: list[int] = []
    for _ in range(2):
        mail_waiting(place, {"a.docx": b"x"}, text=str(len(asked)))
        board.get("/triage")
        with counting(place.engine) as statements:
            board.get("/triage")
        asked.append(len(statements))
        with place.begin() as session:
            session.execute(update(IntakeRow).values(message_id=IntakeRow.id))

    assert asked[0] == asked[1]
