"""Subscriptions of other servers to changes of state, and the calls to them on their way out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class SubscriptionRow(Base):
    """One subscriber. `url` and `secret` are sealed; `shown` is the address without what must stay hidden.

    `kinds` is a JSON list of domain.changes.ChangeKind values, empty for all of them. `seen` is the last change of the
    campaign's ledger for which calls were written.
    """

    __tablename__ = "subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    url: Mapped[str]
    shown: Mapped[str]
    secret: Mapped[str]
    kinds: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
    seen: Mapped[str] = mapped_column(default="{}")


class SubscriptionCallRow(Base):
    """One call to a subscriber, written in the outbox way: claimed, made, recorded. `event_key` says which change it tells."""

    __tablename__ = "subscription_calls"
    __table_args__ = (
        UniqueConstraint("subscription_id", "event_key"),
        # Serves the worker
        Index("ix_subscription_calls_open", "next_at", sqlite_where=text("state IN ('queued', 'sending')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id"))
    event_key: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime]
    body: Mapped[str]
    state: Mapped[str]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    code: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
