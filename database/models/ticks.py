"""Ticks: the times that the clockwork ran, so that anybody can see when it last did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class TickRow(Base):
    """One run of the clockwork. `kind` is a domain.ticks.TickKind, `outcome` a TickOutcome.

    `plan` is empty for what serves every campaign. `due_at` is when it should have begun, where a schedule says so.
    """

    __tablename__ = "ticks"
    __table_args__ = (
        # Serves the question when the clockwork last ran, asked every minute
        Index("ix_ticks_kind_started_at", "kind", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    plan: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    owner: Mapped[str]
