"""Attempts to sign in, which a lock-out counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class SignInAttemptRow(Base):
    """One attempt, append-only. `name` is what was typed, folded; `stage` is "password" or "code"."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        # Serve the questions how often a name, and an address, failed of late
        Index("ix_sign_in_attempts_name", "name", "at"),
        Index("ix_sign_in_attempts_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str]
    address: Mapped[str]
    stage: Mapped[str]
    has_succeeded: Mapped[bool]
