"""The life of obligations, move by move: who did what, when and why. Append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class EventRow(Base):
    """One move (domain.lifecycle.Move), and the stages before and after it.

    `submission_id` is the version that was submitted, accepted, returned or withdrawn, each once; empty for moves that
    are about the obligation alone.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("submission_id", "move"),
        # Serves the history of an obligation
        Index("ix_events_obligation", "obligation_id", "move"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    move: Mapped[str]
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]
    document_number: Mapped[str]
