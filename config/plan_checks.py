"""What the files of a plan must agree on: every name that one of them uses is declared in another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from config.plan_schema import LaddersModel, OutlineModel, PlanModel, SectionModel
    from config.yaml_file import Loc, YamlFile
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
    if plan.closes < plan.opens:
        yield file.problem(("closes",), '"closes" phải từ ngày "opens" trở đi.')


def check_ladders(file: YamlFile, ladders: LaddersModel) -> Iterator[str]:
    for name in LADDERS_ALWAYS_NEEDED:
        if name not in ladders.root:
            yield file.problem((), f'thiếu thang "{name}"; mọi kế hoạch đều cần thang này.')
    for name, rungs in ladders.root.items():
        yield from _doubled(file, [((name, n), rung.id or rung.at) for n, rung in enumerate(rungs)])
        for n, rung in enumerate(rungs):
            if rung.every_days and rung.at == "opening":
                yield file.problem((name, n, "every_days"), "nấc mở đợt không lặp lại; hãy bỏ dòng này.")


def check_outline(file: YamlFile, outline: OutlineModel, *, tiers: Collection[str], units: UnitTree) -> Iterator[str]:
    placed = list(_walk(outline.sections, ("sections",)))
    yield from _doubled(file, [((*loc, "id"), section.id) for loc, section in placed])
    owners = [((*loc, "owners", n), code) for loc, section in placed for n, code in enumerate(section.owners)]
    yield from _undeclared(file, owners, declared=units, fault='không có đơn vị nào tên "{name}".')
    named = [((*loc, "tiers", n), tier) for loc, section in placed for n, tier in enumerate(section.tiers)]
    yield from _undeclared(file, named, declared=tiers, fault='không có cấp nào tên "{name}".')


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
        if not duty.units and not any(unit.tier == duty.tier for unit in units):
            yield file.problem(("duties", n, "tier"), f'cấp "{duty.tier}" chưa có đơn vị nào trong danh sách đơn vị.')


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
