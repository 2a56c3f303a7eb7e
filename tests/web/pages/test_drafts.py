from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from domain.access import Role
from tests.web.pages.consolidated import SECOND, TELLS, place, request

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    Clients = Callable[..., httpx.Client]

__all__ = ["place"]  # a fixture


def test_sentence_leads_to_the_unit_version_section_and_paragraph_that_it_is_from(as_role: Clients) -> None:
    page = as_role(Role.VIEWER).get(f"/consolidation/{SECOND}/draft", params={"section": "I"}).text

    found = re.search(
        rf'<a class="sentence" id="c(\d+)" href="#n\1">[^<]*{re.escape(TELLS["X1"][8:])}', html.unescape(page)
    )
    assert found
    source = page.split(f'id="n{found[1]}"')[1].split("</aside>")[0]
    assert re.search(r'<a href="/reports/\d+\?version=1">Đảng ủy xã Hợp Lý</a>', source)
    assert "số 01-BC/X1, bản nộp lần 1, mục I, đoạn 2" in source


def test_draft_is_read_by_section_and_by_unit(as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)

    section = viewer.get(f"/consolidation/{SECOND}/draft", params={"section": "II"}).text
    of_one = viewer.get(f"/consolidation/{SECOND}/draft", params={"section": "I", "unit": "X2"}).text

    assert '<h2 id="section-title">II- Kết quả</h2>' in section
    assert "chín hội nghị" in of_one
    assert "100% chi bộ" not in of_one


def test_first_section_is_shown_for_one_that_there_is_not(as_role: Clients) -> None:
    answer = as_role(Role.VIEWER).get(
        f"/consolidation/{SECOND}/draft", params={"section": "XX", "unit": "YY", "page": 10**12}
    )

    assert answer.status_code == 200
    assert "hãy chọn “mọi đơn vị”" in answer.text


def test_all_sources_of_a_sentence_are_a_page(as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)
    page = viewer.get(f"/consolidation/{SECOND}/draft", params={"section": "IV"}).text
    number = re.findall(r'id="n(\d+)"', page)[0]

    answer = viewer.get(f"/consolidation/{SECOND}/draft/{number}").text

    assert "Đảng ủy xã Hợp Lý" in answer
    assert "Đảng ủy xã Nhân Mỹ" in answer
    assert viewer.get(f"/consolidation/{SECOND}/draft/999999").status_code == 409


def test_run_that_is_not_finished_has_no_draft_yet(place: Workplace, as_role: Clients) -> None:
    run = request(place, place.campaign(), "HU1")

    answer = as_role(Role.VIEWER).get(f"/consolidation/{run}/draft")

    assert answer.status_code == 409
    assert f"Lượt {run} chưa hoàn thành" in answer.text


@pytest.mark.parametrize("role", [Role.OFFICE, Role.UNIT])
def test_draft_is_not_for_everybody(as_role: Clients, role: Role) -> None:
    assert as_role(role, body="X1").get(f"/consolidation/{SECOND}/draft").status_code == 403
