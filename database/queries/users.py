"""Who has an account, and who is signed in where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from database.models import SignInAttemptRow, UserRow, WebSessionRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def user_named(session: Session, name: str) -> UserRow | None:
    return session.scalar(select(UserRow).where(UserRow.name == name))


def users(session: Session) -> list[UserRow]:
    return list(session.scalars(select(UserRow).order_by(UserRow.closed_at.is_not(None), UserRow.name)))


def open_administrators(session: Session, role: str) -> int:
    counted = select(func.count(UserRow.id)).where(UserRow.role == role, UserRow.closed_at.is_(None))
    return session.scalar(counted) or 0


def signed_in(session: Session, digest: str, *, now: datetime) -> tuple[WebSessionRow, UserRow] | None:
    """The browser with this cookie and its user, while neither was closed."""
    found = session.execute(
        select(WebSessionRow, UserRow)
        .join(UserRow, UserRow.id == WebSessionRow.user_id)
        .where(
            WebSessionRow.digest == digest,
            WebSessionRow.revoked_at.is_(None),
            WebSessionRow.expires_at > now,
            UserRow.closed_at.is_(None),
        ),
    ).first()
    return (found[0], found[1]) if found else None


def open_sessions(session: Session, user_id: int, *, now: datetime) -> list[WebSessionRow]:
    return list(
        session.scalars(
            select(WebSessionRow)
            .where(WebSessionRow.user_id == user_id, WebSessionRow.revoked_at.is_(None), WebSessionRow.expires_at > now)
            .order_by(WebSessionRow.seen_at.desc()),
        ),
    )


def end_sessions(session: Session, user_id: int, *, by: str, now: datetime, keep: int = 0) -> None:
    """All of a user's browsers but the one to `keep`."""
    session.execute(
        update(WebSessionRow)
        .where(WebSessionRow.user_id == user_id, WebSessionRow.revoked_at.is_(None), WebSessionRow.id != keep)
        .values(revoked_at=now, revoked_by=by),
    )


def attempts_of_name(session: Session, name: str, *, since: datetime) -> Sequence[SignInAttemptRow]:
    """The newest first."""
    return session.scalars(
        select(SignInAttemptRow)
        .where(SignInAttemptRow.name == name, SignInAttemptRow.at > since)
        .order_by(SignInAttemptRow.id.desc()),
    ).all()


def failures_of_address(session: Session, address: str, *, since: datetime) -> int:
    counted = select(func.count(SignInAttemptRow.id)).where(
        SignInAttemptRow.address == address, SignInAttemptRow.at > since, SignInAttemptRow.has_succeeded.is_(False)
    )
    return session.scalar(counted) or 0
