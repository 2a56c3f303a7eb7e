"""What a version says to each section of the outline, and how people corrected the program. Both append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class OutlineCheckRow(Base):
    """A domain.outline_check.OutlineCheck as JSON; the latest of a submission counts."""

    __tablename__ = "outline_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    made_at: Mapped[datetime]
    content: Mapped[str]


class MatchCorrectionRow(Base):
    """A person says to which section the heading at `position` belongs; None for none. The latest word counts."""

    __tablename__ = "match_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    position: Mapped[int]
    section: Mapped[str | None]
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]
