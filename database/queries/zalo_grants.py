"""The grants of Official Accounts, and the conditional updates by which workers share one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, select, update

from database.models import ZaloGrantRow
from domain.zalo_grants import GrantState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Update
    from sqlalchemy.orm import Session


_ALL = select(ZaloGrantRow).order_by(ZaloGrantRow.oa_id)  # asked in every round, so it is put together once


def grant_row(session: Session, oa_id: str) -> ZaloGrantRow | None:
    return session.get(ZaloGrantRow, oa_id, populate_existing=True)


def grant_rows(session: Session) -> list[ZaloGrantRow]:
    return list(session.scalars(_ALL))


def claim_renewal(session: Session, oa_id: str, *, version: int, owner: str, now: datetime, until: datetime) -> bool:
    """Whether the renewal of this very pair is ours: nobody has begun one."""
    free = _of(oa_id, version).where(ZaloGrantRow.attempt_at.is_(None), ZaloGrantRow.state == GrantState.OK)
    return _did(session, free.values(lease_owner=owner, lease_until=until, attempt_at=now))


def give_up_broken_off(session: Session, oa_id: str, *, version: int, now: datetime, note: str) -> bool:
    """Whether a renewal of this pair had begun, and its time ran out without a word."""
    stale = _of(oa_id, version).where(
        ZaloGrantRow.state == GrantState.OK, ZaloGrantRow.attempt_at.is_not(None), ZaloGrantRow.lease_until <= now
    )
    return _did(session, stale.values(state=GrantState.NEEDS_RECONSENT, note=note))


def write_pair(session: Session, oa_id: str, *, version: int, values: dict[str, Any]) -> bool:
    """Whether the new pair took the place of this one. It counts however late it is written: it is the one in force."""
    return _did(session, _of(oa_id, version).values(version=version + 1, state=GrantState.OK, **values, **_FREE))


def release_renewal(session: Session, oa_id: str, *, version: int, owner: str, values: dict[str, Any]) -> bool:
    """Whether our renewal of this pair ended without a new one."""
    ours = _of(oa_id, version).where(ZaloGrantRow.lease_owner == owner)
    return _did(session, ours.values(**{**_FREE, **values}))


_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None, "attempt_at": None}


def _of(oa_id: str, version: int) -> Update:
    return update(ZaloGrantRow).where(ZaloGrantRow.oa_id == oa_id, ZaloGrantRow.version == version)


def _did(session: Session, statement: Update) -> bool:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount == 1
