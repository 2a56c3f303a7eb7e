"""Grants: the right to act for an Official Account of Zalo, as a pair of tokens that renews itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ZaloGrantRow(Base):
    """The grant of one account. `access` and `refresh` are sealed (database.cipher). `version` counts the pairs.

    `attempt_at` is committed before the other side is asked for a new pair: a refresh token is good once, so an answer
    that was lost leaves `state` at needs_reconsent.
    """

    __tablename__ = "zalo_grants"

    oa_id: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str]
    access: Mapped[str]
    refresh: Mapped[str]
    access_expires_at: Mapped[datetime]
    refresh_issued_at: Mapped[datetime]
    version: Mapped[int]
    state: Mapped[str]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    attempt_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
