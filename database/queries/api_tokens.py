"""Tokens of the API: whose they are, and which one a call came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from database.models import ApiTokenRow, UserRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def tokens_of(session: Session, user_id: int) -> list[ApiTokenRow]:
    """Those of the user, the latest first."""
    found = select(ApiTokenRow).where(ApiTokenRow.user_id == user_id).order_by(ApiTokenRow.id.desc())
    return list(session.scalars(found))


def valid_token(session: Session, token_id: int, *, now: datetime) -> tuple[ApiTokenRow, UserRow] | None:
    """The token and its user, while nobody took it back, its time is not over and the account is open."""
    found = session.execute(
        select(ApiTokenRow, UserRow)
        .join(UserRow, ApiTokenRow.user_id == UserRow.id)
        .where(
            ApiTokenRow.id == token_id,
            ApiTokenRow.revoked_at.is_(None),
            ApiTokenRow.expires_at > now,
            UserRow.closed_at.is_(None),
        )
    ).first()
    return None if found is None else (found[0], found[1])


def note_token_used(session: Session, token_id: int, *, now: datetime) -> None:
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(used_at=now))
