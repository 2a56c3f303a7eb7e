"""`dondoc runs`: consolidation runs, looked at, approved, cancelled and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.consolidate import OutFolder
from cli.moments import looked_at
from cli.options import Actor, AsJson, AsOf, PlanName
from cli.printing import print_json, say
from cli.showing_runs import print_next, print_run, print_runs, run_as_json, run_in_short
from cli.working_on_runs import RunAtWork, tell_replaced
from config import clock, consolidating
from config.wiring import workplace
from database.queries.consolidations import runs_of
from domain.consolidation import RunState
from domain.errors import RuleBroken
from domain.spelling import nfc
from services import consolidation_runs

if TYPE_CHECKING:
    from domain.consolidation_runs import Run

Number = Annotated[int, Parameter(name="SỐ", help="Số của lượt, như trong dondoc runs list.")]


def list_runs(*, plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.read() as session:
        found = runs_of(session, campaign)
    if json:
        print_json({"runs": [run_in_short(run) for run in found]})
    else:
        print_runs(found, now=clock.now())


def show(number: Number, /, *, out: OutFolder = None, plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    run = consolidating.find(place, campaign, number)
    if out is not None:
        if run.state is not RunState.DONE:
            raise RuleBroken(f"Lượt {number} chưa hoàn thành nên chưa có tệp nào để ghi vào {out}.")
        tell_replaced(place, out, json=json)
        consolidating.lay(place, run.id, run.outputs, folder=out)
        run = consolidating.find(place, campaign, number)
    if json:
        print_json(run_as_json(run))
    else:
        print_run(run, now=clock.now())


def approve(
    number: Number,
    /,
    *,
    reason: Annotated[
        str, Parameter(name="--reason", metavar="LÝ-DO", help="Vì sao tổng hợp khi còn thiếu; ghi vào hồ sơ của lượt.")
    ] = "",
    by: Actor = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.begin() as session:
        consolidation_runs.approve(
            session, campaign, number, by=actor(by, place), reason=nfc(reason), now=looked_at(as_of, campaign)
        )
    _tell(consolidating.find(place, campaign, number), f"Đã phê duyệt lượt {number}.", json=json)


def cancel(number: Number, /, *, by: Actor = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.begin() as session:
        state = consolidation_runs.cancel(session, campaign, number, by=actor(by, place), now=clock.now())
    asked = f"Đã yêu cầu dừng lượt {number}; máy đang chạy sẽ dừng trong giây lát."
    done = f"Đã hủy lượt {number}."
    _tell(consolidating.find(place, campaign, number), asked if state is RunState.RUNNING else done, json=json)


def resume(number: Number, /, *, out: OutFolder = None, plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    tell_replaced(place, out, json=json)
    with place.begin() as session:
        state = consolidation_runs.resume(session, campaign, number, now=clock.now())
    if state is RunState.WAITING:
        _tell(consolidating.find(place, campaign, number), f"Lượt {number} trở lại chờ phê duyệt.", json=json)
        return
    RunAtWork(place, campaign, number, out=out, json=json).work()


def _tell(run: Run, done: str, *, json: bool) -> None:
    if json:
        print_json(run_as_json(run))
        return
    say(done)
    if run.state is not RunState.RUNNING:
        print_next(run)
