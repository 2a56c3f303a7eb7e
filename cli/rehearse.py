"""`dondoc rehearse`: the whole campaign in virtual time, before anything is sent; and what another ladder would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli.failures import DISK
from cli.finding_units import find_among
from cli.options import AsJson, PlanFolder
from cli.printing import print_json, say
from cli.showing_rehearsals import show_calendar, show_comparison, show_figures
from config import clock
from config.plan_file import find_plan, load_ladders, plan_to_json
from config.preparing import prepare_plan
from domain.errors import RuleBroken, UsageError
from domain.plans import Plan
from domain.schedule import horizon
from domain.units import UnitTree
from domain.vietnamese_dates import day_text
from rehearsal import scenarios
from rehearsal.agenda import narrowed
from rehearsal.comparison import compare as compare_messages
from rehearsal.page import render_page
from rehearsal.rehearsing import Rehearsal
from rehearsal.rehearsing import rehearse as play
from services.campaigns import Prepared


@dataclass(frozen=True, slots=True)
class _Stage:
    """What is played, how, and the part of it to look at."""

    prepared: Prepared
    scenario: scenarios.Scenario
    through: date
    unit: str
    day: date | None

    def play(self, plan: Plan | None = None) -> Rehearsal:
        prepared = replace(self.prepared, plan=plan, frozen=plan_to_json(plan)) if plan else self.prepared
        played = play(prepared, self.scenario, through=self.through)
        return narrowed(played, unit=self.unit, day=self.day)


def rehearse(
    plan: PlanFolder,
    /,
    *,
    scenario: Annotated[
        str,
        Parameter(
            metavar="KỊCH-BẢN",
            help="Các đơn vị nộp thế nào: silent (không nộp), punctual (đúng hạn), mixed, hoặc một tệp YAML.",
        ),
    ] = "silent",
    through: Annotated[
        str, Parameter(metavar="NGÀY", help="Diễn tập đến hết ngày nào (2022-09-30); bỏ trống là hết đợt.")
    ] = "",
    day: Annotated[str, Parameter(metavar="NGÀY", help="Chỉ xem một ngày (2022-08-22).")] = "",
    unit: Annotated[
        str, Parameter(metavar="ĐƠN-VỊ", help="Chỉ xem một đơn vị: mã hoặc tên, có dấu hay không dấu.")
    ] = "",
    full: Annotated[bool, Parameter(name="--full", negative="", help="In toàn văn từng thông báo.")] = False,
    json: AsJson = False,
    html: Annotated[Path | None, Parameter(metavar="TỆP", help="Ghi thành một trang HTML để xem và in.")] = None,
    compare: Annotated[
        str,
        Parameter(metavar="THANG", help="So với thang nhắc việc khác: tên (ladders-light) hoặc đường dẫn tệp."),
    ] = "",
) -> None:
    """Diễn tập: ai sẽ nhận thông báo gì, ngày nào, vì sao; không gửi gì ra ngoài và không ghi vào cơ sở dữ liệu."""
    if compare and (day or full or html):
        raise UsageError("--compare chỉ đi cùng --scenario, --through, --unit và --json; hãy bỏ các tùy chọn khác.")
    stage = _set_up(plan, scenario=scenario, through=through, unit=unit, day=day)
    if compare:
        _compare(stage, find_ladders(find_plan(plan), compare), json=json)
        return
    played = stage.play()
    if html:
        _write(html, played, stage.prepared)
    if json:
        print_json(played)
    elif html:
        show_figures(played, stage.prepared)
        say(f"Đã ghi trang diễn tập: {html}")
    else:
        show_calendar(played, stage.prepared, full=full, with_unsent=full or bool(unit))


def _set_up(plan: str, *, scenario: str, through: str, unit: str, day: str) -> _Stage:
    prepared = prepare_plan(plan)
    last = _last_day(through, prepared.plan)
    return _Stage(
        prepared=prepared,
        scenario=find_scenario(scenario, prepared.units),
        through=last,
        unit=find_among(prepared.units, unit).code if unit else "",
        day=_day_within(day, prepared.plan, last=last) if day else None,
    )


def find_scenario(name: str, units: UnitTree) -> scenarios.Scenario:
    """A scenario by its name or from its file; its units go by code or name, as everywhere."""
    codes = [unit.code for unit in units]
    built_in = {"silent": scenarios.SILENT, "punctual": scenarios.PUNCTUAL, "mixed": scenarios.mixed(codes)}
    if name in built_in:
        return built_in[name]
    return scenarios.read_scenario(Path(name), find=lambda unit: find_among(units, unit).code)


def find_ladders(folder: Path, name: str) -> Path:
    """A ladder file of the plan folder (its name begins with "ladders"), or any file by its path."""
    known = {path.stem: path for path in folder.glob("ladders*.yaml")}
    path = known.get(name.removesuffix(".yaml"), Path(name))
    if path.is_file():
        return path
    raise RuleBroken(
        f"Không có thang nhắc việc “{name}”. Có sẵn: {', '.join(sorted(known))}; cũng có thể ghi đường dẫn một tệp YAML.",
    )


def _compare(stage: _Stage, path: Path, *, json: bool) -> None:
    plan = stage.prepared.plan
    other = replace(plan, ladders=load_ladders(path))
    missing = sorted({duty.ladder for duty in plan.duties} - set(other.ladders))
    if missing:
        raise RuleBroken(f"{path.name}: thiếu thang “{'”, “'.join(missing)}” mà kế hoạch dùng; hãy thêm vào tệp.")
    before = stage.play()
    found = compare_messages(before.messages, stage.play(other).messages)
    if json:
        print_json(found)
    else:
        show_comparison(found, before, stage.prepared, other=path.stem)


def _last_day(through: str, plan: Plan) -> date:
    if not through:
        return plan.closes
    last = _day(through, plan)
    furthest = plan.calendar.local(horizon(plan)).date()
    if not plan.opens <= last <= furthest:
        raise RuleBroken(
            f"Diễn tập được đến một ngày từ {day_text(plan.opens)} (ngày mở đợt) đến {day_text(furthest)}, "
            f"không phải {day_text(last)}.",
        )
    return last


def _day_within(text: str, plan: Plan, *, last: date) -> date:
    found = _day(text, plan)
    if not plan.opens <= found <= last:
        raise RuleBroken(
            f"Ngày {day_text(found)} nằm ngoài thời gian diễn tập, từ {day_text(plan.opens)} đến {day_text(last)}.",
        )
    return found


def _day(text: str, plan: Plan) -> date:
    return clock.start_of_work(text, plan.calendar).date()


def _write(path: Path, played: Rehearsal, prepared: Prepared) -> None:
    page = render_page(played, prepared.plan, units=prepared.units)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        why = DISK.get(error.errno or 0, "lỗi ghi tệp")
        raise RuleBroken(f"Không ghi được tệp {path} ({why}); hãy chọn nơi khác.") from error
