"""A plan folder: found by name, read, checked, and handed over as values of the domain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from config.calendar import restricted, vietnam_calendar
from config.frozen_plan import plan_from_json, plan_to_json
from config.plan_building import build_figures, build_ladders, build_outline, build_plan
from config.plan_checks import (
    check_duties,
    check_figures,
    check_files,
    check_ladders,
    check_outline,
    check_plan,
    check_schedule,
)
from config.plan_errors import PlanError
from config.plan_marks import marks_in
from config.plan_schema import FiguresModel, FurtherDaysModel, LaddersModel, OutlineModel, PlanModel, plan_schema
from config.plan_tables import read_contacts, read_units
from config.yaml_file import YamlFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.plan_marks import Mark
    from config.plan_schema import FilesModel
    from domain.calendar import WorkingCalendar
    from domain.figures import Figure
    from domain.ladder import Ladder
    from domain.plans import Plan
    from domain.units import Contact, UnitTree

__all__ = [
    "LoadedPlan",
    "PlanError",
    "find_plan",
    "load_ladders",
    "load_plan",
    "plan_from_json",
    "plan_schema",
    "plan_to_json",
]

PLANS = Path(__file__).with_name("plans")
PLAN_FILE = "plan.yaml"


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan folder, read and found consistent. `sha256` is that of its files together, `marks` what is still the template's."""

    plan: Plan
    units: UnitTree
    contacts: tuple[Contact, ...]
    sha256: str
    marks: tuple[Mark, ...] = ()


def find_plan(name: str) -> Path:
    """The folder of a plan that ships with the program, by its name, or any folder, or its plan.yaml, by its path."""
    path = Path(name)
    for folder in (PLANS / name, path.parent if path.name == PLAN_FILE else path):
        if (folder / PLAN_FILE).is_file():
            return folder
    known = sorted(folder.name for folder in PLANS.iterdir() if (folder / PLAN_FILE).is_file())
    near = get_close_matches(name, known, cutoff=0.4) or known
    raise PlanError([f"Không có kế hoạch “{name}”. Có phải là: {', '.join(near)}? Cũng có thể ghi đường dẫn thư mục."])


def load_plan(folder: Path, *, calendar: WorkingCalendar | None = None) -> LoadedPlan:
    """Read a plan folder. Raises PlanError with every fault of the first file that has any."""
    file = YamlFile(folder / PLAN_FILE)
    model = file.read(PlanModel)
    _stop_at(check_plan(file, model))
    _stop_at(check_files(file, model, folder))
    tiers = {tier.id: tier.rank for tier in model.tiers}
    units = read_units([folder / name for name in model.files.units], tiers=tiers)
    contacts = read_contacts(folder / model.files.contacts, units=units)
    outline_file = YamlFile(folder / model.files.outline)
    outline = outline_file.read(OutlineModel)
    _stop_at(check_outline(outline_file, outline, tiers=tiers, units=units))
    ladders_file, ladders = _read_ladders(folder / model.files.ladders)
    _stop_at(check_duties(file, model, ladders=ladders, outline=outline, units=units))
    plan = build_plan(
        model,
        outline=build_outline(outline),
        ladders=build_ladders(ladders),
        calendar=_calendar_for(model, folder, calendar),
        figures=_read_figures(folder, model.files.figures, outline),
    )
    _stop_at(check_schedule(ladders_file, plan))
    return LoadedPlan(plan, units, contacts, _sha256(folder, model.files), marks_in(folder, _files_of(model.files)))


def load_ladders(path: Path) -> dict[str, Ladder]:
    """The ladders of one file: another than the plan's own, to see what a change would change."""
    _, ladders = _read_ladders(path)
    return build_ladders(ladders)


def _read_ladders(path: Path) -> tuple[YamlFile, LaddersModel]:
    file = YamlFile(path)
    ladders = file.read(LaddersModel)
    _stop_at(check_ladders(file, ladders))
    return file, ladders


def _read_figures(folder: Path, name: str, outline: OutlineModel) -> tuple[Figure, ...]:
    """None where the plan names no file for them."""
    if not name:
        return ()
    file = YamlFile(folder / name)
    figures = file.read(FiguresModel)
    _stop_at(check_figures(file, figures, outline=outline))
    return build_figures(figures)


def _calendar_for(model: PlanModel, folder: Path, calendar: WorkingCalendar | None) -> WorkingCalendar:
    """A year on either side: reminders reach back before the opening, weekly urging goes on after the close."""
    first_year, last_year = model.opens.year - 1, model.closes.year + 1
    further = YamlFile(folder / model.files.calendar).read(FurtherDaysModel) if model.files.calendar else None
    known = calendar or vietnam_calendar(first_year, last_year, further=further)
    return replace(restricted(known, first_year=first_year, last_year=last_year), timezone=model.timezone)


def _sha256(folder: Path, files: FilesModel) -> str:
    digest = sha256()
    for name in _files_of(files):
        digest.update(sha256(name.encode() + b"\0" + (folder / name).read_bytes()).digest())
    return digest.hexdigest()


def _files_of(files: FilesModel) -> tuple[str, ...]:
    optional = filter(None, (files.figures, files.calendar))
    return (PLAN_FILE, files.outline, files.ladders, *files.units, files.contacts, *optional)


def _stop_at(problems: Iterable[str]) -> None:
    found = tuple(problems)
    if found:
        raise PlanError(found)
