"""What commands that act on one duty of one unit have in common: find it, do it, say how it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.moments import worked_at
from cli.printing import day_text, print_json, say
from config.wiring import workplace
from domain.lifecycle import Stage
from domain.obligations import State
from services.case_files import case_file
from services.wording import STAGES, STATES, standing_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from cli.options import Circumstances
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.case_files import CaseFile
    from services.standings import Obligation

TOLD = "Thư báo cho đơn vị đang chờ trong hộp thư đi; gửi ngay bằng lệnh: dondoc deliver"


@dataclass(frozen=True, slots=True)
class Deed:
    """All that a service needs to know of what is to be done."""

    session: Session
    campaign: Campaign
    unit: Unit
    obligation: Obligation
    by: str
    now: datetime


def act(
    unit: str,
    deed: Callable[[Deed], object],
    how: Circumstances,
    *,
    done: str,
    is_told: bool = False,
) -> None:
    """Do it in one transaction, then print how the duty stands; `done` says what was done.

    `is_told` where a letter tells the unit: it lies in the outbox by then, which is not to say that it was sent.
    """
    place = workplace()
    campaign = place.campaign(how.plan)
    now = worked_at(how.as_of, campaign)
    with place.begin() as session:
        found, obligation = find_obligation(session, campaign, unit, duty=how.duty, as_of=now)
        deed(Deed(session, campaign, found, obligation, actor(how.by, place), now))
        after = case_file(session, campaign, obligation.id, as_of=now)
    if how.json:
        print_json(_as_json(after))
    else:
        say(f"{done}: {after.name}.")
        say(standing_line(after), hang=2)
        if is_told:
            say(TOLD, hang=2)


def standing_line(found: CaseFile) -> str:
    """Báo cáo sơ kết …: đã nộp, chờ xem xét, chậm 2 ngày; hạn 20/8/2022. Who is exempt has no day to keep."""
    if found.stage is Stage.EXEMPT:
        return f"{found.duty_name}: {STAGES[found.stage]}."
    says_all = found.stage is Stage.RETURNED and not found.is_overdue
    standing = standing_text(found.state, is_overdue=found.is_overdue, days_late=found.days_late)
    parts = (
        [STAGES[found.stage]]
        if says_all
        else [STAGES[found.stage], standing.removeprefix(f"{STATES[State.RETURNED]}, ")]
    )
    promised = f"; hẹn nộp {day_text(found.promised)}" if found.promised else ""
    return f"{found.duty_name}: {', '.join(parts)}; hạn {day_text(found.deadline)}{promised}."


def _as_json(found: CaseFile) -> dict[str, object]:
    """The documented shape of what these commands leave behind."""
    return {
        "unit": found.unit,
        "duty": found.duty,
        "stage": found.stage,
        "state": found.state,
        "is_overdue": found.is_overdue,
        "days_late": found.days_late,
        "deadline": found.deadline,
        "promised": found.promised,
        "receipt": found.counting.receipt if found.counting else None,
    }
