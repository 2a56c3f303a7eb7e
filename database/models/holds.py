"""Holds: staff keep messages from going out for a while."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class HoldRow(Base):
    """No message goes to this `unit` (all units, where empty) while it lasts: until `until`, or until it is released.

    What was held goes out once afterwards, or is recorded as superseded. `outbox_id` narrows it to one message.
    """

    __tablename__ = "holds"
    __table_args__ = (Index("ix_holds_unit", "campaign_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]
    until: Mapped[date | None]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(default="")
