"""`dondoc why`: every decision for a unit with its reason, also the messages not sent, and the steps to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.options import AsJson, AsOf, PlanName, UnitName
from cli.printing import day_text, moment_text, print_json, print_table, say
from cli.showing_calls import print_calls
from config.wiring import workplace
from domain.errors import RuleBroken
from domain.signals import FATE_NAMES, Fate
from services.explanations import explain
from services.wording import AUDIENCES, OUTCOMES, notice_name, standing_text

if TYPE_CHECKING:
    from domain.units import Unit
    from services.explanations import Coming, Explained, Explanation

NOTHING_OWED = {True: "đơn vị đã nộp báo cáo", False: "đơn vị được miễn báo cáo"}
SHOWN_STEPS = 8


def why(unit: UnitName, /, *, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        found = find_unit(session, campaign, unit)
        explanations = explain(session, campaign, found.code, as_of=moment)
    if not explanations:
        raise RuleBroken(f"{found.name} không có nhiệm vụ báo cáo trong kế hoạch {campaign.plan.identity.number}.")
    if json:
        print_json(_as_json(found, explanations))
        return
    for explanation in explanations:
        _print(found, explanation)


def _as_json(unit: Unit, explanations: list[Explanation]) -> dict[str, object]:
    """The documented shape: `decisions` and `next`, over all duties of the unit."""
    return {
        "unit": unit.code,
        "name": unit.name,
        "state": explanations[0].obligation.standing.state.value,
        "decisions": [one for explanation in explanations for one in explanation.decisions],
        "next": [one for explanation in explanations for one in explanation.next],
        "calls": explanations[0].calls,
    }


def _print(unit: Unit, explanation: Explanation) -> None:
    duty, deadline = explanation.obligation.duty, explanation.obligation.standing.deadline
    say(f"{unit.name} ({unit.code}): {duty.name}")
    say(f"Hạn {day_text(deadline.last_day)} ({duty.clause}); {_standing(explanation)}\n")
    if explanation.decisions:
        print_table(
            "Đã quyết định",
            ("Lúc", "Thông báo", "Gửi", "Kết quả", "Lý do"),
            [_decision_row(one) for one in explanation.decisions],
        )
    if explanation.calls:
        print_calls(explanation.calls)
    if explanation.next:
        print_table(
            "Các bước tiếp theo nếu chưa nộp",
            ("Lúc", "Thông báo", "Gửi"),
            [_step_row(one) for one in explanation.next[:SHOWN_STEPS]],
        )
    _say_rest(explanation)


def _standing(explanation: Explanation) -> str:
    standing, promise = explanation.obligation.standing, explanation.obligation.promise
    text = standing_text(standing.state, is_overdue=standing.is_overdue, days_late=standing.days_late)
    return f"{text}; hẹn nộp {day_text(promise.day)}" if promise else text


def _decision_row(one: Explained) -> tuple[str, ...]:
    return (*_step_row(one), _outcome(one), one.reason)


def _outcome(one: Explained) -> str:
    """With the day where it went out on a later one than it was decided."""
    text = FATE_NAMES[Fate(one.fate)] if one.fate else OUTCOMES.get(one.outcome, one.outcome)
    later = one.sent_at is not None and one.sent_at.date() != one.at.date()
    return f"{text} {day_text(one.sent_at)}" if later else text


def _step_row(one: Explained | Coming) -> tuple[str, ...]:
    return moment_text(one.at), notice_name(one.message, one.rung), AUDIENCES.get(one.audience, one.audience)


def _say_rest(explanation: Explanation) -> None:
    left = len(explanation.next) - SHOWN_STEPS
    if left > 0:
        say(f"… và {left} bước nữa.")
    if not explanation.next:
        state = explanation.obligation.standing.state
        say("Không còn bước nào." if state.is_owed else f"Không còn bước nào: {NOTHING_OWED[state.is_received]}.")
