"""Contacts that units propose by themselves, for staff to take over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ContactProposalRow(Base):
    """One proposal. `settlement` is "accepted" or "declined" once staff dealt with it."""

    __tablename__ = "contact_proposals"
    __table_args__ = (
        # Serves the list of what waits for staff
        Index("ix_contact_proposals_open", "campaign_id", "at", sqlite_where=text("settled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    at: Mapped[datetime]
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(default="")
