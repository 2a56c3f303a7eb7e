from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from domain.spelling import nfc
from notifications.messages import MESSAGE_NAMES
from rehearsal.agenda import narrowed
from rehearsal.page import render_page
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT, Behaviour, Conduct, Scenario
from tests.rehearsal.messages import letter, rehearsal
from tests.small_plan import PLAN, UNITS

if TYPE_CHECKING:
    from rehearsal.rehearsing import Rehearsal
    from services.campaigns import Prepared

LARGEST_BYTES = 6_000_000


@pytest.fixture(scope="module")
def played(prepared: Prepared) -> Rehearsal:
    """One unit is late, one cannot be reached, the others are silent."""
    units = {"X1": Behaviour(conduct=Conduct.LATE), "X3": Behaviour(conduct=Conduct.UNREACHABLE)}
    return rehearse(prepared, Scenario("one", SILENT.default, units))


@pytest.fixture(scope="module")
def page(played: Rehearsal) -> str:
    return render_page(played, PLAN, units=UNITS)


def without_script(page: str) -> str:
    return re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def text_of(page: str) -> str:
    """What a reader sees: numbers that are kept on one line read like all others."""
    return unescape(re.sub(r'<span class="nr">(.*?)</span>', r"\1", without_script(page)))


def test_page_without_its_script_has_every_message_in_full(played: Rehearsal, page: str) -> None:
    text = text_of(page)

    for one in played.messages:
        assert one.subject in text
        assert one.text.rstrip() in text


def test_page_without_its_script_has_every_reason_not_to_send(played: Rehearsal, page: str) -> None:
    text = text_of(page)

    reasons = {one.reason for one in played.decisions if one.outcome != "sent"}
    assert len(reasons) > 2
    assert [reason for reason in reasons if reason not in text] == []


def test_page_never_parts_the_number_of_the_plan(page: str) -> None:
    body = without_script(page).partition("<body>")[2]

    assert body.count("15-KH/TU") == body.count("15-KH/TU</span>") > 0


def test_page_stands_by_itself(page: str) -> None:
    assert re.findall(r"(?:src|url|@import|<link|https?:)[^>]{0,40}", page) == []


def test_page_links_only_to_what_is_there(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    links = set(re.findall(r'href="#([^"]+)"', page))

    assert len(ids) == len(set(ids))
    assert links - set(ids) == set()


def test_page_leads_to_every_day_kind_and_unit(played: Rehearsal, page: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', page))

    for one in played.messages:
        assert {f"n-{one.at:%Y-%m-%d}", f"n-{one.at:%Y-%m-%d}-{one.message}", f"u-{one.unit}"} <= ids


def test_page_marks_deadlines_and_days_off_in_the_calendar(page: str) -> None:
    assert '<td class="s0 off due" title="Hạn: Báo cáo sơ kết; Chủ nhật">' in page
    assert '<td class="s0 off" title="Quốc khánh">' in page


def test_page_escapes_what_it_is_given() -> None:
    one = replace(letter("15"), subject="<b>đậm</b>", text="<script>alert(1)</script>", reason="a & b")

    page = without_script(render_page(rehearsal(one), PLAN, units=UNITS))

    assert "&lt;b&gt;đậm&lt;/b&gt;" in page
    assert "&lt;script&gt;" in page
    assert "a &amp; b" in page


def test_page_shows_every_kind_of_message() -> None:
    letters = [letter("15", message=name) for name in MESSAGE_NAMES]

    page = text_of(render_page(rehearsal(*letters), PLAN, units=UNITS))

    assert [name for name in MESSAGE_NAMES.values() if name not in page] == []


def test_page_of_no_messages_says_so(played: Rehearsal) -> None:
    page = render_page(narrowed(played, day=date(2022, 7, 1)), PLAN, units=UNITS)

    assert "Không có thông báo nào." in page


def test_page_over_the_turn_of_the_year_goes_on_with_january() -> None:
    through = replace(rehearsal(letter("15")), opens=date(2022, 11, 30), through=date(2022, 12, 31))

    page = render_page(through, PLAN, units=UNITS)

    assert re.findall(r"<caption>(.*?)</caption>", page) == ["Tháng 11/2022", "Tháng 12/2022"]


def test_page_is_composed_vietnamese(page: str) -> None:
    assert page == nfc(page)
    assert '<html lang="vi">' in page


def test_page_of_the_largest_rehearsal_stays_small(shipped: Prepared, shipped_silent: Rehearsal) -> None:
    page = render_page(shipped_silent, shipped.plan, units=shipped.units)

    assert len(shipped_silent.messages) > 1_700
    assert len(page.encode()) < LARGEST_BYTES


def test_page_tells_the_leaders_from_their_staff(page: str) -> None:
    assert "<span>Ban Tuyên giáo Tỉnh ủy (lãnh đạo)</span> <i>btg-ld@hanam.example</i>" in page
    assert "<span>Ban Tuyên giáo Tỉnh ủy</span> <i>btg@hanam.example</i>" in page


def test_page_opens_everything_at_a_click_and_for_the_printer(page: str) -> None:
    assert '<button type="button" class="all">Mở tất cả</button>' in page
    assert 'addEventListener("beforeprint"' in page
    assert 'addEventListener("afterprint"' in page
