from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.vietnamese_dates import day_text
from notifications.brief_writing import page_url
from notifications.contexts import (
    BoardDigest,
    ContactTest,
    DistrictDigest,
    EscalationList,
    Receipt,
    Returned,
    StaffNotice,
    Urging,
)
from notifications.messages import FOLDERS
from notifications.rendering import render
from notifications.sms_text import sms_text
from tests.notifications.examples import DISTRICT_DUTY, EXAMPLES, OWN_DUTY, PLAN

if TYPE_CHECKING:
    from notifications.briefs import Brief
    from notifications.contexts import Context

SECRETS_OF_THE_HOUSE = (
    "0226.0000",  # telephones of contacts
    "Báo cáo còn nặng về liệt kê",  # why a report went back
    "đang thực hiện sáp nhập",  # why a unit is exempt
    "Sở Văn hóa",  # what a report says
    "Báo cáo sơ kết Chỉ thị số 07.docx",
    "9f86d081",
    "mật khẩu",
    "II.1.4",
    "hội nghị giao ban",  # what staff write in their own words
    "chuẩn bị ý kiến",
)
LONG_NAMES = st.text(st.sampled_from("Đảng ủy xã Nguyễn 7-/"), min_size=1, max_size=150).filter(str.strip)


def brief_of(context: Context) -> Brief:
    brief = render(context).brief
    assert brief is not None
    return brief


def named(context: Context, *, unit: str, task: str, sender: str) -> Context:
    """The same message about another unit, task and board."""
    plan = replace(context.plan, task=task, sender=sender)
    if isinstance(context, BoardDigest):
        return replace(context, plan=plan)
    if isinstance(context, DistrictDigest | EscalationList):
        return replace(context, plan=plan, recipient=unit)
    if isinstance(context, ContactTest | StaffNotice):
        return replace(context, plan=plan, unit=unit)
    return replace(context, plan=plan, duty=replace(context.duty, unit=unit))


@pytest.mark.parametrize("name", EXAMPLES)
def test_brief_is_short_in_chat_and_one_part_as_sms_without_its_link(name: str) -> None:
    brief, url = brief_of(EXAMPLES[name]), page_url(EXAMPLES[name])

    assert brief.message == name
    assert len(brief.text) < 600
    assert unicodedata.is_normalized("NFC", brief.text)
    assert url in brief.text
    assert brief.sms.endswith(url)
    assert len(brief.sms.removesuffix(url).rstrip()) <= 160
    assert len(brief.short_unit) <= 30


@pytest.mark.parametrize("name", EXAMPLES)
def test_brief_names_plan_unit_deadline_and_what_is_asked(name: str) -> None:
    brief = brief_of(EXAMPLES[name])

    assert all(fact in brief.text for fact in ("15-KH/TU", brief.unit, brief.asked, brief.task))
    assert "15-KH/TU" in brief.sms
    if brief.last_day:
        assert day_text(brief.last_day) in brief.sms
    if brief.last_day and name != "district_digest":
        assert day_text(brief.last_day) in brief.text


@pytest.mark.parametrize("name", EXAMPLES)
def test_brief_keeps_the_content_of_reports_and_letters_in_the_house(name: str) -> None:
    brief, letters = brief_of(EXAMPLES[name]), "".join(render(context).text for context in EXAMPLES.values())

    assert all(secret in letters for secret in SECRETS_OF_THE_HOUSE)
    assert [secret for secret in SECRETS_OF_THE_HOUSE if secret in brief.text + brief.sms] == []


@pytest.mark.parametrize("name", ["district_digest", "board_digest", "escalation_list"])
def test_list_is_told_by_its_length_and_never_by_names(name: str) -> None:
    digest = EXAMPLES[name]
    assert isinstance(digest, DistrictDigest | BoardDigest | EscalationList)
    brief = brief_of(digest)

    others = [line.unit for line in (*digest.overdue, *digest.unreached)]
    assert [unit for unit in others if unit in brief.text or sms_text(unit) in brief.sms] == [
        unit for unit in others if unit == brief.unit
    ]
    assert f"có {len(digest.overdue)} đơn vị quá hạn" in brief.text
    assert "Danh sách cụ thể gửi qua thư điện tử" in brief.text


@pytest.mark.parametrize("name", ["reminder", "last_reminder", "urging", "second_urging", "returned"])
def test_brief_that_asks_for_a_report_says_how_to_answer(name: str) -> None:
    brief = brief_of(EXAMPLES[name])

    answer = re.search(r"Trả lời: DA NOP nếu đã gửi; HEN \d{1,2}/\d{1,2} nếu xin hẹn ngày\. ", brief.text)
    assert answer
    assert brief.one_way == brief.text.replace(answer[0], "")


@pytest.mark.parametrize("name", ["opening", "receipt", "extended", "exempted", "unreadable", "board_digest"])
def test_brief_that_asks_for_no_report_offers_no_such_answer(name: str) -> None:
    brief = brief_of(EXAMPLES[name])

    assert "DA NOP" not in brief.text
    assert not brief.one_way


@pytest.mark.parametrize(
    ("today", "example"), [(date(2022, 8, 22), "25/8"), (date(2022, 8, 24), "29/8"), (date(2022, 12, 30), "2/1")]
)
def test_example_of_a_promise_is_a_working_day_that_is_still_to_come(today: date, example: str) -> None:
    urging = Urging(PLAN, DISTRICT_DUTY, today=today, days_late=2, earlier=(), promised=None)

    assert f"HEN {example} nếu" in brief_of(urging).text


def test_brief_of_a_list_to_leaders_reports_and_gives_no_order() -> None:
    digest = EXAMPLES["board_digest"]
    assert isinstance(digest, BoardDigest)

    brief = brief_of(replace(digest, for_leaders=True))

    assert brief.text.startswith("Kính gửi: Lãnh đạo Ban Tuyên giáo Tỉnh ủy Hà Nam\n\nBộ phận theo dõi thông báo")
    assert "\nKính báo cáo để theo dõi, cho ý kiến chỉ đạo.\n" in brief.text


def test_brief_to_the_board_itself_is_from_its_staff() -> None:
    brief = brief_of(Urging(PLAN, OWN_DUTY, today=date(2022, 9, 26), days_late=3, earlier=(), promised=None))

    assert "Bộ phận theo dõi chưa ghi nhận" in brief.text
    assert brief.sms.startswith("Bo phan theo doi: ")


def test_test_of_a_contact_leads_to_its_page_or_asks_for_an_answer() -> None:
    test = EXAMPLES["contact_test"]
    assert isinstance(test, ContactTest)

    tapped, answered = brief_of(test), brief_of(replace(test, tap_url=""))

    assert test.tap_url in tapped.text
    assert tapped.sms.endswith(test.tap_url)
    assert "Trả lời: DA NHAN." in answered.text
    assert test.address not in tapped.text + tapped.sms


def test_days_are_counted_from_the_deadline() -> None:
    days = {name: brief_of(context).days for name, context in EXAMPLES.items()}

    counted = {"reminder": 8, "last_reminder": 1, "urging": -2, "second_urging": -9, "district_digest": -2}
    assert days == {**dict.fromkeys(EXAMPLES, 0), **counted}


def test_late_receipt_says_so_in_both() -> None:
    receipt = EXAMPLES["receipt"]
    assert isinstance(receipt, Receipt)

    brief = brief_of(replace(receipt, days_late=3))

    assert "ghi nhận chậm 3 ngày" in brief.text
    assert "cham 3 ngay (han 20/8/2022)" in brief.sms


def test_sms_gives_up_names_before_it_costs_twice() -> None:
    returned = EXAMPLES["returned"]
    assert isinstance(returned, Returned)
    returned = replace(returned, duty=replace(returned.duty, page=None))
    body = "Đảng ủy Khối các cơ quan tỉnh Hà Nam"

    short = brief_of(named(returned, unit=body, task="báo cáo quý", sender=PLAN.sender)).sms
    long = brief_of(named(returned, unit=body, task=PLAN.task, sender=PLAN.sender)).sms

    assert "gui lai bao cao quy theo" in short
    assert (
        "Dang uy Khoi cac co quan tinh Ha Nam bo sung, gui lai bao cao theo" in long or "Khoi CCQ tinh Ha Nam" in long
    )
    assert max(len(short), len(long)) <= 160


@settings(max_examples=25)
@given(name=st.sampled_from(sorted(EXAMPLES)), unit=LONG_NAMES, task=LONG_NAMES, sender=LONG_NAMES)
def test_longest_names_never_cost_more_than_two_parts_nor_the_date(
    name: str, unit: str, task: str, sender: str
) -> None:
    context = EXAMPLES[name]
    brief = brief_of(named(context, unit=unit, task=task, sender=sender))

    assert FOLDERS[type(context)] == brief.message
    assert len(brief.sms) <= 306
    assert len(brief.text.encode("utf-16-le")) // 2 <= 2_000
    assert "15-KH/TU" in brief.sms
    assert brief.last_day is None or day_text(brief.last_day) in brief.sms
