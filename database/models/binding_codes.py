"""Codes by which a person binds an account of Zalo to a contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class BindingCodeRow(Base):
    """One code, good once and for a short time. Only its digest is kept; `address` is what it was used to bind."""

    __tablename__ = "binding_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    contact: Mapped[str]
    channel: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(default="")
