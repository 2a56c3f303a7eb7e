"""`dondoc plan`: what a plan asks, what to mind about it, and opening it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson, PlanFolder
from cli.printing import day_text, moment_text, print_json, print_table, say
from cli.showing_contacts import say_unproven
from config import clock
from config.plan_file import find_plan, load_plan, plan_schema
from config.plan_marks import MARK, MARKED_DOMAIN
from config.preparing import as_prepared
from config.wiring import workplace
from domain.campaigns import check_opening
from domain.duties import obligations_of
from domain.errors import RuleBroken
from domain.findings import Severity, findings
from services.campaigns import open_campaign
from services.contact_proofs import unproven_units
from services.contacts import seal_contacts
from services.plan_wording import (
    SEVERITIES,
    audiences,
    ladder_name,
    notice_lines,
    rung_words,
    to_whom,
    what_is_owed,
    when_due,
    who_owes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.plan_file import LoadedPlan
    from config.plan_marks import Mark
    from domain.findings import Finding
    from domain.outline import Outline
    from domain.plans import Plan
    from domain.units import UnitTree

MARKS_SHOWN = 20


def check(name: PlanFolder, /, *, json: AsJson = False) -> None:
    loaded = load_plan(find_plan(name))
    found = findings(loaded.plan, loaded.units, loaded.contacts)
    if json:
        print_json(_as_json(loaded, found))
    else:
        _print_duties(loaded.plan, loaded.units)
        _print_findings(found)
        _print_marks(loaded.marks)
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
    loaded = load_plan(find_plan(name))
    _refuse_marks(loaded.marks, name)
    prepared = as_prepared(loaded)
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
        "template_values": [{"file": one.file, "line": one.line, "text": one.text} for one in loaded.marks],
    }


def _print_duties(plan: Plan, units: UnitTree) -> None:
    owed = obligations_of(plan, units)
    print_table(
        f"Kế hoạch {plan.identity.number} yêu cầu {len(owed)} báo cáo",
        ("Ai", "Số đơn\u00a0vị", "Việc gì", "Hạn", "Gửi ai", "Mục"),
        [
            (
                who_owes(duty, plan, units),
                sum(one.duty.id == duty.id for one in owed),
                what_is_owed(duty),
                when_due(duty.deadline),
                to_whom(duty),
                duty.clause,
            )
            for duty in plan.duties
        ],
        right=(1,),
    )


def _print_findings(found: tuple[Finding, ...]) -> None:
    say(f"{len(found)} điểm cần biết")
    for one in found:
        clause = f" ({one.clause})" if one.clause else ""
        say(f"\n[{SEVERITIES[one.severity]}]{clause} {one.text}", hang=2)
        if one.ruling:
            say(f"  → {one.ruling}", hang=2)


def _print_marks(marks: Sequence[Mark]) -> None:
    if not marks:
        return
    say(f"\n[Giá trị mẫu] {len(marks)} dòng còn mang giá trị của bản mẫu; phải thay hết mới mở được đợt:", hang=2)
    for one in marks[:MARKS_SHOWN]:
        say(f"  {one}", hang=4)
    if len(marks) > MARKS_SHOWN:
        say(f"  … và {len(marks) - MARKS_SHOWN} dòng khác; tìm chữ {MARK} và {MARKED_DOMAIN} trong các tệp.")


def _refuse_marks(marks: Sequence[Mark], name: str) -> None:
    """What stands in the template would otherwise stand in letters."""
    if marks:
        told = [f"Chưa thể mở đợt: {len(marks)} dòng còn mang giá trị của bản mẫu, dòng đầu tiên là", f"  {marks[0]}"]
        raise RuleBroken("\n".join([*told, f"Xem tất cả: dondoc plan check {shlex.quote(name)}"]))


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
    names = audiences(plan, units)
    for ladder in plan.ladders.values():
        rows = [(rung_words(rung, ladder), "\n".join(notice_lines(rung, names))) for rung in ladder.rungs]
        print_table(f"Thang nhắc việc: {ladder_name(ladder, plan)}", ("Mốc", "Gửi"), rows)
