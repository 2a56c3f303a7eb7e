"""Rehearsals that pages ask for: a row that a person writes and a worker claims."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class RehearsalRow(Base):
    """One rehearsal. `kind` is a domain.rehearsals.RehearsalKind, `question` what is asked, as JSON.

    `stamp` names the state of the campaign that it was asked of, so that an answer that is still right is found again.
    The answer lies in the store under `answer_sha256`. `attempt` counts the claims: a worker that was overtaken finds
    another number there.
    """

    __tablename__ = "rehearsals"
    __table_args__ = (
        # Serves the worker
        Index("ix_rehearsals_open", "id", sqlite_where=text("state IN ('requested', 'working')")),
        Index("ix_rehearsals_stamp", "campaign_id", "kind", "stamp"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[str]
    question: Mapped[str]
    stamp: Mapped[str]
    as_of: Mapped[datetime]
    requested_at: Mapped[datetime]
    requested_by: Mapped[str]
    state: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=0)
    progressed_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    answer_sha256: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
