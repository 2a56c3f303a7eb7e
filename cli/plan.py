"""`dondoc plan`: what a plan asks, what to mind about it, and opening it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson, PlanFolder
from cli.printing import day_text, moment_text, print_json, print_table, say
from cli.showing_contacts import say_unproven
from config import clock
from config.plan_file import find_plan, load_plan, plan_schema
from config.preparing import prepare_plan
from config.wiring import workplace
from domain.campaigns import check_opening
from domain.duties import obligations_of
from domain.errors import RuleBroken
from domain.findings import Severity, findings
from domain.rung_names import rung_text
from domain.schedule import PROMISE_LADDER, RETURNED_LADDER
from domain.vietnamese_dates import month_text
from notifications.messages import MESSAGE_NAMES
from services.campaigns import open_campaign
from services.contact_proofs import unproven_units
from services.contacts import seal_contacts
from services.wording import AUDIENCES

if TYPE_CHECKING:
    from config.plan_file import LoadedPlan
    from domain.deadlines import Deadline
    from domain.findings import Finding
    from domain.ladder import Ladder, Rung
    from domain.outline import Outline
    from domain.plans import Duty, Plan
    from domain.units import UnitTree

SEVERITIES = {Severity.ERROR: "LỖI", Severity.WARNING: "Lưu ý", Severity.INFO: "Đã rõ"}
# Ladders that belong to no duty.
SPECIAL_LADDERS = {RETURNED_LADDER: "báo cáo bị trả lại", PROMISE_LADDER: "đơn vị đã hẹn ngày nộp"}
A_WEEK = 7
READINGS = {"through": "tính hết ngày", "before": "trước ngày"}


def check(name: PlanFolder, /, *, json: AsJson = False) -> None:
    loaded = load_plan(find_plan(name))
    found = findings(loaded.plan, loaded.units, loaded.contacts)
    if json:
        print_json(_as_json(loaded, found))
    else:
        _print_duties(loaded.plan, loaded.units)
        _print_findings(found)
    if any(one.severity is Severity.ERROR for one in found):
        raise RuleBroken("Kế hoạch còn lỗi, chưa thể mở đợt; hãy sửa các điểm ghi LỖI ở trên.")


def show(name: PlanFolder, /, *, json: AsJson = False) -> None:
    loaded = load_plan(find_plan(name))
    if json:
        print_json({"plan": loaded.plan, "units": list(loaded.units)})
        return
    identity = loaded.plan.identity
    say(f"Kế hoạch số {identity.number} ngày {day_text(identity.day)} của {identity.issuer}")
    say(identity.title)
    for basis in identity.legal_basis:
        say(f"  Căn cứ {basis.number} ngày {day_text(basis.day)}, {basis.issuer}: {basis.title}")
    say()
    _print_duties(loaded.plan, loaded.units)
    _print_outline(loaded.plan.outline, loaded.units)
    _print_ladders(loaded.plan, loaded.units)
    say("Nơi nhận:")
    for line in identity.distribution:
        say(f"  - {line}")


def schema() -> None:
    print_json(plan_schema())


def open_plan(
    name: PlanFolder,
    /,
    *,
    on: Annotated[str, Parameter(metavar="NGÀY", help="Mở từ ngày nào (2022-06-24); bỏ trống là bây giờ.")] = "",
) -> None:
    prepared = prepare_plan(name)
    errors = [
        one for one in findings(prepared.plan, prepared.units, prepared.contacts) if one.severity is Severity.ERROR
    ]
    if errors:
        raise RuleBroken("\n".join(["Chưa thể mở đợt:", *(one.text for one in errors)]))
    moment = clock.start_of_work(on, prepared.plan.calendar) if on else clock.now()
    day = prepared.plan.calendar.local(moment).date()
    prepared.plan.calendar.check(day)
    check_opening(prepared.plan, day)
    place = workplace()
    place.prepare()
    prepared = replace(prepared, contacts=seal_contacts(prepared.contacts, place.cipher))
    with place.begin() as session:
        campaign = open_campaign(session, prepared, now=moment)
        unproven = unproven_units(session, campaign, as_of=moment)
    number = len(obligations_of(prepared.plan, prepared.units))
    say(f"Đã mở đợt {prepared.plan.identity.id} từ {moment_text(campaign.opened_at)}: {number} nhiệm vụ báo cáo.")
    say_unproven(unproven)


def _as_json(loaded: LoadedPlan, found: tuple[Finding, ...]) -> dict[str, object]:
    """The documented shape: `obligations` (a number), `obligations_by_tier`, `duties`, `findings`."""
    owed = obligations_of(loaded.plan, loaded.units)
    return {
        "plan": loaded.plan.identity.id,
        "number": loaded.plan.identity.number,
        "obligations": len(owed),
        "obligations_by_tier": {
            tier.id: sum(one.duty.tier == tier.id for one in owed)
            for tier in sorted(loaded.plan.tiers, key=lambda tier: tier.rank)
        },
        "duties": [
            {
                "id": duty.id,
                "tier": duty.tier,
                "units": [one.unit.code for one in owed if one.duty.id == duty.id],
                "deadline": duty.deadline,
                "addressee": duty.addressee,
                "via": duty.via,
                "sections": duty.sections,
                "clause": duty.clause,
            }
            for duty in loaded.plan.duties
        ],
        "findings": [
            {
                "code": one.code,
                "clause": one.clause,
                "text": one.text,
                "ruling": one.ruling,
                "severity": one.severity.value,
            }
            for one in found
        ],
    }


def _print_duties(plan: Plan, units: UnitTree) -> None:
    owed = obligations_of(plan, units)
    print_table(
        f"Kế hoạch {plan.identity.number} yêu cầu {len(owed)} báo cáo",
        ("Ai", "Số đơn\u00a0vị", "Việc gì", "Hạn", "Gửi ai", "Mục"),
        [
            (
                _who(duty, plan, units),
                sum(one.duty.id == duty.id for one in owed),
                _what(duty),
                _when(duty.deadline),
                _to_whom(duty),
                duty.clause,
            )
            for duty in plan.duties
        ],
        right=(1,),
    )


def _who(duty: Duty, plan: Plan, units: UnitTree) -> str:
    return ", ".join(units[code].name for code in duty.units) or plan.tier(duty.tier).name


def _what(duty: Duty) -> str:
    return f"mục {', '.join(duty.sections)}" if duty.sections else "toàn bộ đề cương"


def _when(deadline: Deadline) -> str:
    month = f"; hoàn thành trong {month_text(deadline.completion_month)}" if deadline.completion_month else ""
    assumed = "; tạm xác định" if deadline.assumed else ""
    return f"{READINGS[deadline.reading.value]} {day_text(deadline.day)}{month}{assumed}"


def _to_whom(duty: Duty) -> str:
    addressee = "cấp trên trực tiếp" if duty.addressee == "superior" else duty.addressee
    return f"{addressee} (qua {duty.via})" if duty.via else addressee


def _print_findings(found: tuple[Finding, ...]) -> None:
    say(f"{len(found)} điểm cần biết")
    for one in found:
        clause = f" ({one.clause})" if one.clause else ""
        say(f"\n[{SEVERITIES[one.severity]}]{clause} {one.text}", hang=2)
        if one.ruling:
            say(f"  → {one.ruling}", hang=2)


def _print_outline(outline: Outline, units: UnitTree) -> None:
    say(outline.title)
    for section in outline.walk():
        indent = "  " * section.level
        owners = f" [chỉ: {', '.join(units[code].name for code in section.owners)}]" if section.owners else ""
        say(f"{indent}{section.heading}{owners}", hang=2)
        for hint in section.hints:
            say(f"{indent}  - {hint}", hang=2)


def _print_ladders(plan: Plan, units: UnitTree) -> None:
    say()
    audiences = _audiences(plan, units)
    for ladder in plan.ladders.values():
        rows = [(_rung(rung, ladder), _notices(rung, audiences)) for rung in ladder.rungs]
        print_table(f"Thang nhắc việc: {_ladder_name(ladder, plan)}", ("Mốc", "Gửi"), rows)


def _audiences(plan: Plan, units: UnitTree) -> dict[str, str]:
    """The audiences by the names of the bodies that they are under this plan."""
    board, office = units[plan.bodies.coordinator].name, units[plan.bodies.office].name
    return AUDIENCES | {"board": board, "leaders": f"lãnh đạo {board}", "office": office}


def _ladder_name(ladder: Ladder, plan: Plan) -> str:
    """Whose ladder it is: of a tier, or of single duties where a tier has several ladders."""
    duties = [duty for duty in plan.duties if duty.ladder == ladder.id]
    shared = {duty.tier for duty in plan.duties if duty.ladder != ladder.id}
    names = dict.fromkeys(duty.name if duty.tier in shared else plan.tier(duty.tier).name for duty in duties)
    return ", ".join(names) or SPECIAL_LADDERS.get(ladder.id, ladder.id)


def _notices(rung: Rung, audiences: dict[str, str]) -> str:
    return "\n".join(f"{audiences[one.audience]}: {MESSAGE_NAMES[one.message]}" for one in rung.notices)


def _rung(rung: Rung, ladder: Ladder) -> str:
    return f"{rung_text(rung.id)}{_repetition(rung, ladder)}{' (khẩn)' if rung.urgent else ''}"


def _repetition(rung: Rung, ladder: Ladder) -> str:
    if not rung.every_days:
        return ""
    anchor = rung_text(f"{ladder.id if ladder.id in SPECIAL_LADDERS else ''}{rung.offset}")
    is_said = rung.every_days == A_WEEK and rung_text(rung.id).startswith("hằng tuần")
    return f", kể từ mốc {anchor}" if is_said else f", mỗi {rung.every_days} ngày kể từ mốc {anchor}"
