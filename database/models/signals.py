"""Signals: what was heard of a message after it was taken over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class SignalRow(Base):
    """One thing that was heard, append-only. `event_key` says what told it, so that it is written down once."""

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    event_key: Mapped[str] = mapped_column(unique=True)
    detail: Mapped[str] = mapped_column(default="")
