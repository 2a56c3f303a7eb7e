"""Binding (liên kết): a one-time code, given to a person by staff and sent back from a chat, ties that chat to a contact."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import BindingCodeRow, ContactChangeRow, ContactRow
from database.queries.answers import contacts_at
from database.queries.hooks import notes_since
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

GOOD_FOR = timedelta(minutes=15)
MOST_TRIES = 5  # wrong codes from one chat within an hour
MOST_TRIES_OF_ALL = 50  # and from all chats together: nobody guesses with many accounts either
TRIES_WITHIN = timedelta(hours=1)
DRAWS = 20  # a code that is in use is drawn again; a hundred of a million are in use at most
PERSON = "người được liên kết"
WRONG_CODE = "Mã liên kết không đúng hoặc đã hết hạn."


@dataclass(frozen=True, slots=True)
class Issued:
    """The code as the person is told it, once; it is kept nowhere."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Bound:
    """Whether the chat is bound now, and what is to be known of it, in Vietnamese. `contact` is the row that it made."""

    is_bound: bool
    note: str
    contact: ContactRow | None = field(default=None, compare=False)


def issue_code(
    session: Session,
    campaign: Campaign,
    contact: ContactRow,
    *,
    channel: str,
    by: str,
    draw: Callable[[], str],
    secret: bytes,
    now: datetime,
) -> Issued:
    """A new code for this person; one that was issued before is void. `draw` gives six digits at random."""
    for older in _usable(session, now=now):
        if (older.campaign_id, older.contact, older.channel) == (campaign.id, contact.code, channel):
            older.expires_at = now
    session.flush()
    code = _free_code(session, draw, secret=secret, now=now)
    expires_at = now + GOOD_FOR
    session.add(
        BindingCodeRow(
            campaign_id=campaign.id,
            unit=contact.unit,
            contact=contact.code,
            channel=channel,
            digest=_digest(code, secret),
            issued_at=now,
            issued_by=by,
            expires_at=expires_at,
        )
    )
    session.flush()
    return Issued(code, expires_at)


def bind(session: Session, code: str, *, channel: str, address: str, secret: bytes, now: datetime) -> Bound:
    """Tie the chat `address` to the person whose code it is. Each code once; a chat belongs to one person."""
    tried = wrong_code_note(channel, address)
    if _is_guessing(session, tried, now=now):
        return Bound(is_bound=False, note=f"Đã thử sai mã liên kết quá nhiều lần; tạm không nhận mã của {address}.")
    row = session.scalar(select(BindingCodeRow).where(BindingCodeRow.digest == _digest(code, secret)).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= now or row.channel != channel:
        return Bound(is_bound=False, note=tried)
    holder = next((one for one in contacts_at(session, channel=channel, address=address) if _is_other(one, row)), None)
    if holder is not None:
        return Bound(is_bound=False, note=_taken(channel, address, holder))
    row.used_at, row.address = now, address
    return _tie(session, row, now=now)


def release(
    session: Session, campaign: Campaign, contact: ContactRow, *, channel: str, who: str, now: datetime
) -> None:
    """Undo a binding, so that the chat may be bound to somebody else."""
    bound = _contact(session, campaign.id, contact.code, channel)
    if bound is None:
        raise RuleBroken(f"{contact.name} ({contact.code}) chưa liên kết kênh {channel}.")
    session.add(_change(bound, channel, before=bound.address, after="", who=who, now=now))
    session.delete(bound)
    session.flush()


def wrong_code_note(channel: str, address: str) -> str:
    """What is written beside a call that brought a wrong code; the tries of a chat are counted by it."""
    return f"{WRONG_CODE} Gửi từ {channel} {address}."


def _is_guessing(session: Session, tried: str, *, now: datetime) -> bool:
    since = now - TRIES_WITHIN
    if notes_since(session, tried, since=since) >= MOST_TRIES:
        return True
    return notes_since(session, WRONG_CODE, since=since) >= MOST_TRIES_OF_ALL


def _tie(session: Session, row: BindingCodeRow, *, now: datetime) -> Bound:
    person = session.scalars(
        select(ContactRow)
        .where(ContactRow.campaign_id == row.campaign_id, ContactRow.code == row.contact)
        .order_by(ContactRow.id)
        .limit(1)
    ).first()
    if person is None:
        return Bound(is_bound=False, note=f"Đầu mối {row.contact} không còn trong danh sách; chưa liên kết.")
    bound = _contact(session, row.campaign_id, row.contact, row.channel)
    session.add(
        _change(person, row.channel, before=bound.address if bound else "", after=row.address, who=PERSON, now=now)
    )
    if bound is None:
        bound = _like(person, row)
        session.add(bound)
    else:
        bound.address = row.address
    session.flush()
    return Bound(is_bound=True, note=f"Đã liên kết {row.channel} với {person.name} ({row.unit}).", contact=bound)


def _like(person: ContactRow, row: BindingCodeRow) -> ContactRow:
    return ContactRow(
        campaign_id=row.campaign_id,
        unit=person.unit,
        code=person.code,
        name=person.name,
        role=person.role,
        channel=row.channel,
        address=row.address,
        phone=person.phone,
    )


def _change(contact: ContactRow, channel: str, *, before: str, after: str, who: str, now: datetime) -> ContactChangeRow:
    return ContactChangeRow(
        campaign_id=contact.campaign_id,
        at=now,
        who=who,
        unit=contact.unit,
        contact=contact.code,
        channel=channel,
        before=_address_json(before),
        after=_address_json(after),
    )


def _address_json(address: str) -> str:
    return json.dumps({"address": address}, ensure_ascii=False) if address else ""


def _contact(session: Session, campaign_id: int, code: str, channel: str) -> ContactRow | None:
    return session.scalar(
        select(ContactRow).where(
            ContactRow.campaign_id == campaign_id, ContactRow.code == code, ContactRow.channel == channel
        )
    )


def _is_other(contact: ContactRow, row: BindingCodeRow) -> bool:
    """Somebody else of the same campaign; in another one the same person may have another code."""
    return contact.campaign_id == row.campaign_id and contact.code != row.contact


def _taken(channel: str, address: str, holder: ContactRow) -> str:
    return (
        f"{channel} {address} đã liên kết với {holder.name} ({holder.unit}); nếu đổi người, hãy chạy: "
        f"dondoc contacts bind {holder.unit} {holder.code} --off, rồi cấp mã mới."
    )


def _usable(session: Session, *, now: datetime) -> list[BindingCodeRow]:
    return list(
        session.scalars(select(BindingCodeRow).where(BindingCodeRow.used_at.is_(None), BindingCodeRow.expires_at > now))
    )


def _free_code(session: Session, draw: Callable[[], str], *, secret: bytes, now: datetime) -> str:
    """A code that nobody can use at present. The digest of a code that is spent makes room for it."""
    for _ in range(DRAWS):
        code = draw()
        holder = session.scalar(select(BindingCodeRow).where(BindingCodeRow.digest == _digest(code, secret)))
        if holder is None:
            return code
        if holder.used_at is not None or holder.expires_at <= now:
            holder.digest = f"{holder.digest}/{holder.id}"
            session.flush()
            return code
    raise RuleBroken("Đang có quá nhiều mã liên kết còn hạn; hãy thử lại sau 15 phút.")


def _digest(code: str, secret: bytes) -> str:
    return hmac.new(secret, f"binding/{code}".encode(), hashlib.sha256).hexdigest()
