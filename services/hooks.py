"""Hooks: kept raw and once when they come, worked off later, each in a transaction of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from database.models import HookRow, HookVariantRow
from database.queries.hooks import claim_hook, is_kept, variant_of
from database.queries.signals import message_known_as
from domain.answers import Answer, AnswerKind, read_answer
from domain.hooks import HookSource, Noticed, Reported, Tapped, TemplateChanged, Wrote
from notifications.esms_callbacks import read_esms
from notifications.zalo.webhooks import read_zalo, read_zalobot
from services.answers import respondent_at, respondent_to, take_answer
from services.bindings import bind
from services.contact_checks import greet
from services.signals import hear

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow
    from domain.campaigns import Campaign
    from domain.hooks import Event, Known, Told
    from services.answers import Respondent

# A report may come before we have written down the id that the transport gave the message. So long it is kept open.
WAIT_FOR_MESSAGE = timedelta(minutes=30)
LONGEST_NOTE = 500
EARLIEST_YEAR = 2000
FAILED = "Chương trình gặp lỗi khi xử lý"
NOT_OURS = "Không có thông báo nào của chương trình mang mã này."
STRANGER = "Người gửi chưa liên kết với đầu mối nào:"
TAPPED = Answer(AnswerKind.ACKNOWLEDGED)

READERS: dict[HookSource, Callable[[bytes], Told]] = {
    HookSource.ZALO: read_zalo,
    HookSource.ZALOBOT: read_zalobot,
    HookSource.ESMS: read_esms,
}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call that was found genuine. `headers` without any secret; `variants` are the ways of signing that matched."""

    source: HookSource
    body: bytes
    received_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    signed_by: str = ""
    variants: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return READERS[self.source](self.body).key


@dataclass(frozen=True, slots=True)
class Desk:
    """What working off needs to know besides the hook."""

    campaigns: Mapping[int, Campaign]
    secret: bytes
    now: datetime


class _NotYet(Exception):  # noqa: N818 -- it names what is the matter
    """The message that is told of is not known so far."""


def keep_hook(session: Session, incoming: Incoming) -> bool:
    """Write the call down. Returns whether it is news: a repeated one is recognised by its key."""
    if incoming.variants:
        keep_variant(session, incoming.signed_by, incoming.variants, now=incoming.received_at)
    key = incoming.key
    if is_kept(session, key):
        return False
    try:
        with session.begin_nested():
            session.add(
                HookRow(
                    source=incoming.source.value,
                    event_key=key,
                    received_at=incoming.received_at,
                    headers=json.dumps(dict(sorted(incoming.headers.items())), ensure_ascii=False),
                    body=incoming.body,
                    variant=" ".join(sorted(incoming.variants)),
                )
            )
    except IntegrityError:  # another process was quicker
        return False
    return True


def allowed_variants(session: Session, signed_by: str) -> frozenset[str]:
    """The ways of signing that are still possible for this side; none while no genuine call has come."""
    row = variant_of(session, signed_by)
    return frozenset(row.variant.split()) if row else frozenset()


def keep_variant(session: Session, signed_by: str, variants: frozenset[str], *, now: datetime) -> None:
    """From the first genuine call on only what matched is accepted. Two ways may look alike at first; later calls tell."""
    row = variant_of(session, signed_by)
    if row is None:
        session.add(HookVariantRow(source=signed_by, variant=" ".join(sorted(variants)), found_at=now))
    elif left := variants & frozenset(row.variant.split()):
        row.variant = " ".join(sorted(left))
    session.flush()


def work_off(session: Session, hook_id: int, desk: Desk) -> str | None:
    """Let the hook have its effect, once. Returns what came of it; None when there was nothing to do yet, or any more."""
    row = claim_hook(session, hook_id, now=desk.now)
    if row is None:
        return None
    told = READERS[HookSource(row.source)](row.body)
    try:
        notes = [_heed(session, row, event, desk) for event in told.events]
    except _NotYet:
        row.processed_at = None
        return None
    row.note = " ".join(dict.fromkeys(note for note in notes if note))[:LONGEST_NOTE]
    return row.note


def give_up(session: Session, hook_id: int, *, failure: str, now: datetime) -> None:
    """Lay aside a hook over which the program itself failed; its bytes are kept. `failure` is for engineers."""
    row = claim_hook(session, hook_id, now=now)
    if row is not None:
        row.note = f"{FAILED} ({failure}); nội dung được giữ nguyên."[:LONGEST_NOTE]


def _heed(session: Session, row: HookRow, event: Event, desk: Desk) -> str:
    match event:
        case Reported():
            return _reported(session, row, event, desk)
        case Tapped():
            return _tapped(session, row, event, desk)
        case Wrote():
            return _wrote(session, row, event, desk)
        case TemplateChanged():
            return f"Mẫu tin {event.template}: {event.status}. {event.reason}".strip()
        case Noticed():
            return event.note


def _reported(session: Session, row: HookRow, event: Reported, desk: Desk) -> str:
    message = _message(session, row, event.message, desk)
    if message is None:
        return NOT_OURS
    hear(
        session,
        message,
        event.kind,
        at=_moment(row, event.at),
        event_key=f"{row.event_key}/{message.id}",
        detail=event.detail,
        code=event.code,
    )
    return f"Thông báo số {message.id}: {event.kind.value}."


def _tapped(session: Session, row: HookRow, event: Tapped, desk: Desk) -> str:
    message = _message(session, row, event.message, desk)
    if message is None:
        return NOT_OURS
    at = _moment(row, event.at)
    return _answered(session, row, respondent_to(message), event.words, at=at, desk=desk, is_tap=True)


def _wrote(session: Session, row: HookRow, event: Wrote, desk: Desk) -> str:
    at = _moment(row, event.at)
    code = read_answer(event.text, today=at.date())
    if code.kind is AnswerKind.BINDING:
        return _bound(session, row, event, code.code, desk=desk)
    who = respondent_at(session, channel=event.channel, address=event.address)
    if who is None:
        return f"{STRANGER} {event.channel} {event.address}."
    return _answered(session, row, who, event.text, at=at, desk=desk)


def _bound(session: Session, row: HookRow, event: Wrote, code: str, *, desk: Desk) -> str:
    """Who bound an account gets a first message over it at once."""
    now = row.received_at
    found = bind(session, code, channel=event.channel, address=event.address, secret=desk.secret, now=now)
    campaign = desk.campaigns.get(found.contact.campaign_id) if found.contact else None
    if found.contact is not None and campaign is not None:
        greet(session, campaign, found.contact, now=now)
    return found.note


def _answered(
    session: Session,
    row: HookRow,
    who: Respondent,
    words: str,
    *,
    at: datetime,
    desk: Desk,
    is_tap: bool = False,
) -> str:
    answer = _read(words, desk.campaigns.get(who.campaign_id), at, is_tap=is_tap)
    take_answer(session, who, answer, text=words, at=at, event_key=row.event_key)
    return f"Trả lời của {who.unit}: {answer.kind.value}."


def _read(words: str, campaign: Campaign | None, at: datetime, *, is_tap: bool) -> Answer:
    """A button says at least that the message was read, whatever stands on it."""
    answer = read_answer(words, today=campaign.local_day(at) if campaign else at.date())
    if is_tap and answer.kind in (AnswerKind.ASKS, AnswerKind.BINDING):
        return TAPPED
    return answer


def _message(session: Session, row: HookRow, known: Known, desk: Desk) -> OutboxRow | None:
    """The message that is told of. Waits for one that may be on its way just now; None for one that is not ours."""
    for channel in known.channels:
        found = message_known_as(session, channel=channel, message_id=known.message_id, provider_id=known.provider_id)
        if found is not None:
            found.provider_id = found.provider_id or known.provider_id  # of one whose answer was lost we learn it here
            return found
    if desk.now - row.received_at < WAIT_FOR_MESSAGE:
        raise _NotYet
    return None


def _moment(row: HookRow, told: datetime | None) -> datetime:
    """When it happened as they say, but not after we heard of it, nor before any message of ours."""
    if told is None or told.year < EARLIEST_YEAR:
        return row.received_at
    return min(told, row.received_at)
