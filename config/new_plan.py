"""A new plan folder: from the template, with the units of an office's own list if there is one, or a copy of a plan."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from config.calendar import known_until, vietnam_calendar
from config.plan_errors import A_CODE
from config.plan_file import PLAN_FILE, find_plan, load_plan
from config.plan_schema import FurtherDaysModel
from config.plan_tables import UNIT_COLUMNS
from documents.sheet_reading import read_sheet
from domain.errors import RuleBroken
from domain.list_cells import Line
from domain.schedule import AFTER_CLOSING, LONGEST_BREAK
from domain.spelling import fold
from domain.unit_lists import NO_NAMES, Above, is_head, read_units
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from config.plan_file import LoadedPlan
    from domain.calendar import WorkingCalendar
    from domain.unit_lists import ListedUnit, Reading

TEMPLATES = Path(__file__).with_name("plan_templates")
TIERS = {2: "two_tiers", 3: "three_tiers"}
UNITS, CONTACTS, CALENDAR = "units.csv", "contacts.csv", "calendar.yaml"
FIRST_DEADLINE = timedelta(days=30)
BETWEEN_TIERS = timedelta(days=14)
CLOSES_AFTER = timedelta(days=14)
ROWS_ABOVE = 10  # a title, the name of the office: the head of the list comes no later
_NO_FURTHER_DAYS = (
    "  # Đợt kéo dài quá thời gian mà lịch đi kèm chương trình biết thì thêm dòng: calendar: calendar.yaml"
)
_FURTHER_DAYS = "  calendar: calendar.yaml  # ngày nghỉ của năm mà lịch đi kèm chương trình chưa biết"
_AN_ID = re.compile(r"^  id: .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the new plan begins with. `deadline` is that of the lowest tier; None takes a month from `today`."""

    today: date
    tiers: int = 2
    deadline: date | None = None
    units: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """`unread` are the columns of the office's list that were of no use."""

    plan: LoadedPlan
    unread: tuple[str, ...] = ()


def write_new_plan(folder: Path, wanted: Wanted) -> Written:
    """From the template. The folder is there whole, and readable as a plan, or not at all."""
    _refuse_what_is_there(folder)
    with _beside(folder) as work:
        shutil.copytree(TEMPLATES / "shared", work)
        _lay_down_tiers(work, TEMPLATES / TIERS[wanted.tiers])
        _fill_in(work, _dates(wanted), name=folder.resolve().name)
        unread = _take_units(work, wanted.units) if wanted.units else ()
        return Written(_settle(work, folder), unread)


def copy_plan(folder: Path, name: str) -> Written:
    """A copy of another plan, under the name of the new folder."""
    source = find_plan(name)
    _refuse_what_is_there(folder)
    with _beside(folder) as work:
        work.mkdir()
        for path in sorted(source.iterdir()):
            if path.suffix in {".yaml", ".csv"}:
                shutil.copyfile(path, work / path.name)
        plan = work / PLAN_FILE
        text = plan.read_text(encoding="utf-8-sig")
        plan.write_text(_AN_ID.sub(f"  id: {_id(folder.resolve().name)}", text, count=1), encoding="utf-8")
        return Written(_settle(work, folder))


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise RuleBroken(f"Đã có {folder}; không ghi đè lên gì cả. Hãy chọn tên thư mục khác.")
    if not folder.resolve().parent.is_dir():
        raise RuleBroken(f"Không có thư mục {folder.resolve().parent}; hãy tạo thư mục ấy trước.")


class _beside(TemporaryDirectory[str]):  # noqa: N801 -- read as a phrase: with _beside(folder)
    """A place to work in that can be renamed into the folder: on the same disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(dir=folder.resolve().parent, prefix=".dondoc-")

    def __enter__(self) -> Path:  # type: ignore[override]
        return Path(super().__enter__()) / "plan"


def _settle(work: Path, folder: Path) -> LoadedPlan:
    loaded = load_plan(work)
    work.replace(folder)
    return loaded


def _lay_down_tiers(work: Path, tiers: Path) -> None:
    for path in tiers.iterdir():
        if path.name == CONTACTS:
            _append(work / CONTACTS, path.read_text(encoding="utf-8"))
        else:
            shutil.copyfile(path, work / path.name)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


@dataclass(frozen=True, slots=True)
class _Dates:
    """`tiers` are the deadlines, the lowest tier first; `last` how far the calendar must reach, if farther than it does."""

    today: date
    opens: date
    tiers: tuple[date, ...]
    closes: date
    last: date | None


def _dates(wanted: Wanted) -> _Dates:
    calendar = _calendar(wanted.today)
    opens = calendar.on_or_after(wanted.today)
    first = wanted.deadline or calendar.on_or_before(opens + FIRST_DEADLINE)
    if first <= opens:
        raise RuleBroken(f"Hạn {day_text(first)} không sau ngày mở đợt {day_text(opens)}; hãy chọn ngày muộn hơn.")
    if not calendar.first <= first <= wanted.today.replace(year=wanted.today.year + 1, day=1):
        raise RuleBroken(f"Hạn {day_text(first)} quá xa; hãy chọn một ngày trong vòng một năm tới.")
    tiers = [first]
    while len(tiers) < wanted.tiers:
        tiers.append(calendar.on_or_after(tiers[-1] + BETWEEN_TIERS))
    closes = tiers[-1] + CLOSES_AFTER
    end = closes + AFTER_CLOSING + LONGEST_BREAK
    last = end.replace(month=12, day=31) if end > known_until() else None
    return _Dates(wanted.today, opens, tuple(tiers), closes, last)


def _calendar(today: date) -> WorkingCalendar:
    """Days off as the law has them, also of years for which nothing was announced yet: good enough to propose dates."""
    last = today.replace(year=today.year + 3, month=12, day=31)
    return vietnam_calendar(
        today.year, last.year, further=FurtherDaysModel(last=last, source="Bộ luật Lao động", overrides=[])
    )


def _fill_in(work: Path, dates: _Dates, *, name: str) -> None:
    tiers = ("branch", "commune", "province")[-len(dates.tiers) :]
    facts = {
        "id": _id(name),
        "day": dates.today,
        "basis": dates.today.replace(year=dates.today.year - 1, month=1, day=15),
        "opens": dates.opens,
        "closes": dates.closes,
        "calendar": _FURTHER_DAYS if dates.last else _NO_FURTHER_DAYS,
        **dict(zip(tiers, dates.tiers, strict=True)),
    }
    _render(work / PLAN_FILE, facts)
    if dates.last:
        _render(work / CALENDAR, {"last": dates.last, "known": day_text(known_until())})
    else:
        (work / CALENDAR).unlink()


def _render(path: Path, facts: Mapping[str, object]) -> None:
    path.write_text(Template(path.read_text(encoding="utf-8")).substitute(facts), encoding="utf-8")


def _id(name: str) -> str:
    """The name of the folder as the id of the plan: "Kế hoạch 20" is ke-hoach-20."""
    found = re.sub(r"[^a-z0-9.]+", "-", fold(name)).strip("-.")
    return found if re.match(A_CODE, found) else "ke-hoach-moi"


def _take_units(work: Path, path: Path) -> tuple[str, ...]:
    """The office's units in place of the example's, and the people that its list names."""
    plan = load_plan(work)
    bodies = {unit.code: unit.name for unit in plan.units if unit.tier == plan.plan.tiers[-1].id}
    above = Above(plan.plan.tiers, bodies, plan.plan.bodies.addressee)
    found = _read_list(path, above)
    _write_rows(work / UNITS, UNIT_COLUMNS, (_unit_row(unit) for unit in found.units))
    shutil.copyfile(TEMPLATES / "shared" / CONTACTS, work / CONTACTS)
    people = [_contact_row(unit) for unit in found.units if unit.email]
    _append(work / CONTACTS, _csv(people))
    return found.unread


def _read_list(path: Path, above: Above) -> Reading:
    rows = [Line(number, cells) for number, cells in read_sheet(_content(path), name=path.name)]
    place = next((place for place, row in enumerate(rows[:ROWS_ABOVE]) if is_head(row.cells)), None)
    if place is None:
        raise RuleBroken(f"{path.name}: {NO_NAMES}")
    found = read_units(rows[place], rows[place + 1 :], above)
    if found.problems:
        faults = [f"{path.name}, dòng {one.line}, cột {one.column}: {one.text}" for one in found.problems]
        raise RuleBroken("\n".join([*faults, f"Chưa ghi gì; danh sách có {len(faults)} lỗi."]))
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RuleBroken(f"Không có tệp {path}; hãy kiểm tra lại tên và thư mục.") from None
    except OSError as error:
        raise RuleBroken(f"Không đọc được tệp {path}: {error.strerror}.") from None


def _unit_row(unit: ListedUnit) -> tuple[str, ...]:
    about = (unit.kind, unit.symbol, unit.administrative_code, "derived", unit.note)
    return (unit.code, unit.name, unit.tier, unit.superior, *about)


def _contact_row(unit: ListedUnit) -> tuple[str, ...]:
    return (unit.code, unit.code, unit.person or f"Đầu mối {unit.name}", "focal", "email", unit.email, unit.phone)


def _write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.write_text(_csv([columns, *rows]), encoding="utf-8")


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
