"""Subscriptions: who hears of changes of state, from which moment on, and the call that tries it out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from database.models import SubscriptionCallRow, SubscriptionRow
from database.queries.changes import last_entries, runs_as_they_stand
from database.queries.subscriptions import calls_of, drop_queued_calls
from domain.changes import LEDGERS, CallState, Change, ChangeKind, Ledger, Seen, change_body
from domain.errors import RuleBroken, UsageError
from domain.subscriptions import checked_address, shown_address

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from domain.campaigns import Campaign

ENDED = "Đăng ký đã ngừng."
_FIRST = 1


def subscribe(
    session: Session,
    campaign: Campaign,
    address: str,
    *,
    kinds: Collection[str],
    secret: str,
    cipher: Cipher,
    by: str,
    now: datetime,
) -> SubscriptionRow:
    """Tell this address of what happens from now on. Empty `kinds` are all of them; `secret` signs the calls."""
    checked = checked_address(address)
    row = SubscriptionRow(
        campaign_id=campaign.id,
        url=cipher.seal(checked),
        shown=shown_address(checked),
        secret=cipher.seal(secret),
        kinds=json.dumps(sorted(_known(kinds))),
        created_at=now,
        created_by=by,
        seen=_from_here(session, campaign, now=now).to_json(),
    )
    session.add(row)
    session.flush()
    return row


def find_subscription(session: Session, campaign: Campaign, number: int) -> SubscriptionRow:
    row = session.get(SubscriptionRow, number)
    if row is None or row.campaign_id != campaign.id:
        raise RuleBroken(f"Không có đăng ký số {number} trong đợt này; hãy xem lại danh sách.")
    return row


def end_subscription(session: Session, row: SubscriptionRow, *, by: str, now: datetime) -> None:
    """Nothing more goes there. What still waited is given up, and shown as such."""
    if row.ended_at is not None:
        raise RuleBroken("Đăng ký này đã ngừng từ trước.")
    row.ended_at, row.ended_by = now, by
    drop_queued_calls(session, row.id, note=ENDED)


def queue_test(
    session: Session, campaign: Campaign, row: SubscriptionRow, *, site: str, now: datetime
) -> SubscriptionCallRow:
    """A call that tells of nothing, to see that it arrives."""
    _check_live(row)
    last = next((one.id for one in calls_of(session, row.id, limit=_FIRST)), 0)
    change = Change(ChangeKind.TEST, f"test/{row.id}/{last + 1}", now)
    return queue_call(session, campaign, row, change, site=site, now=now)


def queue_call(
    session: Session, campaign: Campaign, row: SubscriptionRow, change: Change, *, site: str, now: datetime
) -> SubscriptionCallRow:
    identity = campaign.plan.identity
    call = SubscriptionCallRow(
        subscription_id=row.id,
        event_key=change.key,
        kind=change.kind.value,
        at=now,
        body=change_body(change, plan=identity.id, number=identity.number, site=site),
        state=CallState.QUEUED.value,
        next_at=now,
    )
    session.add(call)
    return call


def replay_call(session: Session, row: SubscriptionRow, call_id: int, *, now: datetime) -> SubscriptionCallRow:
    """Try a call again that was given up, for three days more."""
    _check_live(row)
    call = session.get(SubscriptionCallRow, call_id)
    if call is None or call.subscription_id != row.id:
        raise RuleBroken(f"Không có lời gọi số {call_id} của đăng ký này; hãy xem lại danh sách.")
    if call.state != CallState.FAILED:
        raise RuleBroken("Chỉ gửi lại được lời gọi đã không gửi được; lời gọi này đã đến nơi hoặc còn đang chờ gửi.")
    call.state, call.at, call.next_at, call.attempts, call.note = CallState.QUEUED.value, now, now, 0, ""
    return call


def _check_live(row: SubscriptionRow) -> None:
    if row.ended_at is not None:
        raise RuleBroken("Đăng ký này đã ngừng; hãy thêm đăng ký mới.")


def _known(kinds: Collection[str]) -> set[str]:
    wanted = set(kinds)
    if strange := wanted - {kind.value for kind in ChangeKind if kind is not ChangeKind.TEST}:
        raise UsageError(f"Không có loại thay đổi “{min(strange)}”; hãy chọn trong danh sách.")
    return wanted


def _from_here(session: Session, campaign: Campaign, *, now: datetime) -> Seen:
    last = last_entries(session)
    return Seen(
        **{name: Ledger(last[name], last[name]) for name in LEDGERS},
        runs=frozenset(change.key for change in runs_as_they_stand(session, campaign.id)),
        overdue=campaign.local_day(now),
    )
