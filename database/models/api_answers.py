"""What calls of the API that create something were answered, so that a call that is repeated is not done twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ApiAnswerRow(Base):
    """One answer. `key` is the caller's Idempotency-Key, `request` the digest of what was asked."""

    __tablename__ = "api_answers"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    request: Mapped[str]
    at: Mapped[datetime]
    body: Mapped[str]
