"""Restorations: that this database came out of a backup, and what it therefore cannot know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class RestorationRow(Base):
    """One restoration. What was done between `taken_at`, the backup's moment, and `restored_at` is not in this database.

    `stopped_at` is when the lost service went out; where nobody knows, it may have sent until `restored_at`. `receipts` is
    JSON: by campaign the first and the last number of the receipts that it may have given out meanwhile.
    """

    __tablename__ = "restorations"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]
    stopped_at: Mapped[datetime]
    restored_at: Mapped[datetime]
    by: Mapped[str]
    receipts: Mapped[str] = mapped_column(default="{}")
    note: Mapped[str] = mapped_column(default="")
