"""Taps (bấm nút): a person says that a message arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.answers import is_written
from domain.answers import Answer, AnswerKind
from services.answers import respondent_to, take_answer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow


def tap(session: Session, message: OutboxRow, *, now: datetime) -> bool:
    """Write it down. Returns whether it is news: a second tap changes nothing."""
    answer = Answer(AnswerKind.ACKNOWLEDGED)
    return take_answer(session, respondent_to(message), answer, text="", at=now, event_key=_key(message)) is not None


def is_tapped(session: Session, message: OutboxRow) -> bool:
    return is_written(session, _key(message))


def _key(message: OutboxRow) -> str:
    return f"tap:{message.id}"
