"""What was changed in the list of contacts after the campaign had opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ContactChangeRow(Base):
    """One change, append-only. `before` and `after` are JSON objects, empty for what was not there."""

    __tablename__ = "contact_changes"
    __table_args__ = (Index("ix_contact_changes_unit", "campaign_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    at: Mapped[datetime]
    who: Mapped[str]
    unit: Mapped[str]
    contact: Mapped[str]
    channel: Mapped[str]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
