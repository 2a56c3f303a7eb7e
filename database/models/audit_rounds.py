"""Rounds of the auditor: what it found each morning."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class AuditRoundRow(Base):
    """One round over one campaign. Append-only.

    `seconds` is how long it took; `flaws` the findings as JSON: a list of objects with the fields of domain.flaws.Flaw.
    """

    __tablename__ = "audit_rounds"
    __table_args__ = (Index("ix_audit_rounds_at", "campaign_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    at: Mapped[datetime]
    seconds: Mapped[float]
    flaws: Mapped[str]
