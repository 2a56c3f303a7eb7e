"""What a reader of the plan stumbles over, each with the ruling recorded for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from domain.deadlines import ONE_DAY, Reading
from domain.duties import obligations_of
from domain.schedule import last_day
from domain.spelling import fold
from domain.units import Confirmation
from domain.vietnamese_dates import day_text, month_text, weekday_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.plans import Duty, Plan
    from domain.units import Contact, UnitTree

# On this day the district level ceased to exist.
DISTRICTS_END = date(2025, 7, 1)
# Reserved for examples: no message to these can ever arrive.
SAMPLE_DOMAINS = (".example", ".invalid", ".test")
# A list in a finding names this many, then says how many more there are.
NAMES_SHOWN = 10

_BEFORE_A_DAY = re.compile(r"trước ngày\s+(\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{4})?)", re.IGNORECASE)
_OUTLINE = "Đề cương"


class Severity(StrEnum):
    """Only an error keeps a campaign from being opened."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `clause` may list several, comma by comma; `ruling` is empty where the plan file records none."""

    code: str
    severity: Severity
    clause: str
    text: str
    ruling: str


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    severity: Severity
    clauses: tuple[str, ...]
    text: str


def findings(plan: Plan, units: UnitTree, contacts: Iterable[Contact]) -> tuple[Finding, ...]:
    """Everything found, errors first, otherwise in the order of the checks."""
    people = tuple(contacts)
    found = [
        *_deadlines_outside_calendar(plan),
        *_deadlines_outside_campaign(plan),
        *_tiers_out_of_order(plan),
        *_readings(plan),
        *_two_dates(plan),
        *_assumed_dates(plan),
        *_deadlines_on_days_off(plan),
        *_section_owners(plan, units),
        *_proposals_by_addressee(plan),
        _short_answers(),
        *_district_tiers(plan),
        *_unconfirmed_bodies(plan, units),
        *_units_without_contact(plan, units, people),
        *_sample_contacts(people),
    ]
    found.sort(key=lambda one: one.severity is not Severity.ERROR)
    return tuple(_ruled(one, plan) for one in found)


def _ruled(found: _Found, plan: Plan) -> Finding:
    rulings = (one.text for one in plan.rulings if one.code == found.code and one.clause in found.clauses)
    return Finding(found.code, found.severity, ", ".join(dict.fromkeys(found.clauses)), found.text, next(rulings, ""))


def _deadlines_outside_calendar(plan: Plan) -> Iterator[_Found]:
    known = plan.calendar
    for duty in plan.duties:
        if known.first <= duty.deadline.last_day <= known.last:
            continue
        span = f"từ {day_text(known.first)} đến {day_text(known.last)}"
        text = f"Hạn {day_text(duty.deadline.day)} nằm ngoài lịch làm việc ({span}); hãy bổ sung ngày nghỉ vào config/calendar.yaml."
        yield _Found("deadline_outside_calendar", Severity.ERROR, (duty.clause,), text)


def _deadlines_outside_campaign(plan: Plan) -> Iterator[_Found]:
    """A deadline before the opening was missed before anybody heard of it; one far past the closing nobody measures."""
    last = last_day(plan)
    for duty in _datable(plan):
        day = duty.deadline.last_day
        what = f"Hạn {day_text(duty.deadline.day)} của “{duty.name}”"
        if day < plan.opens:
            text = f"{what} đã qua trước ngày mở đợt {day_text(plan.opens)}; hãy sửa hạn hoặc ngày mở đợt (opens)."
            yield _Found("deadline_before_opening", Severity.ERROR, (duty.clause,), text)
        elif day >= last:
            text = f"{what} quá xa: thang nhắc việc chỉ tính được đến ngày {day_text(last)}; hãy sửa hạn hoặc ngày kết thúc đợt (closes)."
            yield _Found("deadline_too_far", Severity.ERROR, (duty.clause,), text)
        elif day > plan.closes:
            text = f"{what} sau ngày kết thúc đợt {day_text(plan.closes)}; hãy xem lại ngày kết thúc đợt (closes)."
            yield _Found("deadline_after_closing", Severity.WARNING, (duty.clause,), text)


def _tiers_out_of_order(plan: Plan) -> Iterator[_Found]:
    """A tier needs a working day between what it receives and what it sends: Nghị định 09/2019/NĐ-CP, Điều 8.5."""
    tiers = sorted(plan.tiers, key=lambda tier: tier.rank)
    by_tier = [known for tier in tiers if (known := [duty for duty in _datable(plan) if duty.tier == tier.id])]
    for lower, upper in pairwise(by_tier):
        latest = max(lower, key=lambda duty: duty.deadline.last_day)
        earliest = min(upper, key=lambda duty: duty.deadline.last_day)
        if not _leaves_a_working_day(plan, latest, earliest):
            yield _out_of_order(plan, latest, earliest)


def _leaves_a_working_day(plan: Plan, lower: Duty, upper: Duty) -> bool:
    day = lower.deadline.last_day + ONE_DAY
    while day <= upper.deadline.last_day:
        if plan.calendar.is_working_day(day):
            return True
        day += ONE_DAY
    return False


def _out_of_order(plan: Plan, lower: Duty, upper: Duty) -> _Found:
    below, above = plan.tier(lower.tier).name, plan.tier(upper.tier).name
    text = (
        f"{below} có hạn đến hết ngày {day_text(lower.deadline.last_day)}, {above} có hạn đến hết ngày "
        f"{day_text(upper.deadline.last_day)}; cấp dưới phải nộp trước cấp trên ít nhất một ngày làm việc."
    )
    return _Found("tier_order", Severity.ERROR, (lower.clause, upper.clause), text)


def _readings(plan: Plan) -> Iterator[_Found]:
    for duty in plan.duties:
        quoted = _BEFORE_A_DAY.search(duty.deadline.quote)
        if quoted is None:
            continue
        last = day_text(duty.deadline.last_day)
        if duty.deadline.reading is Reading.THROUGH:
            text = f"“{quoted[0]}” đang được tính đến hết ngày {last}; nộp trong ngày đó vẫn đúng hạn."
        else:
            text = (
                f"“{quoted[0]}” đang được tính đến hết ngày {last}; nộp vào ngày {day_text(duty.deadline.day)} là chậm."
            )
        yield _Found("reading_applied", Severity.INFO, (duty.clause,), text)


def _two_dates(plan: Plan) -> Iterator[_Found]:
    for duty in plan.duties:
        month = duty.deadline.completion_month
        if not month or duty.deadline.day == _last_day_of(month):
            continue
        name = plan.tier(duty.tier).name
        text = f"{name} có hai mốc: hoàn thành trong {month_text(month)} và gửi báo cáo với hạn {day_text(duty.deadline.day)}."
        yield _Found("two_dates", Severity.INFO, (duty.clause,), text)


def _assumed_dates(plan: Plan) -> Iterator[_Found]:
    for duty in plan.duties:
        if duty.deadline.assumed:
            text = (
                f"Kế hoạch không ghi ngày gửi cho “{duty.name}”; đang lấy {day_text(duty.deadline.day)}, cần xác nhận."
            )
            yield _Found("assumed_date", Severity.WARNING, (duty.clause,), text)


def _deadlines_on_days_off(plan: Plan) -> Iterator[_Found]:
    """One finding for each such day, however many duties end on it."""
    off = [duty for duty in _datable(plan) if plan.calendar.day_off_name(duty.deadline.last_day)]
    off.sort(key=lambda duty: duty.deadline.last_day)
    for day, duties in groupby(off, key=lambda duty: duty.deadline.last_day):
        name = plan.calendar.days_off.get(day)
        holiday = f" ({name})" if name else ""
        text = f"Hạn {day_text(day)} rơi vào {weekday_name(day)}{holiday}, không phải ngày làm việc."
        yield _Found("deadline_on_day_off", Severity.INFO, tuple(duty.clause for duty in duties), text)


def _section_owners(plan: Plan, units: UnitTree) -> Iterator[_Found]:
    for section in plan.outline.walk():
        if section.owners:
            owners = _named(units[code].name for code in section.owners)
            text = f"Mục {section.id} của đề cương giao riêng cho {owners}; đơn vị khác không phải nộp mục này."
            yield _Found("section_owners", Severity.INFO, (f"{_OUTLINE}, mục {section.id}",), text)


def _proposals_by_addressee(plan: Plan) -> Iterator[_Found]:
    for section in plan.outline.walk():
        words = fold(" ".join((section.title, *section.hints)))
        if "voi trung uong" in words and "voi tinh" in words:
            text = (
                f"Mục {section.id} của đề cương gồm đề xuất, kiến nghị với Trung ương và với tỉnh, gộp chung một mục."
            )
            yield _Found("proposals_by_addressee", Severity.INFO, (f"{_OUTLINE}, mục {section.id}",), text)


def _short_answers() -> _Found:
    text = "Đơn vị có thể trả lời “Không.” cho một mục; cần thống nhất như vậy là đủ hay còn thiếu."
    return _Found("short_answers", Severity.INFO, (_OUTLINE,), text)


def _district_tiers(plan: Plan) -> Iterator[_Found]:
    tier = next((tier for tier in plan.tiers if "cap huyen" in fold(tier.name)), None)
    if tier is None:
        return
    clauses = tuple(duty.clause for duty in plan.duties if duty.tier == tier.id)
    if plan.opens >= DISTRICTS_END:
        text = f"Kế hoạch có “{tier.name}” nhưng từ ngày {day_text(DISTRICTS_END)} không còn cấp huyện; hãy khai báo lại các cấp."
        yield _Found("district_tier", Severity.WARNING, clauses, text)
        return
    text = f"Kế hoạch có “{tier.name}”, cấp đã kết thúc hoạt động từ ngày {day_text(DISTRICTS_END)}, sau ngày mở đợt."
    yield _Found("district_tier", Severity.INFO, clauses, text)


def _unconfirmed_bodies(plan: Plan, units: UnitTree) -> Iterator[_Found]:
    owed = [one for one in obligations_of(plan, units) if one.unit.confirmation in _UNCONFIRMED]
    if owed:
        text = f"Chưa được xác nhận tên gọi hoặc nghĩa vụ báo cáo: {_named(one.unit.name for one in owed)}."
        clauses = tuple(dict.fromkeys(one.duty.clause for one in owed))
        yield _Found("unconfirmed_bodies", Severity.WARNING, clauses, text)


_UNCONFIRMED = (Confirmation.PARTLY, Confirmation.NO)


def _units_without_contact(plan: Plan, units: UnitTree, contacts: tuple[Contact, ...]) -> Iterator[_Found]:
    reachable = {contact.unit for contact in contacts}
    owing = (one.unit.code for one in obligations_of(plan, units))
    concerned = dict.fromkeys((plan.bodies.coordinator, plan.bodies.office, *owing))
    silent = [units[code].name for code in concerned if code not in reachable]
    if silent:
        text = f"Chưa có đầu mối liên hệ: {_named(silent)}. Hãy bổ sung vào danh sách đầu mối."
        yield _Found("units_without_contact", Severity.WARNING, (), text)


def _sample_contacts(contacts: tuple[Contact, ...]) -> Iterator[_Found]:
    sample = [contact.address for contact in contacts if contact.address.endswith(SAMPLE_DOMAINS)]
    if sample:
        text = (
            f"{len(sample)} địa chỉ chỉ là ví dụ, thư không gửi đi được: {_named(sample)}. Hãy thay bằng địa chỉ thật."
        )
        yield _Found("sample_contacts", Severity.WARNING, (), text)


def _datable(plan: Plan) -> Iterator[Duty]:
    known = plan.calendar
    return (duty for duty in plan.duties if known.first <= duty.deadline.last_day <= known.last)


def _named(names: Iterable[str]) -> str:
    every = list(names)
    rest = len(every) - NAMES_SHOWN
    return ", ".join(every[:NAMES_SHOWN]) + (f" và {rest} trường hợp khác" if rest > 0 else "")


def _last_day_of(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - ONE_DAY
