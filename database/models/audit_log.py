"""The audit log (nhật ký): who did what, each entry chained to the one before by its hash. Append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class AuditEntryRow(Base):
    """One deed. `action` is a domain.audit_log.Action, `about` names its object ("unit:HU01"), `detail` is a JSON object.

    `hash` covers everything in the row and `previous_hash`, so no entry can be changed, taken out or put in between
    without the chain breaking there.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_about", "campaign_id", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    role: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    action: Mapped[str]
    about: Mapped[str]
    detail: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditHeadRow(Base):
    """The end of the chain, one row: held while an entry is added, and it shows when the last entries were cut off."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int]
    hash: Mapped[str]
