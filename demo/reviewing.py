"""How the board's staff read what came in: what is complete is accepted, what has gaps goes back with each section named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.outline_checks import check_of
from database.queries.submissions import last_submission
from domain.outline_check import SectionState
from rehearsal.board import REASON, Verdict, goes_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from domain.outline_check import OutlineCheck
    from rehearsal.scenarios import Behaviour
    from services.standings import Obligation

REASONS = {
    SectionState.MISSING: "Báo cáo chưa có mục này; đề nghị bổ sung theo đề cương.",
    SectionState.EMPTY: "Mới có đề mục, chưa có nội dung; nếu không có thì ghi “Không.”.",
}
READ_ON_PAPER = "Đã đọc bản giấy."
READ_BY_A_PERSON = "Đã đọc trực tiếp trên tệp."


def review(session: Session, one: Obligation, behaviour: Behaviour) -> Verdict | None:
    """What staff say of the version that stands; of the province's own report they say nothing."""
    submission = last_submission(session, one.id)
    if submission is None or one.tier == "province":
        return None
    check = check_of(session, submission.id)
    if submission.number == 1 and goes_back(behaviour):
        return Verdict(is_accepted=False, reason=REASON)
    if check is None:
        return Verdict(is_accepted=True, reason=READ_ON_PAPER)
    if check.note:  # not read, or from a picture: what the program misses there may well be in the report
        return Verdict(is_accepted=True, reason=READ_BY_A_PERSON)
    gaps = _gaps(check)
    return Verdict(is_accepted=not gaps, sections=gaps)


def _gaps(check: OutlineCheck) -> Mapping[str, str]:
    return {section.number: REASONS[section.state] for section in check.sections if section.state in REASONS}
