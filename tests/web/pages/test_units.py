"""The list of units, its filters in the address, the tree, the file; and the page of a unit with its story."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select

from database.models import AuditEntryRow, EventRow, ObligationRow, PromiseRow, UnitRow, VersionRow
from domain.access import Role
from tests.web.handed_in import CLOCK, FULL, hand_in, report_file
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


def obligation_of(place: Workplace, unit: str) -> int:
    with place.read() as session:
        return session.scalars(select(ObligationRow.id).where(ObligationRow.unit == unit)).one()


def add_units(place: Workplace, count: int, *, since: int = 0) -> None:
    """More communes under HU1, each with one duty, as the opening writes them."""
    with place.begin() as session:
        first = session.scalars(select(UnitRow).where(UnitRow.code == "X1")).one()
        version = session.scalars(select(VersionRow).order_by(VersionRow.id).limit(1)).one()
        for number in range(since, since + count):
            code = f"XX{number:03}"
            shared = {"tier": first.tier, "superior": first.superior, "campaign_id": first.campaign_id}
            name = f"Đảng ủy xã Một Cái Tên Rất Dài Để Xem Bảng Có Vỡ Hay Không {number}"
            session.add(
                UnitRow(
                    code=code,
                    name=name,
                    folded=f"dang uy xa {number}",
                    kind="",
                    symbol="",
                    administrative_code="",
                    confirmation="yes",
                    note="",
                    **shared,
                )
            )
            owed = session.execute(
                insert(ObligationRow).values(unit=code, duty="commune", **shared).returning(ObligationRow.id)
            ).scalar_one()
            session.add(
                VersionRow(
                    obligation_id=owed,
                    tier=version.tier,
                    number=1,
                    cause="opened",
                    deadline_day=version.deadline_day,
                    reading=version.reading,
                    effective_from=version.effective_from,
                    ladder=version.ladder,
                    next_step_at=None,
                )
            )


def names_on(page: str) -> list[str]:
    return [part.partition('">')[2].partition("</a>")[0] for part in page.split('<th scope="row"><a href="/units/')[1:]]


def test_every_unit_that_owes_a_report_is_on_the_list_with_its_standing(board: httpx.Client) -> None:
    page = board.get("/units").text

    assert len(names_on(page)) == 5
    assert "chưa đến hạn" in page
    assert "5 dòng" in page


@pytest.mark.parametrize("words", ["hop ly", "HỢP LÝ", "Hợp lý", "x1"])
def test_units_are_searched_without_marks(board: httpx.Client, words: str) -> None:
    assert names_on(board.get("/units", params={"q": words}).text) == ["Đảng ủy xã Hợp Lý"]


def test_list_is_narrowed_by_its_address(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(FULL))

    def shown(query: str) -> list[str]:
        return names_on(board.get(f"/units?{query}").text)

    assert shown("state=on_time") == ["Đảng ủy xã Hợp Lý"]
    assert shown("tier=district") == ["Huyện ủy Lý Nhân", "Huyện ủy Bình Lục"]
    assert shown("superior=HU2") == ["Huyện ủy Bình Lục", "Đảng ủy xã An Lão"]
    assert shown("overdue=1") == []
    assert shown("promised=1") == []
    assert len(shown("state=nonsense&sort=nonsense&page=-3")) == 5


def test_signs_of_patterns_are_searched_for_as_they_are(board: httpx.Client) -> None:
    for words in ("%", "_", "\\", "'", "\x00", "x" * 500):
        page = board.get("/units", params={"q": words})
        assert page.status_code == 200
    assert names_on(board.get("/units", params={"q": "%"}).text) == []


def test_nothing_found_says_what_to_do(board: httpx.Client) -> None:
    assert "Không có đơn vị nào khớp" in board.get("/units?q=khong-co-xa-nao").text


def test_an_earlier_day_shows_how_it_stood_and_no_forms(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(FULL))

    earlier = board.get("/units?as_of=2022-06-25&state=on_time").text
    unit = board.get("/units/X1?as_of=2022-06-25").text

    assert names_on(earlier) == []
    assert "as_of=2022-06-25" in earlier
    assert 'action="/units/X1/' not in unit
    assert "Nộp báo cáo" not in unit


def test_list_asks_a_constant_number_of_questions(place: Workplace, board: httpx.Client) -> None:
    asked = []
    for since, more in ((0, 1), (1, 2), (3, 297)):
        add_units(place, more, since=since)
        for path in ("/units", "/units/tree", "/today"):
            board.get(path)
            with counting(place.engine) as found:
                assert board.get(path).status_code == 200
            asked.append((path, len(found)))

    by_path = {path: {number for each, number in asked if each == path} for path, _ in asked}
    assert {path: len(numbers) for path, numbers in by_path.items()} == {"/units": 1, "/units/tree": 1, "/today": 1}


def test_long_lists_are_turned_page_by_page(place: Workplace, board: httpx.Client) -> None:
    add_units(place, 120)

    first, last, beyond = (board.get(f"/units?page={number}").text for number in (1, 3, 99))

    assert len(names_on(first)) == 50
    assert "Trang 1 / 3" in first
    assert len(names_on(last)) == 25
    assert names_on(beyond) == names_on(first)


def test_tree_shows_the_communes_of_each_district(board: httpx.Client) -> None:
    page = board.get("/units/tree").text

    assert "Huyện ủy Lý Nhân: 0/2 báo cáo cấp dưới" in page
    assert "Đảng ủy xã Hợp Lý" in page.partition("Huyện ủy Lý Nhân: ")[2].partition("Huyện ủy Bình Lục: ")[0]


def test_list_is_taken_as_a_file_with_the_same_filters(place: Workplace, board: httpx.Client) -> None:
    answer = board.get("/units.xlsx?tier=district")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row]
    assert "Huyện ủy Lý Nhân" in cells
    assert "Đảng ủy xã Hợp Lý" not in cells
    with place.read() as session:
        entry = session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.id.desc()).limit(1)).one()
    assert (entry.action, entry.about) == ("file-taken", "units")


def test_page_of_a_unit_tells_its_story_with_texts_and_evidence(place: Workplace, board: httpx.Client) -> None:
    hand_in(place, "X1", report_file(FULL))

    page = board.get("/units/X1").text

    for words in ("Đảng ủy xã Hợp Lý", "Giao nhiệm vụ", "Thông báo triển khai", "Nộp báo cáo", "Đầu mối liên hệ"):
        assert words in page
    assert "Nộp báo cáo" not in board.get("/units/X1?kind=message").text


def test_story_asks_the_same_number_of_questions_however_long_it_is(place: Workplace, board: httpx.Client) -> None:
    owed = obligation_of(place, "X2")

    def asked() -> int:
        with counting(place.engine) as found:
            assert board.get("/units/X2").status_code == 200
        return len(found)

    asked()
    before = asked()
    with place.begin() as session:
        at = session.scalars(select(VersionRow.effective_from).where(VersionRow.obligation_id == owed)).one()
        for _ in range(300):
            session.add(PromiseRow(obligation_id=owed, day=at.date(), made_at=at, made_by="đơn vị"))
            session.add(
                EventRow(
                    obligation_id=owed,
                    submission_id=None,
                    move="promise",
                    from_stage="open",
                    to_stage="open",
                    at=at,
                    by="đơn vị",
                    reason="",
                    document_number="",
                )
            )

    assert asked() == before


def test_nobody_finds_a_unit_that_is_not_there(board: httpx.Client) -> None:
    assert board.get("/units/KHONG-CO").status_code == 404


def test_staff_give_a_later_day_and_the_story_says_who_and_why(place: Workplace, board: httpx.Client) -> None:
    form = {
        "csrf": csrf_of(board),
        "obligation": str(obligation_of(place, "X2")),
        "day": "2022-08-10",
        "approver": "Thường trực Tỉnh ủy",
        "document_number": "99-CV/TU",
        "reason": "Mưa lũ.",
    }

    done = board.post("/units/X2/extend", data=form)
    page = board.get(done.headers["location"]).text

    assert done.status_code == 303
    assert "10/8/2022" in page
    assert "Mưa lũ." in page
    assert "Trần Thị Lan" in page


def test_a_refused_form_comes_back_with_what_was_typed_and_why(place: Workplace, board: httpx.Client) -> None:
    owed = str(obligation_of(place, "X2"))
    key = csrf_of(board)

    without_day = board.post("/units/X2/promise", data={"csrf": key, "obligation": owed, "reason": "bận họp"})
    of_another = board.post("/units/X1/promise", data={"csrf": key, "obligation": owed, "day": "2022-07-30"})

    assert without_day.status_code == 409
    assert "Hãy chọn ngày" in without_day.text
    assert "bận họp" in without_day.text
    assert of_another.status_code == 404


def test_staff_note_a_promise_and_let_a_unit_off_and_ask_again(place: Workplace, board: httpx.Client) -> None:
    owed, key = str(obligation_of(place, "X2")), csrf_of(board)

    def send(deed: str, **form: str) -> int:
        return board.post(f"/units/X2/{deed}", data={"csrf": key, "obligation": owed, **form}).status_code

    assert send("promise", day="2022-08-02") == 303
    assert names_on(board.get("/units?promised=1").text) == ["Đảng ủy xã Nhân Mỹ"]
    assert send("exempt", reason="Sáp nhập.") == 303
    assert names_on(board.get("/units?state=exempt").text) == ["Đảng ủy xã Nhân Mỹ"]
    assert names_on(board.get("/units?promised=1").text) == []
    assert send("reinstate", reason="Chưa sáp nhập.") == 303
    assert names_on(board.get("/units?state=exempt").text) == []


def test_who_only_looks_sees_no_forms_and_can_do_nothing(
    place: Workplace, as_role: Callable[..., httpx.Client]
) -> None:
    viewer = as_role(Role.VIEWER)
    form = {"csrf": csrf_of(viewer), "obligation": str(obligation_of(place, "X2")), "reason": "không"}

    assert 'action="/units/X2/' not in viewer.get("/units/X2").text
    assert viewer.post("/units/X2/exempt", data=form).status_code == 403


def test_links_of_a_unit_are_shown_on_demand_and_taken_back_for_a_reason(place: Workplace, board: httpx.Client) -> None:
    key = csrf_of(board)

    shown = board.post("/units/X1/link", data={"csrf": key})
    without_reason = board.post("/units/X1/revoke", data={"csrf": key})
    taken_back = board.post("/units/X1/revoke", data={"csrf": key, "reason": "gửi nhầm"})

    assert ("<svg" in shown.text) == bool(place.settings.web_url)
    assert without_reason.status_code == 409
    assert taken_back.status_code == 303


def test_evidence_of_a_unit_is_taken_as_a_file(board: httpx.Client) -> None:
    answer = board.get("/units/X1/evidence.zip")

    assert "ho-so.docx" in zipfile.ZipFile(BytesIO(answer.content)).namelist()
