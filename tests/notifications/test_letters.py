from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from notifications.contexts import (
    BoardDigest,
    DistrictDigest,
    EscalationList,
    LastReminder,
    Opening,
    Receipt,
    Reminder,
    Returned,
    SecondUrging,
    Urging,
)
from notifications.rendering import render
from tests.notifications.examples import COMMUNE_DUTY, DISTRICT_DUTY, EARLIER, EXAMPLES, OWN_DUTY, PLAN


def board_digest() -> BoardDigest:
    digest = EXAMPLES["board_digest"]
    assert isinstance(digest, BoardDigest)
    return digest


def test_district_digest_names_those_on_time_before_those_overdue() -> None:
    digest = EXAMPLES["district_digest"]
    assert isinstance(digest, DistrictDigest)

    text = render(digest).text

    places = [text.index(unit) for unit in (*digest.on_time, *(line.unit for line in digest.overdue))]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["board_digest", "escalation_list"])
def test_digest_names_every_unit_with_its_contact(name: str) -> None:
    digest = EXAMPLES[name]
    assert isinstance(digest, BoardDigest | EscalationList)

    text = render(digest).text

    for line in (*digest.overdue, *digest.unreached):
        assert f"- {line.unit}: " in text
        assert line.contact in text
        assert line.last_contact in text


@pytest.mark.parametrize("name", ["board_digest", "escalation_list"])
def test_digest_does_not_call_an_unreached_unit_overdue(name: str) -> None:
    text = render(EXAMPLES[name]).text

    after = text.partition("chưa có căn cứ để đánh giá việc thực hiện")[2]
    assert "Đảng ủy Khối các cơ quan tỉnh Hà Nam: hạn gửi 20/8/2022" in after
    assert "quá hạn" not in after


def test_board_digest_leaves_out_empty_lists() -> None:
    tiers = tuple(replace(tier, unreached=0) for tier in board_digest().tiers)

    rendered = render(replace(board_digest(), tiers=tiers, unreached=()))

    assert rendered.subject.endswith(": 3 đơn vị quá hạn")
    assert "chưa liên lạc được" not in rendered.text


def test_board_digest_to_leaders_addresses_them() -> None:
    text = render(replace(board_digest(), for_leaders=True)).text

    assert text.startswith("Kính gửi: Lãnh đạo Ban Tuyên giáo Tỉnh ủy Hà Nam\n")
    assert "cho ý kiến chỉ đạo" in text


def test_opening_marks_an_assumed_deadline() -> None:
    note = "hạn gửi do Ban Tuyên giáo Tỉnh ủy Hà Nam xác định vì Kế hoạch không quy định ngày gửi"

    assert note in render(Opening(PLAN, COMMUNE_DUTY)).text
    assert note not in render(Opening(PLAN, DISTRICT_DUTY)).text


def test_opening_quotes_the_clause_word_for_word() -> None:
    text = render(Opening(PLAN, DISTRICT_DUTY)).text

    assert f"mục III.1 của Kế hoạch: “{DISTRICT_DUTY.deadline.quote}”" in text


def test_opening_without_clause_cites_none() -> None:
    bare = replace(DISTRICT_DUTY.deadline, clause="", quote="", completion_month="")

    assert "Căn cứ:" not in render(Opening(PLAN, replace(DISTRICT_DUTY, deadline=bare))).text


def test_last_reminder_on_the_last_day() -> None:
    reminder = LastReminder(PLAN, DISTRICT_DUTY, today=date(2022, 8, 20), days_left=0)

    rendered = render(reminder)

    assert rendered.subject == "[15-KH/TU] Nhắc lần cuối: hôm nay là ngày cuối – Huyện ủy Lý Nhân"
    assert "hôm nay là ngày cuối (ngày 20/8/2022)" in rendered.text


def test_last_reminder_on_a_working_deadline_says_nothing_of_days_off() -> None:
    friday = replace(DISTRICT_DUTY, deadline=replace(DISTRICT_DUTY.deadline, last_day=date(2022, 8, 19)))

    text = render(LastReminder(PLAN, friday, today=date(2022, 8, 18), days_left=1)).text

    assert "thời hạn không thay đổi" not in text


def test_urging_without_earlier_letters_lists_none() -> None:
    urging = Urging(PLAN, DISTRICT_DUTY, today=date(2022, 8, 22), days_late=2, earlier=(), promised=None)

    assert "đến Huyện ủy Lý Nhân.\n\nTính đến ngày 22/8/2022" in render(urging).text


@pytest.mark.parametrize(
    ("promised", "expected"),
    [
        (date(2022, 8, 22), "mong nhận được báo cáo đúng ngày đã hẹn"),
        (date(2022, 8, 21), "mong Huyện ủy Lý Nhân quan tâm thực hiện nội dung đã hẹn"),
    ],
)
def test_urging_mentions_a_promise_politely(promised: date, expected: str) -> None:
    urging = Urging(PLAN, DISTRICT_DUTY, today=date(2022, 8, 22), days_late=2, earlier=EARLIER, promised=promised)

    assert expected in render(urging).text


def test_second_urging_cites_the_one_before_and_says_which_it_is() -> None:
    urging = EXAMPLES["second_urging"]
    assert isinstance(urging, SecondUrging)

    rendered = render(replace(urging, round=5, last_urged=date(2022, 9, 14)))

    assert "Đôn đốc lần 5" in rendered.subject
    assert "Tiếp theo thư đôn đốc lần 4 ngày 14/9/2022, " in rendered.text
    assert "đôn đốc lần 5" in rendered.text


@pytest.mark.parametrize("name", ["urging", "second_urging"])
def test_urging_asks_for_a_day_and_orders_nothing(name: str) -> None:
    text = render(EXAMPLES[name]).text

    assert "cho biết ngày dự kiến gửi" in text
    assert "yêu cầu" not in text


def test_urging_does_not_ask_again_for_a_day_that_was_named() -> None:
    urging = Urging(
        PLAN, DISTRICT_DUTY, today=date(2022, 8, 22), days_late=2, earlier=EARLIER, promised=date(2022, 8, 24)
    )

    assert "cho biết ngày dự kiến gửi" not in render(urging).text


@pytest.mark.parametrize("name", ["reminder", "last_reminder", "urging", "second_urging"])
def test_letter_to_the_board_itself_is_from_its_staff_to_the_person_in_charge(name: str) -> None:
    letter = EXAMPLES[name]
    assert isinstance(letter, Reminder | LastReminder | Urging | SecondUrging)

    text = render(replace(letter, duty=OWN_DUTY)).text

    assert text.startswith("Kính gửi: Ban Tuyên giáo Tỉnh ủy Hà Nam\n")
    assert "đề nghị đồng chí phụ trách " in text
    assert "\nBộ phận theo dõi Kế hoạch số 15-KH/TU\n" in text
    assert "đề nghị Ban Tuyên giáo" not in text


def test_digest_lists_communes_under_their_district() -> None:
    text = render(EXAMPLES["board_digest"]).text

    assert "Trực thuộc Thành ủy Phủ Lý:\n\n- Đảng ủy xã Tiên Hải: quá hạn 25 ngày" in text


def test_digest_that_names_only_units_nobody_could_reach_blames_nobody() -> None:
    digest = EXAMPLES["district_digest"]
    assert isinstance(digest, DistrictDigest)

    rendered = render(replace(digest, overdue=()))

    assert rendered.subject == "[15-KH/TU] Tình hình nộp báo cáo: 1 đơn vị chưa liên lạc được – Huyện ủy Lý Nhân"
    assert "Các đơn vị quá hạn" not in rendered.text
    assert "đề nghị Huyện ủy Lý Nhân giúp liên hệ trực tiếp" in rendered.text


def test_escalation_asks_the_office_for_no_telephone_calls() -> None:
    text = render(EXAMPLES["escalation_list"]).text

    assert "Ban Tuyên giáo Tỉnh ủy Hà Nam đang liên hệ trực tiếp" in text
    assert "điện thoại" not in text


def test_escalation_counts_those_that_it_does_not_name() -> None:
    escalation = EXAMPLES["escalation_list"]
    assert isinstance(escalation, EscalationList)

    assert "Ngoài ra, 2 đơn vị quá hạn theo hạn riêng" in render(replace(escalation, others=2)).text
    assert "Ngoài ra" not in render(escalation).text


@pytest.mark.parametrize(("name", "what"), [("escalation_list", "Báo cáo"), ("district_digest", "thư")])
def test_list_that_comes_again_cites_the_one_before(name: str, what: str) -> None:
    citation = f"Tiếp theo {what} ngày 24/8/2022, thực hiện "
    list_ = EXAMPLES[name]
    assert isinstance(list_, DistrictDigest | EscalationList)

    assert citation in render(replace(list_, previous=date(2022, 8, 24))).text
    assert "Tiếp theo" not in render(replace(list_, previous=None)).text


def test_commune_sends_a_returned_report_where_it_was_told_to() -> None:
    returned = EXAMPLES["returned"]
    assert isinstance(returned, Returned)

    text = render(replace(returned, duty=COMMUNE_DUTY)).text

    assert "đề nghị gửi lại báo cáo đến Huyện ủy Lý Nhân. Hạn gửi lại: " in text
    assert "đã tiếp nhận" not in text


def test_receipt_of_a_late_report_without_number() -> None:
    receipt = EXAMPLES["receipt"]
    assert isinstance(receipt, Receipt)

    text = render(replace(receipt, document_number="", days_late=3)).text

    assert "- Văn bản: chưa ghi số\n" in text
    assert "- Ghi nhận: chậm 3 ngày\n" in text
    assert "đúng hạn" not in text


def test_returned_report_without_number() -> None:
    returned = EXAMPLES["returned"]
    assert isinstance(returned, Returned)

    text = render(replace(returned, document_number="")).text

    assert "của Huyện ủy Lý Nhân, lúc 16 giờ 20 ngày 18/8/2022" in text
