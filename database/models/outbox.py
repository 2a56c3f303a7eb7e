"""The outbox and the log of attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class OutboxRow(Base):
    """One message to one person over one channel. `payload` is exactly what went, or goes again, over the wire.

    `key` says what the message is for and is the same on every run, so a second one cannot be made. `thread` is what
    the message is about: a newer message of the same thread to the same person makes an older one pointless. `intake_id`
    is the mail that the message answers, where it answers one by itself; `replaces_id` the message whose place it took
    when another channel did not reach the person. `begun_at` is when a claimed message began to be handed over: of one that
    had not begun when its run broke off, nobody need doubt whether it went. `replaces_id` is the message of another channel
    whose place it takes. `notice_id` is what staff wrote in their own words, where the message brings that.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # Serves the delivery run, which asks only for what may go out or got stuck
        Index(
            "ix_outbox_open",
            "next_at",
            sqlite_where=text("state IN ('queued', 'held', 'sending')"),
            postgresql_where=text("state IN ('queued', 'held', 'sending')"),
        ),
        # Serves the question which addresses were refused for good.
        Index(
            "ix_outbox_refused",
            "campaign_id",
            "address",
            sqlite_where=text("state = 'failed'"),
            postgresql_where=text("state = 'failed'"),
        ),
        # Serves the question what staff must find out about.
        Index(
            "ix_outbox_unknown",
            "campaign_id",
            "settled_at",
            sqlite_where=text("state = 'unknown'"),
            postgresql_where=text("state = 'unknown'"),
        ),
        # Serves the auditor's question what may have gone without our knowing.
        Index(
            "ix_outbox_doubtful",
            "campaign_id",
            sqlite_where=text("doubtful = 1"),
            postgresql_where=text("doubtful"),
        ),
        # Serves the question whether a unit was ever reached, and when last.
        Index("ix_outbox_unit", "campaign_id", "unit", "sent_at"),
        # Serves the question which letter a mail answers.
        Index("ix_outbox_message_id", "message_id", sqlite_where=text("message_id != ''")),
        # Serves the question which message a transport reports about.
        Index("ix_outbox_provider_id", "provider_id", sqlite_where=text("provider_id != ''")),
        # Serves the figures for whoever watches over the installation, without a look at the long texts
        Index("ix_outbox_figures", "state", "channel", "message", "moment", "sent_at"),
        # Serves the question whether a person has had a message today.
        Index("ix_outbox_address_sent", "address", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    key: Mapped[str] = mapped_column(unique=True)
    thread: Mapped[str]
    message: Mapped[str]
    unit: Mapped[str]
    recipient: Mapped[str]
    recipient_name: Mapped[str]
    channel: Mapped[str]
    address: Mapped[str]
    priority: Mapped[int]
    moment: Mapped[datetime]
    next_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    held_since: Mapped[datetime | None]
    held_for: Mapped[str] = mapped_column(default="")
    doubtful: Mapped[bool] = mapped_column(default=False)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("intakes.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(default="")
    payload: Mapped[bytes | None] = mapped_column(deferred=True)
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    provider_id: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")


class AttemptRow(Base):
    """One attempt to deliver, append-only: what the transport said."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    at: Mapped[datetime]
    outcome: Mapped[str]
    scope: Mapped[str]
    code: Mapped[str]
    detail: Mapped[str]
