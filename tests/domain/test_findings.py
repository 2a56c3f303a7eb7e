from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from config.plan_file import find_plan, load_plan
from domain.deadlines import Reading
from domain.findings import Finding, Severity, findings
from domain.outline import Outline, Section
from domain.plans import Duty, Plan, Ruling
from domain.tiers import Tier
from domain.units import Confirmation, Contact, ContactRole, UnitTree
from tests.domain.plans import CONTACTS, DISTRICT, PLAN, PROVINCE, UNITS


def _found(plan: Plan, code: str) -> list[Finding]:
    return [finding for finding in findings(plan, UNITS, CONTACTS) if finding.code == code]


def _with(duty: Duty, **changes: Any) -> Plan:
    """The plan with one duty's deadline changed."""
    changed = replace(duty, deadline=replace(duty.deadline, **changes))
    return replace(PLAN, duties=tuple(changed if one is duty else one for one in PLAN.duties))


def test_plain_plan_has_nothing_but_the_question_of_short_answers() -> None:
    assert [finding.code for finding in findings(PLAN, UNITS, CONTACTS)] == ["short_answers"]


def test_ruling_answers_the_finding_of_its_code_and_clause() -> None:
    rulings = (
        Ruling("assumed_date", "II.2", "Không phải mục này."),
        Ruling("assumed_date", "II.1", "Tạm lấy ngày này."),
    )
    plan = replace(_with(DISTRICT, assumed=True), rulings=rulings)

    (finding,) = _found(plan, "assumed_date")

    assert (finding.clause, finding.ruling) == ("II.1", "Tạm lấy ngày này.")


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (Reading.THROUGH, "đến hết ngày 10/5/2024; nộp trong ngày đó vẫn đúng hạn"),
        (Reading.BEFORE, "đến hết ngày 09/5/2024; nộp vào ngày 10/5/2024 là chậm"),
    ],
)
def test_reading_of_before_a_day_is_told(reading: Reading, said: str) -> None:
    plan = _with(DISTRICT, quote="gửi về Ban Thường vụ trước ngày 10/5/2024", reading=reading)

    (finding,) = _found(plan, "reading_applied")

    assert said in finding.text


def test_month_of_completion_besides_the_day_is_two_dates() -> None:
    (finding,) = _found(_with(DISTRICT, completion_month="2024-05"), "two_dates")

    assert "hoàn thành trong tháng 5/2024 và gửi báo cáo với hạn 10/5/2024" in finding.text


def test_last_day_of_the_month_of_completion_is_one_date() -> None:
    assert _found(_with(PROVINCE, completion_month="2024-05"), "two_dates") == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 5, 11), "Hạn 11/5/2024 rơi vào thứ Bảy, không phải ngày làm việc."),
        (date(2024, 5, 12), "Hạn 12/5/2024 rơi vào Chủ nhật, không phải ngày làm việc."),
        (date(2024, 5, 1), "Hạn 01/5/2024 rơi vào thứ Tư (Quốc tế Lao động), không phải ngày làm việc."),
    ],
)
def test_deadline_on_a_day_off_names_the_weekday(day: date, said: str) -> None:
    (finding,) = _found(_with(DISTRICT, day=day), "deadline_on_day_off")

    assert finding.text == said


def test_lower_tier_due_on_the_same_day_is_an_error() -> None:
    (finding,) = _found(_with(DISTRICT, day=PROVINCE.deadline.day), "tier_order")

    assert finding.severity is Severity.ERROR
    assert finding.clause == "II.1, II.2"


@pytest.mark.parametrize(("province", "is_error"), [(date(2024, 5, 12), True), (date(2024, 5, 13), False)])
def test_tiers_need_a_working_day_between_them(province: date, *, is_error: bool) -> None:
    assert bool(_found(_with(PROVINCE, day=province), "tier_order")) is is_error


def test_deadline_outside_the_calendar_is_an_error_and_comes_first() -> None:
    found = findings(_with(PROVINCE, day=date(2025, 1, 10)), UNITS, CONTACTS)

    assert (found[0].code, found[0].severity) == ("deadline_outside_calendar", Severity.ERROR)
    assert "Hạn 10/01/2025 nằm ngoài lịch làm việc (từ 01/01/2024 đến 31/12/2024)" in found[0].text


def test_owned_section_names_its_owners() -> None:
    plan = replace(PLAN, outline=Outline("Đề cương", (Section("II.4", "4.", "Báo chí", 1, owners=("PAPER",)),)))

    (finding,) = _found(plan, "section_owners")

    assert finding.clause == "Đề cương, mục II.4"
    assert "Báo tỉnh" in finding.text


def test_proposals_to_two_addressees_are_told() -> None:
    section = Section("IV", "IV-", "Đề xuất", 1, hints=("Kiến nghị với Trung ương, với tỉnh",))

    (finding,) = _found(replace(PLAN, outline=Outline("Đề cương", (section,))), "proposals_by_addressee")

    assert finding.clause == "Đề cương, mục IV"


@pytest.mark.parametrize(
    ("opens", "severity"), [(date(2025, 6, 30), Severity.INFO), (date(2025, 7, 1), Severity.WARNING)]
)
def test_district_tier_is_a_warning_once_districts_have_ended(opens: date, severity: Severity) -> None:
    plan = replace(PLAN, opens=opens, tiers=(Tier("district", "Cấp huyện", 1), Tier("province", "Cấp tỉnh", 2)))

    (finding,) = _found(plan, "district_tier")

    assert finding.severity is severity


def test_unconfirmed_bodies_are_named() -> None:
    units = UnitTree(replace(unit, confirmation=Confirmation.NO) if unit.code == "D2" else unit for unit in UNITS)

    (finding,) = (one for one in findings(PLAN, units, CONTACTS) if one.code == "unconfirmed_bodies")

    assert finding.text == "Chưa được xác nhận tên gọi hoặc nghĩa vụ báo cáo: Huyện ủy Hai."


def test_owing_unit_and_office_without_contact_are_named() -> None:
    contacts = [contact for contact in CONTACTS if contact.unit not in ("D1", "OFFICE", "TOP")]

    (finding,) = (one for one in findings(PLAN, UNITS, contacts) if one.code == "units_without_contact")

    assert "Văn phòng, Huyện ủy Một." in finding.text


def test_sample_addresses_are_counted_and_shown() -> None:
    samples = [Contact(f"C{n}", "D1", "Đầu mối", ContactRole.FOCAL, "email", f"c{n}@tinh.example") for n in range(12)]

    (finding,) = (one for one in findings(PLAN, UNITS, [*CONTACTS, *samples]) if one.code == "sample_contacts")

    assert finding.text.startswith("12 địa chỉ chỉ là ví dụ")
    assert "c9@tinh.example và 2 trường hợp khác" in finding.text


def test_shipped_plan_has_its_known_findings_and_no_error() -> None:
    shipped = load_plan(find_plan("ke-hoach-15-kh-tu"))

    found = findings(shipped.plan, shipped.units, shipped.contacts)

    assert Counter(finding.code for finding in found) == {
        "reading_applied": 3,
        "two_dates": 2,
        "assumed_date": 2,
        "deadline_on_day_off": 2,
        "section_owners": 1,
        "proposals_by_addressee": 1,
        "short_answers": 1,
        "district_tier": 1,
        "unconfirmed_bodies": 1,
        "sample_contacts": 1,
    }
    assert Severity.ERROR not in {finding.severity for finding in found}
    assert [finding.code for finding in found if not finding.ruling] == ["sample_contacts"]
    assert {ruling.text for ruling in shipped.plan.rulings} == {finding.ruling for finding in found if finding.ruling}


@pytest.mark.parametrize(
    ("day", "code", "severity"),
    [
        (date(2024, 2, 29), "deadline_before_opening", Severity.ERROR),
        (date(2024, 7, 1), "deadline_after_closing", Severity.WARNING),
        (date(2024, 9, 12), "deadline_after_closing", Severity.WARNING),
        (date(2024, 9, 13), "deadline_too_far", Severity.ERROR),
    ],
)
def test_deadline_outside_the_campaign_is_told(day: date, code: str, severity: Severity) -> None:
    found = findings(_with(PROVINCE, day=day), UNITS, CONTACTS)

    assert [(one.code, one.severity) for one in found if one.code.startswith("deadline_")][:1] == [(code, severity)]


def test_deadline_on_the_day_of_the_closing_is_inside() -> None:
    assert _found(_with(PROVINCE, day=PLAN.closes), "deadline_after_closing") == []
