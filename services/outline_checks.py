"""Outline checks: kept with the version, and made anew when a person corrects a match."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from database.models import OutlineCheckRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.outline_check import OutlineCheck


def keep_check(session: Session, submission_id: int, check: OutlineCheck, *, now: datetime) -> None:
    content = json.dumps(asdict(check), ensure_ascii=False)
    session.add(OutlineCheckRow(submission_id=submission_id, made_at=now, content=content))
    session.flush()
