"""Answers: what people wrote back or tapped, for staff to see; none of it stops a clock by itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class AnswerRow(Base):
    """One answer. `day` is the day that a promise names; `text` the words as they were written, empty for a tap.

    `settled_at` is when staff dealt with it, `settlement` what they did. `event_key` says where it came from.
    """

    __tablename__ = "answers"
    __table_args__ = (
        # Serves the list of what waits for staff
        Index("ix_answers_open", "campaign_id", "at", sqlite_where=text("settled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    contact: Mapped[str]
    channel: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str]
    event_key: Mapped[str] = mapped_column(unique=True)
    day: Mapped[date | None]
    text: Mapped[str] = mapped_column(default="")
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(default="")
