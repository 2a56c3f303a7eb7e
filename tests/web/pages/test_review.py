from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from database.models import AuditEntryRow, EventRow, OutboxRow, ReturnRow, SubmissionFileRow, SubmissionRow, UserRow
from domain.access import Role
from tests.documents.pictures import png
from tests.web.handed_in import CLOCK, FULL, LIVELY, PARTIAL, STRAY, hand_in, owed_by, report_file
from tests.web.people import csrf_of, signed_in_client
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


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\d+)"', page)
    assert found is not None
    return found[1]


def form_of(board: httpx.Client, owed: int, **fields: object) -> dict[str, object]:
    """The hidden fields of the page as it is now, with what is typed."""
    page = board.get(f"/reports/{owed}").text
    return {"csrf": csrf_of(board), "seen": hidden(page, "seen"), **fields}


def moves(place: Workplace, owed: int) -> list[str]:
    with place.read() as session:
        rows = session.scalars(select(EventRow).where(EventRow.obligation_id == owed).order_by(EventRow.id))
        return [row.move for row in rows]


def audited(place: Workplace) -> list[str]:
    with place.read() as session:
        return list(session.scalars(select(AuditEntryRow.action).order_by(AuditEntryRow.id)))


def test_page_shows_the_document_beside_its_check(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(STRAY))

    page = board.get(f"/reports/{owed}").text

    assert re.search(r'<h3 id="at-1" tabindex="-1">I- Tình hình quán triệt <span[^>]*>mục I</span>', page)
    assert re.search(r"Những việc làm được ngoài kế hoạch năm <span[^>]*>ngoài đề cương</span>", page)
    assert '<a href="#at-1">I- Tình hình quán triệt</a>' in page
    assert "thiếu IV, để trống II" in page
    assert page.index('id="check"') < page.index('id="document"')


def test_nothing_of_the_document_is_taken_for_html(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL), name='a"><img src=x>.docx')

    page = board.get(f"/reports/{owed}").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<img src=x>" not in page
    assert LIVELY not in page


def test_page_of_a_unit_that_sent_nothing_leads_to_registering(place: Workplace, board: httpx.Client) -> None:
    owed = owed_by(place, "X1")

    page = board.get(f"/reports/{owed}").text

    assert "chưa nộp báo cáo nào" in page
    assert f"/reports/register?obligation={owed}" in page


def test_what_is_not_there_is_not_found(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))

    for path in ("999999", "99999999999999999999", f"{owed}?version=7", f"{owed}/7/file", f"{owed}/1/annexes/1"):
        assert board.get(f"/reports/{path}").status_code == 404
    for path in (f"{owed}/1/pictures/1", f"{owed}/0/receipt.docx", f"{owed}/1/pictures/99999999999999999999"):
        assert board.get(f"/reports/{path}").status_code == 404


def test_files_are_saved_and_never_opened_in_the_page_and_each_is_recorded(
    place: Workplace, board: httpx.Client
) -> None:
    content = report_file(FULL, picture=True)
    owed = hand_in(place, "X1", content, name="Báo cáo.docx")
    with place.begin() as session:
        submission = session.scalars(select(SubmissionRow)).one()
        kept = place.store.put(b"<html>")
        session.add(
            SubmissionFileRow(submission_id=submission.id, number=1, file_name="phu-luc.html", sha256=kept, size=6)
        )

    original, annex, slip = (board.get(f"/reports/{owed}/1/{path}") for path in ("file", "annexes/1", "receipt.docx"))

    assert original.content == content
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o.docx" in original.headers["content-disposition"]
    for answer in (original, annex, slip):
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert annex.headers["content-type"] == "application/octet-stream"
    assert audited(place) == ["file-taken"] * 3


def test_pictures_come_as_pictures_alone(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL, picture=True))

    page = board.get(f"/reports/{owed}").text
    answer = board.get(f"/reports/{owed}/1/pictures/1")

    assert f'src="/reports/{owed}/1/pictures/1"' in page
    assert (answer.headers["content-type"], answer.content) == ("image/png", png())


def test_file_that_is_gone_from_the_store_is_a_sentence(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    with place.read() as session:
        place.store.path(session.scalars(select(SubmissionRow.sha256)).one()).unlink()

    assert "Không còn tệp này trong kho" in board.get(f"/reports/{owed}").text
    answer = board.get(f"/reports/{owed}/1/file")
    assert answer.status_code == 404
    assert "Không còn tệp này trong kho" in answer.text


def test_report_is_accepted_once_however_often_the_button_is_pressed(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    form = form_of(board, owed, reason="Đã đọc.")

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: board.post(f"/reports/{owed}/accept", data=form), range(2)))
    later = board.post(f"/reports/{owed}/accept", data=form)

    assert [one.status_code for one in (*answers, later)] == [303, 303, 303]
    assert moves(place, owed) == ["submit", "accept"]
    assert audited(place) == ["report-accepted"]
    page = board.get(f"/reports/{owed}").text
    assert "Đã ghi nhận từ lần bấm trước" in page
    assert "đã chấp nhận" in page


def test_report_is_returned_by_section_with_reasons_and_the_unit_is_written_to(
    place: Workplace, board: httpx.Client
) -> None:
    owed = hand_in(place, "X1", report_file(PARTIAL))
    page = board.get(f"/reports/{owed}").text
    assert 'name="new_day" required value="2022-07-27"' in page
    assert 'value="IV" checked' in page
    fields = {"section": ["II", "IV"], "reason-II": "chưa nêu số liệu", "reason-IV": "", "reason-I": "không được tính"}

    answer = board.post(f"/reports/{owed}/return", data=form_of(board, owed, new_day="2022-07-27", **fields))

    assert answer.status_code == 303
    with place.read() as session:
        returned = session.scalars(select(ReturnRow)).one()
        letters = session.scalars(select(OutboxRow.message).where(OutboxRow.message == "returned")).all()
    assert json.loads(returned.sections) == [["II", "chưa nêu số liệu"], ["IV", ""]]
    assert (str(returned.new_day), returned.returned_by) == ("2022-07-27", "Trần Thị Lan")
    assert letters
    assert audited(place) == ["report-returned"]


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"new_day": "2022-07-27", "reason-II": " "}, "Hãy ghi lý do trả lại"),
    ({"new_day": "hôm sau"}, "không phải là ngày"),
    ({"new_day": ""}, "không phải là ngày"),
    ({"new_day": "2022-07-19"}, "đã qua"),
    ({"new_day": "2022-07-27", "section": ["II", "IX"]}, "không có mục"),
]


def test_refusal_is_shown_in_the_form_with_what_was_typed(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    form = form_of(board, owed, section=["II"])

    for fields, sentence in REFUSED:
        reason = "viết thêm <nữa>"
        answer = board.post(f"/reports/{owed}/return", data={**form, "reason-II": reason, **fields})

        assert (answer.status_code, sentence in answer.text) == (409, True), sentence
        assert '<details id="return" open>' in answer.text
        assert ('value="viết thêm &lt;nữa&gt;"' in answer.text) is ("reason-II" not in fields)
    assert moves(place, owed) == ["submit"]


def test_second_reviewer_with_an_old_page_is_told_who_was_quicker(
    place: Workplace, board: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    owed = hand_in(place, "X1", report_file(PARTIAL))
    old = form_of(board, owed)
    other = as_role(Role.BOARD, name="hue")
    with place.begin() as session:
        session.execute(update(UserRow).where(UserRow.name == "hue").values(display_name="Vũ Thị Huệ"))
    fields = {"section": "IV", "reason-IV": "chưa có", "new_day": "2022-07-27"}
    other.post(f"/reports/{owed}/return", data=form_of(other, owed, **fields))

    answer = board.post(f"/reports/{owed}/accept", data={**old, "reason": "Đạt."})

    assert answer.status_code == 409
    assert "Chưa làm gì" in answer.text
    assert "Vũ Thị Huệ" in answer.text
    assert "đã trả lại, chờ nộp lại" in answer.text
    assert moves(place, owed) == ["submit", "return"]


def test_new_version_that_came_meanwhile_is_not_accepted_unseen(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(PARTIAL))
    old = form_of(board, owed, reason="Đạt.")
    hand_in(place, "X1", report_file(FULL))

    answer = board.post(f"/reports/{owed}/accept", data=old)

    assert answer.status_code == 409
    assert 'value="Đạt."' in answer.text
    assert moves(place, owed) == ["submit", "submit"]
    again = {**old, "seen": hidden(answer.text, "seen")}
    assert board.post(f"/reports/{owed}/accept", data=again).status_code == 303


def test_move_that_is_not_possible_is_refused_in_words(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    board.post(f"/reports/{owed}/accept", data=form_of(board, owed))
    page = board.get(f"/reports/{owed}").text
    seen = hidden(page, "seen")

    answer = board.post(f"/reports/{owed}/withdraw", data={"csrf": csrf_of(board), "seen": seen, "reason": "Nhầm."})

    assert answer.status_code == 409
    assert "Không thể rút bản nộp" in answer.text
    assert "Rút bản nộp (ghi nhận nhầm)" not in page


def test_version_is_withdrawn_with_a_reason(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))

    without = board.post(f"/reports/{owed}/withdraw", data=form_of(board, owed, reason=" "))
    done = board.post(f"/reports/{owed}/withdraw", data=form_of(board, owed, reason="Ghi nhầm đơn vị."))

    assert (without.status_code, done.status_code) == (409, 303)
    assert "Hãy ghi lý do rút bản nộp" in without.text
    page = board.get(f"/reports/{owed}").text
    assert "chưa nộp" in page
    assert "Lần 1" in page


def test_heading_is_put_where_it_belongs_and_the_report_checked_anew(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(STRAY))
    page = board.get(f"/reports/{owed}?fix=4").text
    assert '<details id="match" open>' in page
    assert '<option value="4" selected>' in page
    form = {
        "csrf": csrf_of(board),
        "checked": hidden(page, "checked"),
        "heading": "4",
        "section": "IV",
        "reason": "gộp",
    }

    first, second = (board.post(f"/reports/{owed}/match", data=form) for _ in range(2))
    other = board.post(f"/reports/{owed}/match", data={**form, "section": "none"})

    assert (first.status_code, second.status_code, other.status_code) == (303, 303, 409)
    assert "người khác đã sửa đề mục" in other.text
    page = board.get(f"/reports/{owed}").text
    assert "thiếu IV" not in page
    assert "mục IV (người xếp)" in page
    assert audited(place) == ["match-corrected"]


def test_correction_that_says_too_little_is_refused_in_the_form(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(STRAY))
    checked = hidden(board.get(f"/reports/{owed}").text, "checked")
    form = {"csrf": csrf_of(board), "checked": checked, "heading": "4", "section": "IV", "reason": "gộp"}

    for name, value, sentence in (
        ("reason", "", "Hãy ghi lý do sửa"),
        ("section", "", "Hãy chọn mục"),
        ("heading", "77", "không có đề mục nào"),
        ("heading", "x", "không có đề mục nào"),
    ):
        answer = board.post(f"/reports/{owed}/match", data={**form, name: value})

        assert (answer.status_code, sentence in answer.text) == (409, True), sentence


def test_leaders_read_the_report_without_forms(place: Workplace, as_role: Callable[..., httpx.Client]) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    viewer = as_role(Role.VIEWER)

    page = viewer.get(f"/reports/{owed}").text

    assert 'id="forms"' not in page
    assert ">sửa<" not in page
    assert viewer.post(f"/reports/{owed}/accept", data={"csrf": csrf_of(viewer)}).status_code == 403


def test_earlier_day_is_shown_as_it_was_and_without_forms(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))

    page = board.get(f"/reports/{owed}?as_of=2022-07-19").text

    assert "chưa nộp báo cáo nào" in page
    assert 'id="forms"' not in page


def test_page_asks_as_many_questions_for_ten_versions_as_for_one(place: Workplace, board: httpx.Client) -> None:
    owed = hand_in(place, "X1", report_file(FULL))
    asked: list[int] = []
    for _ in range(2):
        board.get(f"/reports/{owed}")
        with counting(place.engine) as statements:
            board.get(f"/reports/{owed}")
        asked.append(len(statements))
        for number in range(9):
            hand_in(place, "X1", report_file({**FULL, "I- Tình hình quán triệt": f"Lần {number}."}))

    assert asked[0] == asked[1]


def test_unit_account_and_strangers_are_let_in_nowhere(
    place: Workplace, url: str, as_role: Callable[..., httpx.Client]
) -> None:
    owed = hand_in(place, "X1", report_file(FULL))

    assert as_role(Role.UNIT, body="X1").get(f"/reports/{owed}/1/file").status_code == 403
    with signed_in_client(url, "") as stranger:
        assert stranger.get(f"/reports/{owed}/1/file").headers["location"].startswith("/sign-in")
