"""Changing the plan: a form, then the messages that it changes (worked out in the background), then the change itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from config.frozen_plan import plan_to_json
from config.plan_change_json import change_from_json, change_to_json
from database.queries.rehearsals import change_stamp, rehearsal_of
from database.queries.units import units_of
from domain.audit_log import Action
from domain.errors import RuleBroken, UsageError
from domain.plan_changes import DateChange, PlanChangeKind, Word, changed_plan, check_word, deadline_text, summary
from domain.rehearsals import RehearsalKind, RehearsalState
from domain.units import UnitTree
from notifications.messages import MESSAGE_NAMES
from rehearsal.asked_scenarios import NAMED
from services.plan_changes import change_plan, concerned
from services.plan_views import ladders_in_words
from services.rehearsals import request
from web.ids import Id
from web.pages.plan_forms import SIDES, TO_THE_UNIT, UNITS, Typed, change_of, rows_of, rows_typed, word_of
from web.permits import Planning
from web.rehearsed import Shown, answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.plan_changes import PlanChange
    from domain.rehearsals import AskedRehearsal
    from services.plan_views import LadderView
    from web.desks import Desk

router = APIRouter(prefix="/plan/change")
NO_PREVIEW = "Không có lần xem trước số {} trong đợt này. Hãy mở lại trang Kế hoạch và làm lại từ đầu."
NOT_YET = "Chưa tính xong các thông báo thay đổi; hãy chờ rồi bấm lại."


@router.get("/{kind}")
def form(desk: Planning, kind: PlanChangeKind, duty: str = "", ladder: str = "") -> HTMLResponse:
    plan = desk.campaign.plan
    chosen = ladder if ladder in plan.ladders else plan.duties[0].ladder
    return _form(desk, kind, {"duty": duty, "ladder": chosen}, error="", status=200)


@router.post("/{kind}")
def preview(desk: Planning, kind: PlanChangeKind, typed: Typed) -> Response:
    """Writes down what is to be worked out, and nothing else."""
    try:
        change = change_of(kind, typed, desk.campaign)
        changed_plan(desk.campaign, change, now=desk.now)
        if typed.get("then") == "rehearse":
            return _rehearse(desk, change)
        word = word_of(typed, by=desk.by)
        check_word(change, word)
        number = _ask(desk, change, word)
    except (RuleBroken, UsageError) as refused:
        return _form(desk, kind, typed, error=str(refused), status=409)
    return desk.back(f"/plan/change/preview/{number}")


def _ask(desk: Desk, change: PlanChange, word: Word) -> int:
    question = {"change": change_to_json(change), "word": asdict(word)}
    with desk.begin() as session:
        if isinstance(change, DateChange):
            concerned(session, desk.campaign, change)  # refuses units that have no such duty
        stamp = change_stamp(session, desk.campaign.id)
        return request(
            session, desk.campaign, RehearsalKind.CHANGE, question=question, stamp=stamp, now=desk.now, by=desk.by
        )


def _rehearse(desk: Desk, change: PlanChange) -> Response:
    """The whole campaign anew with the change from its opening, by the behaviour that shows most."""
    question = {"change": change_to_json(change), "begins": "opening", "scenario": NAMED[-1]}
    with desk.begin() as session:
        stamp = change_stamp(session, desk.campaign.id)
        number = request(
            session, desk.campaign, RehearsalKind.WHAT_IF, question=question, stamp=stamp, now=desk.now, by=desk.by
        )
        desk.record(session, Action.REHEARSAL_REQUESTED, about=f"rehearsal:{number}")
    return desk.back(f"/rehearsal/{number}")


@router.get("/preview/{rehearsal_id:int}")
def show(desk: Planning, rehearsal_id: Id, unit: str = "") -> HTMLResponse:
    return _preview_page(desk, _find(desk, rehearsal_id), unit=unit, error="", status=200)


@router.post("/preview/{rehearsal_id:int}")
def apply(desk: Planning, rehearsal_id: Id) -> Response:
    """Makes exactly the change that was shown; where the campaign has moved on meanwhile, it is worked out anew."""
    found = _find(desk, rehearsal_id)
    if found.state is not RehearsalState.FINISHED:
        return _preview_page(desk, found, unit="", error=NOT_YET, status=409)
    change, word = _asked(found, by=desk.by)
    try:
        with desk.begin() as session:
            changed = change_plan(
                session, desk.campaign, change, word=word, freeze=plan_to_json, now=desk.now, stamp=found.stamp
            )
            said = summary(desk.campaign.plan, change)
            desk.record(session, Action.PLAN_CHANGED, about=f"plan-change:{changed.change}", summary=said)
    except RuleBroken as refused:
        return _again(desk, change, word, refused)
    return desk.back("/plan#changes", f"Đã thay đổi. {said}.")


def _again(desk: Desk, change: PlanChange, word: Word, refused: RuleBroken) -> Response:
    """The same question, of the campaign as it is by now."""
    try:
        changed_plan(desk.campaign, change, now=desk.now)
        number = _ask(desk, change, word)
    except RuleBroken as final:
        return desk.back("/plan", f"Chưa thay đổi gì: {final}")
    return desk.back(f"/plan/change/preview/{number}", f"Chưa thay đổi gì: {refused}")


def _asked(found: AskedRehearsal, *, by: str) -> tuple[PlanChange, Word]:
    kept = found.question["word"]
    word = Word(by, kept["reason"], kept["approver"], kept["document_number"])
    return change_from_json(found.question["change"]), word


def _find(desk: Desk, rehearsal_id: int) -> AskedRehearsal:
    with desk.read() as session:
        found = rehearsal_of(session, desk.campaign.id, rehearsal_id)
    if found is None or found.kind is not RehearsalKind.CHANGE:
        raise HTTPException(404, detail=NO_PREVIEW.format(rehearsal_id))
    return found


def _preview_page(desk: Desk, found: AskedRehearsal, *, unit: str, error: str, status: int) -> HTMLResponse:
    change, word = _asked(found, by=found.requested_by)
    with desk.read() as session:
        names = {unit.code: unit.name for unit in units_of(session, desk.campaign.id)}
        moved = concerned(session, desk.campaign, change) if isinstance(change, DateChange) else None
        is_stale = change_stamp(session, desk.campaign.id) != found.stamp
    answer = answer_of(desk, found)
    return desk.page(
        "plan/preview.html",
        status=status,
        asked=found,
        word=word,
        said=summary(desk.campaign.plan, change, ladder_name=_ladder_name(desk, change)),
        shown=Shown(answer, names, unit) if answer else None,
        names=names,
        moved=moved,
        is_stale=is_stale,
        error=error,
        unit=unit,
        message_names=MESSAGE_NAMES,
        state=RehearsalState,
    )


def _ladder_name(desk: Desk, change: PlanChange) -> str:
    ladder = getattr(change, "ladder", "")
    return next((one.name for one in _ladders(desk) if one.ladder.id == ladder), ladder)


def _ladders(desk: Desk) -> tuple[LadderView, ...]:
    with desk.read() as session:
        units = UnitTree(units_of(session, desk.campaign.id))
    return ladders_in_words(desk.campaign.plan, units)


def _form(desk: Desk, kind: PlanChangeKind, typed: Mapping[str, str], *, error: str, status: int) -> HTMLResponse:
    plan = desk.campaign.plan
    ladder = plan.ladders.get(typed.get("ladder", ""))
    return desk.page(
        f"plan/change_{kind.value}.html",
        status=status,
        typed=typed,
        error=error,
        plan=plan,
        ladders=_ladders(desk),
        ladder=ladder,
        rows=rows_typed(typed) or (rows_of(ladder) if ladder else []),
        sides=SIDES,
        distances=UNITS,
        to_the_unit={name: MESSAGE_NAMES[name] for name in TO_THE_UNIT},
        deadline_text=deadline_text,
        today=desk.campaign.local_day(desk.now),
    )
