"""Decisions: the ledger of what was decided for each rung, and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class DecisionRow(Base):
    """Unique by (version, rung, recipient, channel): the same rung cannot be decided twice, whoever tries.

    `message_key` is the key of the message in the outbox; several decisions share one where a digest names them all.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("version_id", "rung", "recipient", "channel"),
        # Serves the auditor's question what was to be sent and has no message: there should be none.
        Index(
            "ix_decisions_without_message",
            "message_key",  # always empty here; with it SQLite prefers this index to that of all keys
            "version_id",
            sqlite_where=text("outcome = 'send' AND message_key IS NULL"),
            postgresql_where=text("outcome = 'send' AND message_key IS NULL"),
        ),
        # Serves the auditor's question what the Office was to be told.
        Index(
            "ix_decisions_office",
            "version_id",
            sqlite_where=text("audience = 'office'"),
            postgresql_where=text("audience = 'office'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("obligation_versions.id"))
    rung: Mapped[str]
    audience: Mapped[str]
    message: Mapped[str]
    recipient: Mapped[str]
    channel: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str]
    moment: Mapped[datetime]
    decided_at: Mapped[datetime]
    message_key: Mapped[str | None] = mapped_column(ForeignKey("outbox.key"), index=True)
