"""Keeping the right to act for an Official Account: the first pair, a renewal under a lease, and what came of it.

A refresh token is good once. So a renewal is written down before Zalo is asked, and one that nobody finished, or whose
answer was lost, leaves the account to be connected anew by a person: never a second attempt, which Zalo would refuse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from database.models import ZaloGrantRow
from database.queries import zalo_grants as ask
from domain.zalo_grants import LEASE, GrantState, GrantTimes
from notifications.zalo.oauth import NotNow, Pair

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from notifications.zalo.oauth import Renewal

BROKEN_OFF = "Lần gia hạn trước bị ngắt giữa chừng nên không rõ Zalo đã cấp cặp token mới hay chưa."


@dataclass(frozen=True, slots=True)
class Grant:
    """The pair of an account, opened. It is never shown."""

    oa_id: str
    app_id: str
    version: int
    times: GrantTimes
    note: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


def find_grant(session: Session, oa_id: str, *, cipher: Cipher) -> Grant | None:
    """Raises RuleBroken when it was sealed under another secret."""
    row = ask.grant_row(session, oa_id)
    if row is None:
        return None
    access, refresh = cipher.open(row.access), cipher.open(row.refresh)
    return Grant(row.oa_id, row.app_id, row.version, times_of(row), row.note, access=access, refresh=refresh)


def times_of(row: ZaloGrantRow) -> GrantTimes:
    return GrantTimes(
        GrantState(row.state), row.access_expires_at, row.refresh_issued_at, row.attempt_at, row.lease_until
    )


def keep_grant(session: Session, oa_id: str, *, app_id: str, pair: Pair, cipher: Cipher, now: datetime) -> int:
    """Take a pair that a person brought, in place of whatever was there. Returns its version."""
    row = ask.grant_row(session, oa_id)
    sealed = _sealed(pair, cipher=cipher, now=now)
    if row is None:
        session.add(ZaloGrantRow(oa_id=oa_id, app_id=app_id, version=1, state=GrantState.OK.value, **sealed))
        session.flush()
        return 1
    ask.write_pair(session, oa_id, version=row.version, values={"app_id": app_id, **sealed})
    return row.version + 1


def begin_renewal(session: Session, grant: Grant, *, owner: str, now: datetime) -> bool:
    """Whether this worker is the one to ask Zalo. The transaction must be committed before it does."""
    ask.give_up_broken_off(session, grant.oa_id, version=grant.version, now=now, note=BROKEN_OFF)
    return ask.claim_renewal(session, grant.oa_id, version=grant.version, owner=owner, now=now, until=now + LEASE)


def end_renewal(session: Session, grant: Grant, renewal: Renewal, *, owner: str, cipher: Cipher, now: datetime) -> bool:
    """Write down what Zalo said. Returns whether it still counted: a pair does, unless a newer one is there."""
    if isinstance(renewal, Pair):
        values = _sealed(renewal, cipher=cipher, now=now)
        return ask.write_pair(session, grant.oa_id, version=grant.version, values=values)
    values = {"note": renewal.detail}
    if not isinstance(renewal, NotNow):
        values["state"] = GrantState.NEEDS_RECONSENT.value
    return ask.release_renewal(session, grant.oa_id, version=grant.version, owner=owner, values=values)


def _sealed(pair: Pair, *, cipher: Cipher, now: datetime) -> dict[str, Any]:
    return {
        "access": cipher.seal(pair.access),
        "refresh": cipher.seal(pair.refresh),
        "access_expires_at": now + pair.lasts,
        "refresh_issued_at": now,
        "note": "",
    }
