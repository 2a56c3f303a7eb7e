"""Tokens of the API: issued to a user, found again with each call, revoked."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import ApiTokenRow, UserRow
from database.queries.api_tokens import valid_token
from domain.access import Role
from domain.api_tokens import (
    SECRET_BYTES,
    USED_EVERY,
    check_new_token,
    is_secret,
    scopes_in_force,
    secret_digest,
    token_parts,
    token_text,
)
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.access import Permission


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token that holds, and whose it is. `is_to_be_noted` says that its last use should be written down again."""

    token_id: int
    name: str
    user: UserRow
    scopes: frozenset[Permission]
    is_to_be_noted: bool


def issue_token(
    session: Session, user_id: int, *, name: str, scopes: Collection[str], expires_at: datetime, now: datetime
) -> tuple[ApiTokenRow, str]:
    """The row, and the token itself, which nobody will see again."""
    user = session.get_one(UserRow, user_id)
    allowed = check_new_token(name=name, scopes=scopes, role=Role(user.role), expires_at=expires_at, now=now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = ApiTokenRow(
        user_id=user_id,
        digest=secret_digest(secret),
        name=name.strip(),
        scopes=json.dumps(sorted(allowed)),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row, token_text(row.id, secret)


def find_token(session: Session, text: str, *, now: datetime) -> FoundToken | None:
    """Whose token it is and what it allows now; None for one that does not hold."""
    parts = token_parts(text)
    found = valid_token(session, parts[0], now=now) if parts else None
    if parts is None or found is None or not is_secret(parts[1], found[0].digest):
        return None
    row, user = found
    is_to_be_noted = row.used_at is None or row.used_at + USED_EVERY <= now
    return FoundToken(row.id, row.name, user, scopes_in_force(row.scopes, Role(user.role)), is_to_be_noted)


def revoke_token(session: Session, token_id: int, *, user_id: int, by: str, now: datetime) -> ApiTokenRow:
    row = session.get(ApiTokenRow, token_id)
    if row is None or row.user_id != user_id:
        raise RuleBroken("Không có mã truy cập này trong tài khoản.")
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, by
    return row
