"""What is done to one duty of one unit: found, done and recorded in one transaction, then shown as it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.audit_log import Action
from domain.lifecycle import Stage
from domain.obligations import State
from services.case_files import CaseFile, case_file
from web.api.finding import owed
from web.api.repeats import once
from web.api.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Response
    from pydantic import BaseModel
    from sqlalchemy.orm import Session

    from web.desks import Desk


class Standing(Shape):
    """How the duty stands after it. `receipt` is that of the version that counts, null where there is none."""

    unit: str
    duty: str
    stage: Stage
    state: State
    is_overdue: bool
    days_late: int
    deadline: date
    promised: date | None
    receipt: str | None


def act(
    desk: Desk,
    deed: Callable[[Session, int], object],
    *,
    unit: str,
    duty: str,
    key: str,
    what: str,
    asked: BaseModel,
) -> Standing | Response:
    """`deed` is given the session and the id of the obligation; `what` names it in the audit log."""

    def done(session: Session) -> Standing:
        one = owed(session, desk, unit, duty=duty, as_of=desk.now)
        deed(session, one.id)
        desk.record(session, Action.API_CALLED, about=f"unit:{unit}", what=what, duty=one.duty.id)
        return _standing(case_file(session, desk.campaign, one.id, as_of=desk.now))

    return once(desk, key, asked.model_dump(mode="json"), done)


def _standing(found: CaseFile) -> Standing:
    return Standing(
        unit=found.unit,
        duty=found.duty,
        stage=found.stage,
        state=found.state,
        is_overdue=found.is_overdue,
        days_late=found.days_late,
        deadline=found.deadline,
        promised=found.promised,
        receipt=found.counting.receipt if found.counting else None,
    )
