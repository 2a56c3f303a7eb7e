"""Outline checks: kept with the version, and made anew when a person corrects a match."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from database.models import MatchCorrectionRow, OutlineCheckRow
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.outline_check import OutlineCheck


def keep_check(session: Session, submission_id: int, check: OutlineCheck, *, now: datetime) -> None:
    content = json.dumps(asdict(check), ensure_ascii=False)
    session.add(OutlineCheckRow(submission_id=submission_id, made_at=now, content=content))
    session.flush()


def correct_match(
    session: Session,
    submission_id: int,
    *,
    position: int,
    section: str | None,
    check: OutlineCheck,
    by: str,
    reason: str,
    now: datetime,
) -> None:
    """Keep a person's word on where a heading belongs, and the check made with it.

    Refuses a position at which the file has no heading: `check` shows whether the word took.
    """
    if not check.sections:
        raise RuleBroken("Máy không đọc được tệp này nên không có đề mục nào để sửa; cần người đọc tệp.")
    if not check.has_heading(position, of=section):
        raise RuleBroken(
            f"Ở đoạn {position} của tệp không có đề mục nào để {'bỏ ra' if section is None else f'xếp vào mục {section}'}. "
            "Hãy xem vị trí của các đề mục bằng lệnh: dondoc review show",
        )
    session.add(
        MatchCorrectionRow(
            submission_id=submission_id, position=position, section=section, at=now, by=by, reason=reason
        ),
    )
    keep_check(session, submission_id, check, now=now)
