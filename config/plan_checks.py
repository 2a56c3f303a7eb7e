"""What the files of a plan must agree on: every name that one of them uses is declared in another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from config.plan_building import rung_of
from domain.addressees import OTHER
from domain.calendar import CalendarRangeError
from domain.errors import RuleBroken
from domain.ladder import Audience, steps
from domain.ladder_changes import MESSAGES_FOR, check_rung
from domain.schedule import last_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from config.plan_schema import (
        DutyModel,
        FiguresModel,
        LaddersModel,
        OutlineModel,
        PlanModel,
        RungModel,
        SectionModel,
    )
    from config.yaml_file import Loc, YamlFile
    from domain.deadlines import Deadline
    from domain.ladder import Ladder
    from domain.plans import Plan
    from domain.units import UnitTree

    Named = tuple[Loc, str]

# Besides those that duties name: the clock of a returned report, and of a promise that passed.
LADDERS_ALWAYS_NEEDED = ("returned", "promise")


def check_plan(file: YamlFile, plan: PlanModel) -> Iterator[str]:
    """What can be said of plan.yaml by itself."""
    yield from _doubled(file, [(("tiers", n, "id"), tier.id) for n, tier in enumerate(plan.tiers)])
    yield from _doubled(file, [(("tiers", n, "rank"), str(tier.rank)) for n, tier in enumerate(plan.tiers)])
    yield from _doubled(file, [(("duties", n, "id"), duty.id) for n, duty in enumerate(plan.duties)])
    tiers = [tier.id for tier in plan.tiers]
    named = [(("duties", n, "tier"), duty.tier) for n, duty in enumerate(plan.duties)]
    yield from _undeclared(file, named, declared=tiers, fault='không có cấp nào tên "{name}".')
    if plan.opens < plan.identity.day:
        yield file.problem(("opens",), '"opens" phải từ ngày ban hành kế hoạch ("day") trở đi.')
    if plan.closes < plan.opens:
        yield file.problem(("closes",), '"closes" phải từ ngày "opens" trở đi.')


def check_files(file: YamlFile, plan: PlanModel, folder: Path) -> Iterator[str]:
    """The files that plan.yaml names, or leaves to go by their usual names."""
    files = plan.files
    named: list[Named] = [(("files", role), getattr(files, role)) for role in ("outline", "ladders", "contacts")]
    named += [(("files", "units", n), name) for n, name in enumerate(files.units)]
    named += [(("files", role), name) for role in ("figures", "calendar") if (name := getattr(files, role))]
    for loc, name in named:
        if not (folder / name).is_file():
            yield file.problem(loc, f'không có tệp "{name}" trong thư mục {folder.name}.')


def check_ladders(file: YamlFile, ladders: LaddersModel) -> Iterator[str]:
    for name in LADDERS_ALWAYS_NEEDED:
        if name not in ladders.root:
            yield file.problem((), f'thiếu thang "{name}"; mọi kế hoạch đều cần thang này.')
    for name, rungs in ladders.root.items():
        yield from _doubled(file, [((name, n), rung.id or rung.at) for n, rung in enumerate(rungs)])
        if not rungs:
            yield file.problem(
                (name,), f'thang "{name}" chưa có nấc nào nên sẽ không nhắc ai; hãy thêm ít nhất một nấc.'
            )
        for n, rung in enumerate(rungs):
            if rung.every_days and rung.at == "opening":
                yield file.problem((name, n, "every_days"), "nấc mở đợt không lặp lại; hãy bỏ dòng này.")
            else:
                yield from _unsuited(file, (name, n), rung)


def _unsuited(file: YamlFile, loc: Loc, rung: RungModel) -> Iterator[str]:
    """Messages that are not for whom the rung names, else those that would not be true on its day."""
    foreign = {
        audience: suited
        for audience, message in rung.notify.items()
        if message not in (suited := MESSAGES_FOR[Audience(audience)])
    }
    for audience, suited in foreign.items():
        choice = ", ".join(f'"{message}"' for message in suited)
        fault = f'"{audience}" chỉ nhận {choice}; không nhận "{rung.notify[audience]}".'
        yield file.problem((*loc, "notify", audience), fault)
    if not foreign:
        try:
            check_rung(rung_of(rung))
        except RuleBroken as error:
            yield file.problem((*loc, "at"), str(error))


def check_outline(file: YamlFile, outline: OutlineModel, *, tiers: Collection[str], units: UnitTree) -> Iterator[str]:
    placed = list(_walk(outline.sections, ("sections",)))
    yield from _doubled(file, [((*loc, "id"), section.id) for loc, section in placed])
    owners = [((*loc, "owners", n), code) for loc, section in placed for n, code in enumerate(section.owners)]
    yield from _undeclared(file, owners, declared=units, fault='không có đơn vị nào tên "{name}".')
    named = [((*loc, "tiers", n), tier) for loc, section in placed for n, tier in enumerate(section.tiers)]
    yield from _undeclared(file, named, declared=tiers, fault='không có cấp nào tên "{name}".')
    for loc, section in placed:
        yield from _doubled(file, [((*loc, "addressees", n, "id"), one.id) for n, one in enumerate(section.addressees)])
        for n, one in enumerate(section.addressees):
            if one.id == OTHER:
                fault = f'"{OTHER}" là mã dành cho nơi nhận khác; hãy đặt mã khác.'
                yield file.problem((*loc, "addressees", n, "id"), fault)


def check_figures(file: YamlFile, model: FiguresModel, *, outline: OutlineModel) -> Iterator[str]:
    """A figure must be found somewhere, and what is a share must not be added up."""
    figures = list(enumerate(model.figures))
    yield from _doubled(file, [(("figures", n, "id"), one.id) for n, one in figures])
    sections = [section.id for _, section in _walk(outline.sections, ())]
    named = [(("figures", n, "section"), one.section) for n, one in figures]
    yield from _undeclared(file, named, declared=sections, fault='đề cương không có mục "{name}".')
    for n, one in figures:
        is_share = "%" in one.measure
        if one.summed and one.kind == "ratio":
            fault = "tỷ lệ không được cộng giữa các đơn vị; hãy bỏ dòng này hoặc sửa lại kind."
            yield file.problem(("figures", n, "summed"), fault)
        if is_share and one.kind != "ratio":
            yield file.problem(("figures", n, "kind"), 'số liệu tính bằng % là tỷ lệ; hãy ghi kind là "ratio".')
        if not (one.rows or one.words or one.leads):
            fault = f'số liệu "{one.id}" cần ít nhất một trong các dòng rows, words, leads để tìm trong báo cáo.'
            yield file.problem(("figures", n), fault)


def check_duties(
    file: YamlFile,
    plan: PlanModel,
    *,
    ladders: LaddersModel,
    outline: OutlineModel,
    units: UnitTree,
) -> Iterator[str]:
    """What plan.yaml says of the other files."""
    duties = list(enumerate(plan.duties))
    used = [(("duties", n, "ladder"), duty.ladder) for n, duty in duties]
    yield from _undeclared(file, used, declared=ladders.root, fault='không có thang nhắc việc nào tên "{name}".')
    owing: list[Named] = [(("duties", n, "units", m), code) for n, duty in duties for m, code in enumerate(duty.units)]
    bodies: list[Named] = [
        (("bodies", role), getattr(plan.bodies, role)) for role in ("coordinator", "office", "addressee")
    ]
    yield from _undeclared(file, bodies + owing, declared=units, fault='không có đơn vị nào tên "{name}".')
    sections = [section.id for _, section in _walk(outline.sections, ()) if not section.sections]
    owed = [(("duties", n, "sections", m), id_) for n, duty in duties for m, id_ in enumerate(duty.sections)]
    yield from _undeclared(
        file, owed, declared=sections, fault='đề cương không có mục "{name}", hoặc mục này còn có mục con.'
    )
    for n, duty in duties:
        yield from _doubled(file, [(("duties", n, "units", m), code) for m, code in enumerate(duty.units)])
        yield from _strangers(file, n, duty, units=units)
        if not duty.units and not any(unit.tier == duty.tier for unit in units):
            yield file.problem(("duties", n, "tier"), f'cấp "{duty.tier}" chưa có đơn vị nào trong danh sách đơn vị.')


def check_schedule(file: YamlFile, plan: Plan) -> Iterator[str]:
    """Every rung must fall on a day that the calendar knows, whatever the deadline: opening the plan needs them all."""
    for name, ladder in plan.ladders.items():
        deadlines = [duty.deadline for duty in plan.duties if duty.ladder == name or name in LADDERS_ALWAYS_NEEDED]
        for n, rung in enumerate(ladder.rungs):
            faults = (_beyond_calendar(replace(ladder, rungs=(rung,)), deadline, plan) for deadline in deadlines)
            if fault := next(filter(None, faults), ""):
                yield file.problem((name, n, "at"), f'"at": {fault}')


def _beyond_calendar(ladder: Ladder, deadline: Deadline, plan: Plan) -> str:
    """What the calendar says against this ladder; a deadline that is itself outside is a finding, not told here."""
    calendar = plan.calendar
    if not plan.opens <= deadline.last_day < last_day(plan):
        return ""
    until = calendar.at(last_day(plan), ladder.send_at)
    try:
        list(steps(ladder, deadline, opened=calendar.opening(plan.opens), calendar=calendar, until=until))
    except CalendarRangeError as error:
        return str(error)
    return ""


def _strangers(file: YamlFile, n: int, duty: DutyModel, *, units: UnitTree) -> Iterator[str]:
    """Units of another tier: named here, they would silently stop owing what their own tier owes."""
    for m, code in enumerate(duty.units):
        if code in units and units[code].tier != duty.tier:
            fault = f'đơn vị "{code}" thuộc cấp "{units[code].tier}", không phải cấp "{duty.tier}" của nhiệm vụ này.'
            yield file.problem(("duties", n, "units", m), fault)


def _walk(sections: Iterable[SectionModel], loc: Loc) -> Iterator[tuple[Loc, SectionModel]]:
    for n, section in enumerate(sections):
        yield (*loc, n), section
        yield from _walk(section.sections, (*loc, n, "sections"))


def _undeclared(
    file: YamlFile,
    used: Iterable[Named],
    *,
    declared: Collection[str] | UnitTree,
    fault: str,
) -> Iterator[str]:
    for loc, name in used:
        if name not in declared:
            yield file.problem(loc, fault.format(name=name))


def _doubled(file: YamlFile, named: Iterable[Named]) -> Iterator[str]:
    seen = Counter[str]()
    for loc, name in named:
        seen[name] += 1
        if seen[name] > 1:
            yield file.problem(loc, f'"{name}" đã được dùng ở phía trên; mỗi tên chỉ dùng một lần.')
