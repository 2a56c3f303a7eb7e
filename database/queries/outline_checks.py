"""What versions say to the outline, and what people corrected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import MatchCorrectionRow, OutlineCheckRow
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def check_of(session: Session, submission_id: int) -> OutlineCheck | None:
    """The latest check of this version; None where none was made."""
    content = session.scalar(
        select(OutlineCheckRow.content)
        .where(OutlineCheckRow.submission_id == submission_id)
        .order_by(OutlineCheckRow.id.desc())
        .limit(1),
    )
    return None if content is None else _check(json.loads(content))


def corrections_of(session: Session, submission_id: int) -> dict[int, str | None]:
    """The section of each corrected heading, by its position; None for a heading that belongs to none."""
    found = session.execute(
        select(MatchCorrectionRow.position, MatchCorrectionRow.section)
        .where(MatchCorrectionRow.submission_id == submission_id)
        .order_by(MatchCorrectionRow.id),
    )
    return {position: section for position, section in found}  # noqa: C416 -- dict() of rows does not type


def _check(content: dict[str, list[dict[str, object]]]) -> OutlineCheck:
    return OutlineCheck(
        sections=tuple(
            SectionCheck(**{**section, "state": SectionState(section["state"])})  # type: ignore[arg-type]
            for section in content["sections"]
        ),
        extra_headings=tuple(map(str, content["extra_headings"])),
        findings=tuple(ReportFinding(**finding) for finding in content["findings"]),  # type: ignore[arg-type]
        note=str(content["note"]),
    )
