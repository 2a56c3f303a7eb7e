"""What all processes must know of a channel: when its next message may go, and when staff reopened it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ChannelPaceRow(Base):
    """From when on the account may send again. Each message pushes it on by the time that one message takes up."""

    __tablename__ = "channel_paces"

    channel: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]


class ChannelReopeningRow(Base):
    """Staff mended a channel and want it tried at once: what failed before does not count any more."""

    __tablename__ = "channel_reopenings"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    at: Mapped[datetime]
    who: Mapped[str]
