"""What versions say to the outline, and what people corrected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import MatchCorrectionRow, OutlineCheckRow
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def check_of(session: Session, submission_id: int, *, as_of: datetime | None = None) -> OutlineCheck | None:
    """The latest check of this version; None where none was made."""
    return checks_of(session, [submission_id], as_of=as_of).get(submission_id)


def checks_of(
    session: Session, submission_ids: Iterable[int], *, as_of: datetime | None = None
) -> dict[int, OutlineCheck]:
    """The latest check of each of these versions, by version; without those that have none.

    With `as_of`, the latest of those made by then, and else the first: a report is read when it is registered, which
    may be after the day on which it came.
    """
    wanted = OutlineCheckRow.submission_id.in_(set(submission_ids))
    latest = select(func.max(OutlineCheckRow.id)).where(wanted).group_by(OutlineCheckRow.submission_id)
    first = select(func.min(OutlineCheckRow.id)).where(wanted).group_by(OutlineCheckRow.submission_id)
    if as_of is not None:
        latest = latest.where(OutlineCheckRow.made_at <= as_of)
    found = session.execute(
        select(OutlineCheckRow.submission_id, OutlineCheckRow.content)
        .where(OutlineCheckRow.id.in_(latest if as_of is None else latest.union(first)))
        .order_by(OutlineCheckRow.id),
    )
    return {submission_id: _check(json.loads(content)) for submission_id, content in found}


def last_check(session: Session, submission_id: int) -> int:
    """The number of the latest check of this version; 0 where none was made. It grows with every correction."""
    wanted = OutlineCheckRow.submission_id == submission_id
    return session.scalar(select(func.max(OutlineCheckRow.id)).where(wanted)) or 0


def corrections_of(session: Session, submission_id: int) -> dict[int, str | None]:
    """The section of each corrected heading, by its position; None for a heading that belongs to none."""
    return corrections_of_all(session, [submission_id]).get(submission_id, {})


def corrections_of_all(session: Session, submission_ids: Iterable[int]) -> dict[int, dict[int, str | None]]:
    """Those of each of these versions, by version; without those that have none."""
    rows = session.execute(
        select(MatchCorrectionRow.submission_id, MatchCorrectionRow.position, MatchCorrectionRow.section)
        .where(MatchCorrectionRow.submission_id.in_(set(submission_ids)))
        .order_by(MatchCorrectionRow.id),
    )
    found: dict[int, dict[int, str | None]] = {}
    for submission_id, position, section in rows:
        found.setdefault(submission_id, {})[position] = section
    return found


def _check(content: dict[str, list[dict[str, object]]]) -> OutlineCheck:
    """Checks kept before the places of further headings were known have none."""
    return OutlineCheck(
        sections=tuple(
            SectionCheck(**{**section, "state": SectionState(section["state"])})  # type: ignore[arg-type]
            for section in content["sections"]
        ),
        extra_headings=tuple(map(str, content["extra_headings"])),
        findings=tuple(ReportFinding(**finding) for finding in content["findings"]),  # type: ignore[arg-type]
        note=str(content["note"]),
        extra_positions=tuple(content.get("extra_positions", ())),  # type: ignore[arg-type]
    )
