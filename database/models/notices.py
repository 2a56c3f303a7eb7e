"""Notices: what staff write to some units at once, in their own words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class NoticeRow(Base):
    """One notice. `units` is a JSON list of the codes it went to; `key` is drawn with its form, so it is sent once."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    units: Mapped[str]
