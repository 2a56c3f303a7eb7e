"""Users: who may sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class UserRow(Base):
    """One person with an account. `name` is what is typed to sign in, folded and unique.

    `role` is a domain.access.Role, `body` the unit that the person works for (empty where the role is bound to none).
    `password_hash` is Argon2's own form; `totp_secret` is sealed, empty without a second factor, and not asked for before
    `totp_since`. `totp_step` is the last time step whose code was used: a code counts once.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str] = mapped_column(default="")
    totp_since: Mapped[datetime | None]
    totp_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    closed_at: Mapped[datetime | None]


class WebSessionRow(Base):
    """One browser in which a user signed in. Only the digest of its cookie is kept.

    `is_complete` is false while the second factor is still to be shown: such a session opens nothing else.
    """

    __tablename__ = "web_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    is_complete: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")
