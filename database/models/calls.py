"""Calls: the ledger of the phone list, one entry for each thing that was done."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class CallRow(Base):
    """One call, or the taking on of one (`result` is then "taken", and `until` says how long). Append-only.

    `day` is the day that was promised, `contact` the code of the person whose `number` was dialled.
    """

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_unit", "campaign_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    contact: Mapped[str]
    number: Mapped[str]
    at: Mapped[datetime]
    who: Mapped[str]
    result: Mapped[str]
    until: Mapped[datetime | None]
    day: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
