"""Consolidation runs (lượt tổng hợp): a row that a person writes and a flow claims."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ConsolidationRow(Base):
    """`inputs` is JSON: the exact versions that were merged, each with its SHA-256, and what could not be read."""

    __tablename__ = "consolidation_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    requested_at: Mapped[datetime]
    state: Mapped[str]
    finished_at: Mapped[datetime | None]
    inputs: Mapped[str] = mapped_column(default="[]")
    path: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
