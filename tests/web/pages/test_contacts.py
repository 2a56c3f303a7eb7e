from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import AuditEntryRow, ContactRow
from domain.access import Role
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

HEAD = "mã,đơn vị,họ tên,vai trò,kênh,địa chỉ,điện thoại\n"


def sent(client: httpx.Client, text: str, *, name: str = "dau-moi.csv") -> httpx.Response:
    return client.post("/contacts/import", data={"csrf": csrf_of(client)}, files={"file": (name, text.encode())})


def test_a_list_is_shown_before_it_is_saved_and_saved_as_it_was_shown(
    place: Workplace, as_role: Callable[..., httpx.Client]
) -> None:
    board = as_role(Role.BOARD)
    with place.read() as session:
        one = session.scalars(select(ContactRow)).first()
        assert one is not None
    row = f"{one.code},{one.unit},Người Mới,đầu mối,email,moi@tinh.example,0912000999\n"

    shown = sent(board, HEAD + row)
    digest = shown.text.split('name="digest" value="')[1][:64]
    with place.read() as session:
        assert session.scalars(select(ContactRow.name).where(ContactRow.code == one.code)).first() == one.name
    saved = board.post("/contacts/import/confirm", data={"csrf": csrf_of(board), "digest": digest, "name": "a.csv"})

    assert "Chưa ghi gì" in shown.text
    assert saved.status_code == 303
    assert "moi@tinh.example" in board.get(f"/contacts?q={one.unit}").text
    with place.read() as session:
        assert "contacts-imported" in session.scalars(select(AuditEntryRow.action)).all()


def test_every_fault_of_a_list_is_told_with_its_row(as_role: Callable[..., httpx.Client]) -> None:
    refused = sent(as_role(Role.BOARD), HEAD + "x,khong-co,A,đầu mối,email,khong-phai-thu,\n")

    assert refused.status_code == 409
    assert "dòng 2" in refused.text
    assert "Chưa ghi gì" in refused.text


def test_a_file_that_is_no_list_is_refused_in_words(as_role: Callable[..., httpx.Client]) -> None:
    board = as_role(Role.BOARD)

    for name, text in (("a.xlsx", "không phải Excel"), ("a.csv", ""), ("a.exe", "MZ"), ("", "x")):
        refused = sent(board, text, name=name)
        assert refused.status_code in (409, 422), name


def test_a_confirmed_list_that_is_not_there_any_more_changes_nothing(as_role: Callable[..., httpx.Client]) -> None:
    board = as_role(Role.BOARD)

    refused = board.post("/contacts/import/confirm", data={"csrf": csrf_of(board), "digest": "0" * 64})

    assert refused.status_code == 409
    assert "chọn lại tệp" in refused.text


def test_the_list_comes_as_a_workbook_and_the_download_is_written_down(
    place: Workplace, as_role: Callable[..., httpx.Client]
) -> None:
    answer = as_role(Role.BOARD).get("/contacts.xlsx")

    assert answer.content.startswith(b"PK")
    with place.read() as session:
        assert session.scalars(select(AuditEntryRow.action)).all() == ["file-taken"]


def test_letters_that_test_contacts_are_queued_once(as_role: Callable[..., httpx.Client]) -> None:
    board = as_role(Role.BOARD)

    answers = [board.post("/contacts/check", data={"csrf": csrf_of(board)}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
