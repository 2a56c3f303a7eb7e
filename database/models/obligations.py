"""Obligations, their versions, and the promises made about them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ObligationRow(Base):
    """One unit's duty. `unit` is the unit's code, which names it for people too."""

    __tablename__ = "obligations"
    __table_args__ = (UniqueConstraint("campaign_id", "unit", "duty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    superior: Mapped[str | None]
    duty: Mapped[str]
    tier: Mapped[str]


class VersionRow(Base):
    """One deadline of one obligation. Append-only but for `next_step_at`.

    `next_step_at` is when the ladder next asks for a decision: an index into time, not a state. It is empty for
    versions that a later one replaced, and where nothing is left to ask.
    """

    __tablename__ = "obligation_versions"
    __table_args__ = (
        UniqueConstraint("obligation_id", "number"),
        # Serves the tick, which asks only for what is due
        Index(
            "ix_obligation_versions_due",
            "tier",
            "next_step_at",
            sqlite_where=text("next_step_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"))
    tier: Mapped[str]
    number: Mapped[int]
    cause: Mapped[str]
    deadline_day: Mapped[date]
    reading: Mapped[str]
    effective_from: Mapped[datetime]
    ladder: Mapped[str]
    approver: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    next_step_at: Mapped[datetime | None]


class PromiseRow(Base):
    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    day: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
