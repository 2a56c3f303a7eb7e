"""Alarms: that the clockwork stood still, told once over another channel, and told again when it goes; and findings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class AlarmRow(Base):
    """One trouble from its first sight to its end. `told_at` is when the alarm last got out; empty while it could not."""

    __tablename__ = "alarms"
    __table_args__ = (
        # One open alarm of a kind, also when two watches look at once
        Index(
            "ix_alarms_open",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    raised_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
