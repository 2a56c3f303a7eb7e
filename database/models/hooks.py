"""Hooks: what other servers told us by themselves, kept as it came before anybody looks at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class HookRow(Base):
    """One call of a webhook, verified and raw. `headers` is a JSON object; `note` what came of it, in Vietnamese."""

    __tablename__ = "hooks"
    __table_args__ = (
        # Serves the question what is still to be worked off
        Index("ix_hooks_open", "id", sqlite_where=text("processed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    event_key: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    headers: Mapped[str]
    body: Mapped[bytes]
    variant: Mapped[str] = mapped_column(default="")
    processed_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class HookVariantRow(Base):
    """Which of the ways to sign a webhook the other side really uses, found out by its first genuine call and kept to."""

    __tablename__ = "hook_variants"

    source: Mapped[str] = mapped_column(primary_key=True)
    variant: Mapped[str]
    found_at: Mapped[datetime]
