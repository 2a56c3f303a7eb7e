"""Links of units that were taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class UnitLinkRevocationRow(Base):
    """All links of a unit that were given before are void. Append-only: how many there are is the series of its links."""

    __tablename__ = "unit_link_revocations"
    __table_args__ = (Index("ix_unit_link_revocations_unit", "campaign_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
