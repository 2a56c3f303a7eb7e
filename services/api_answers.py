"""Calls of the API that come twice: the same key of the same user gets the answer that it got before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from database.models import ApiAnswerRow
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

KEPT_FOR = timedelta(days=7)  # who repeats a call does it within minutes, or after a weekend
OTHER_CALL = "Idempotency-Key này đã dùng cho một yêu cầu khác; mỗi yêu cầu mới cần một khóa mới."
AT_WORK = "Yêu cầu mang Idempotency-Key này đang được xử lý; hãy gửi lại sau ít giây để nhận kết quả."


def begin_answer(session: Session, user_id: int, key: str, *, request: str, now: datetime) -> ApiAnswerRow:
    """The row for the answer: with a body if the call was answered before, without if it is to be done now.

    Refuses a key that was used for another `request`, and a call that is being done by somebody else right now.
    """
    session.execute(delete(ApiAnswerRow).where(ApiAnswerRow.at < now - KEPT_FOR))
    found = session.scalar(select(ApiAnswerRow).where(ApiAnswerRow.user_id == user_id, ApiAnswerRow.key == key))
    if found is None:
        return _reserve(session, ApiAnswerRow(user_id=user_id, key=key, request=request, at=now, body=""))
    if found.request != request:
        raise RuleBroken(OTHER_CALL)
    return found


def _reserve(session: Session, row: ApiAnswerRow) -> ApiAnswerRow:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise RuleBroken(AT_WORK) from None
    return row
