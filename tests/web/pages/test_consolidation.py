from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import load_workbook
from sqlalchemy import func, insert, select

from database.models import AuditEntryRow, ConsolidationRow
from domain.access import Role
from domain.audit_log import Action
from tests.web.pages.consolidated import ASKED, FIRST, SECOND, place
from tests.web.people import csrf_of
from tests.web.queries import counting

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    import pytest

    from config.wiring import Workplace

    Clients = Callable[..., httpx.Client]

__all__ = ["place"]  # a fixture


def runs(place: Workplace) -> int:
    with place.read() as session:
        return session.scalar(select(func.count()).select_from(ConsolidationRow)) or 0


def test_heat_map_says_in_words_who_answered_what_and_who_has_not_handed_in(as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)

    district = viewer.get("/consolidation", params={"unit": "HU1"})
    province = viewer.get("/consolidation")

    assert (district.status_code, province.status_code) == (200, 200)
    assert "Đã có 2/2 báo cáo, không thiếu đơn vị nào." in district.text
    assert district.text.count('<span class="visually-hidden">có nội dung</span>') == 4
    assert district.text.count('<span class="visually-hidden">trả lời “Không.” (là đủ)</span>') == 2
    assert "Đã có 0/2 báo cáo; còn thiếu 2." in province.text
    assert "chưa nộp, quá hạn" in province.text


def test_long_heat_map_comes_in_parts_with_the_sums_of_all(as_role: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pages.consolidation.ROWS", 1)
    viewer = as_role(Role.VIEWER)

    page = viewer.get("/consolidation", params={"unit": "HU1", "part": 2}).text
    beyond = viewer.get("/consolidation", params={"unit": "HU1", "part": 10**9}).text

    assert "Phần 2 / 2" in page
    assert "Phần 2 / 2" in beyond
    assert ("Đảng ủy xã Hợp Lý" in page, "Đảng ủy xã Nhân Mỹ" in page) == (False, True)
    assert '<td class="num">2</td>' in page


def test_unit_that_puts_nothing_together_is_refused_with_what_to_do(as_role: Clients) -> None:
    answer = as_role(Role.VIEWER).get("/consolidation", params={"unit": "X1"})

    assert answer.status_code == 404
    assert "Hãy chọn đơn vị trong danh sách." in answer.text


def test_heat_map_as_a_workbook_has_a_row_for_each_unit_and_the_sums(as_role: Clients) -> None:
    answer = as_role(Role.VIEWER).get("/consolidation/coverage.xlsx", params={"unit": "HU1"})

    with load_workbook(BytesIO(answer.content)) as book:
        rows = book.get_sheet_by_index(0).to_python()
    told = {row[1]: row[3:] for row in rows if row[1]}
    assert told["Đảng ủy xã Hợp Lý"][:3] == ["●", "●", "K"]
    assert told["Số báo cáo: ● có nội dung"][:3] == [2, 2, 0]


def test_preflight_names_who_is_in_and_who_is_not(as_role: Clients) -> None:
    board = as_role(Role.BOARD)

    district = board.get("/consolidation/new", params={"unit": "HU1"}).text
    province = board.get("/consolidation/new").text

    assert "Đủ báo cáo, đủ mục" in district
    assert '<span class="figure">2</span> đơn vị chưa có trong dự thảo' in province
    assert "Huyện ủy Bình Lục" in province


def test_form_sent_twice_starts_one_run_and_runs_nothing(place: Workplace, as_role: Clients) -> None:
    board = as_role(Role.BOARD)
    form = {"csrf": csrf_of(board), "key": "once", "unit": "HU1", "sources": "footnotes"}

    first = board.post("/consolidation/new", data=form, files={"onto": ("", b"")})
    second = board.post("/consolidation/new", data=form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"] == "/consolidation/3"
    assert runs(place) == 3
    with place.read() as session:
        row = session.get_one(ConsolidationRow, 3)
        assert (row.state, row.requested_by, row.preflight) == ("requested", "Trần Thị Lan", "")
        asked = select(AuditEntryRow).where(AuditEntryRow.action == Action.RUN_REQUESTED.value)
        assert [one.about for one in session.scalars(asked)] == ["run:3"]


def test_form_that_is_wrong_comes_back_with_what_was_typed(place: Workplace, as_role: Clients) -> None:
    board = as_role(Role.BOARD)
    form = {"csrf": csrf_of(board), "unit": "HU1"}

    wrong_day = board.post("/consolidation/new", data={**form, "day": "hôm qua"})
    wrong_file = board.post("/consolidation/new", data=form, files={"onto": ("thu.docx", b"khong phai Word")})
    wrong_way = board.post("/consolidation/new", data={**form, "sources": "bằng miệng"})

    assert (wrong_day.status_code, wrong_file.status_code, wrong_way.status_code) == (409, 409, 409)
    assert 'value="hôm qua"' in wrong_day.text
    assert "không phải là ngày" in wrong_day.text
    assert 'role="alert"' in wrong_file.text
    assert runs(place) == 2


def test_who_only_looks_gets_no_form_and_starts_nothing(place: Workplace, as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)

    page = viewer.get("/consolidation/new", params={"unit": "HU1"})
    answer = viewer.post("/consolidation/new", data={"csrf": csrf_of(viewer), "unit": "HU1"})

    assert 'name="key"' not in page.text
    assert answer.status_code == 403
    assert runs(place) == 2


def test_page_of_an_earlier_day_shows_that_day_and_no_form(as_role: Clients) -> None:
    board = as_role(Role.BOARD)

    page = board.get("/consolidation", params={"unit": "HU1", "as_of": "2022-07-20"})
    form = board.get("/consolidation/new", params={"unit": "HU1", "as_of": "2022-07-20"})

    assert "Đã có 0/2 báo cáo; còn thiếu 2." in page.text
    assert "chưa đến hạn" in page.text
    assert 'name="key"' not in form.text


def test_page_asks_as_many_questions_for_three_hundred_runs_as_for_two(place: Workplace, as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)
    viewer.get("/consolidation")
    with counting(place.engine) as with_two:
        viewer.get("/consolidation", params={"unit": "HU1"})
    with place.begin() as session:
        row = session.get_one(ConsolidationRow, FIRST)
        copied = {
            c.name: getattr(row, c.name) for c in ConsolidationRow.__table__.columns if c.name not in ("id", "key")
        }
        session.execute(insert(ConsolidationRow), [{**copied, "requested_at": ASKED} for _ in range(298)])

    with counting(place.engine) as with_many:
        page = viewer.get("/consolidation", params={"unit": "HU1"})

    assert len(with_many) == len(with_two)
    assert "300 lượt, mới nhất trước" in page.text
    assert "Trang 1 / 15" in page.text


def test_two_runs_are_compared_by_reports_and_sentences(as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)

    page = viewer.get("/consolidation/compare", params={"a": SECOND, "b": FIRST})
    same = viewer.get("/consolidation/compare", params={"a": FIRST, "b": FIRST})
    nothing = viewer.get("/consolidation/compare", params={"a": "x", "b": "99999999999999999999"})

    assert "So với lượt 1, dự thảo có" in page.text
    assert "Đảng ủy xã Nhân Mỹ mới nộp báo cáo" in page.text
    assert '<span class="pill pill-none">Thêm</span>' in page.text
    assert f'<option value="{FIRST}" selected>' in page.text.split('<select name="b">')[0]
    assert same.status_code == 409
    assert "hai lượt khác nhau" in same.text
    assert nothing.status_code == 200
