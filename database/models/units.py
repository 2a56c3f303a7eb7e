"""Units and contacts, as they were when the campaign opened."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class UnitRow(Base):
    """`folded` is the search key of the name (domain.spelling.fold): SQL itself cannot fold đ."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    code: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    tier: Mapped[str]
    superior: Mapped[str | None]
    kind: Mapped[str]
    symbol: Mapped[str]
    administrative_code: Mapped[str]
    confirmation: Mapped[str]
    note: Mapped[str]


class ContactRow(Base):
    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("campaign_id", "code", "channel"),
        # Serves the recipients of the units that are due, and tells of all units who has no address at all
        Index("ix_contacts_unit", "campaign_id", "unit", "address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    channel: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
