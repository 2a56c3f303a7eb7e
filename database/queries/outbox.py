"""What waits to go out, what went out, and what got stuck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from database.models import ObligationRow, OutboxRow, SubmissionRow
from database.queries.addresses import bad_addresses
from database.queries.events import is_exempt
from database.queries.submissions import is_standing
from domain.contact_proofs import CONTACT_TEST
from domain.outbox import MessageState, Priority

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

WAITING = (MessageState.QUEUED, MessageState.HELD)


# Asked in every run, so they are put together once.
_READY = (
    select(OutboxRow)
    .where(
        OutboxRow.campaign_id == bindparam("campaign"),
        OutboxRow.state.in_(WAITING),
        OutboxRow.next_at <= bindparam("now"),
        OutboxRow.channel.not_in(bindparam("closed", expanding=True)),
    )
    .order_by(OutboxRow.attempts > 0, OutboxRow.priority, OutboxRow.moment, OutboxRow.id)
    .limit(bindparam("most"))
)
_STUCK = select(OutboxRow).where(
    OutboxRow.campaign_id == bindparam("campaign"),
    OutboxRow.state == MessageState.SENDING,
    OutboxRow.lease_until <= bindparam("now"),
)

_ROWS = select(OutboxRow).where(OutboxRow.id.in_(bindparam("ids", expanding=True))).order_by(OutboxRow.id)
_SIBLINGS = select(
    OutboxRow.recipient,
    OutboxRow.thread,
    OutboxRow.id,
    OutboxRow.key,
    OutboxRow.channel,
    OutboxRow.moment,
    OutboxRow.sent_at,
    OutboxRow.message_id,
    OutboxRow.state,
).where(
    OutboxRow.campaign_id == bindparam("campaign"),
    OutboxRow.recipient.in_(bindparam("recipients", expanding=True)),
    OutboxRow.state.not_in((MessageState.SUPERSEDED, MessageState.FAILED)),
)
_SETTLED = (
    select(
        OutboxRow.unit,
        OutboxRow.thread,
        OutboxRow.message,
        OutboxRow.state,
        OutboxRow.settled_at,
        OutboxRow.channel,
    )
    .where(
        OutboxRow.campaign_id == bindparam("campaign"),
        OutboxRow.unit.in_(bindparam("units", expanding=True)),
        OutboxRow.settled_at <= bindparam("as_of"),
        OutboxRow.state != MessageState.SUPERSEDED,
        OutboxRow.message != CONTACT_TEST,
    )
    .order_by(OutboxRow.settled_at, OutboxRow.id)
)


def ready(
    session: Session, campaign_id: int, *, now: datetime, limit: int, closed: Iterable[str] = ()
) -> list[OutboxRow]:
    """What may go out now: what was never tried before what failed, the pressing first, then in the order of the rungs.

    A message that fails every time must not stand before all others for ever. What belongs to a `closed` channel waits.
    """
    return list(
        session.scalars(_READY, {"campaign": campaign_id, "now": now, "closed": sorted(closed), "most": limit}),
    )


def stuck(session: Session, campaign_id: int, *, now: datetime) -> list[OutboxRow]:
    """Claimed, but the lease ran out: of what was begun nobody knows whether it left."""
    return list(
        session.scalars(_STUCK, {"campaign": campaign_id, "now": now}),
    )


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another message to the same person about the same matter, whatever its channel."""

    id: int
    key: str
    channel: str
    moment: datetime
    sent_at: datetime | None
    message_id: str
    state: str

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING


def rows(session: Session, ids: Iterable[int]) -> list[OutboxRow]:
    wanted = sorted(ids)
    if not wanted:
        return []
    return list(session.scalars(_ROWS, {"ids": wanted}))


def siblings(session: Session, campaign_id: int, recipients: Iterable[str]) -> dict[tuple[str, str], list[Sibling]]:
    """Messages that are alive, by (recipient, thread)."""
    asked = {"campaign": campaign_id, "recipients": sorted(set(recipients))}
    found = session.execute(_SIBLINGS, asked)
    alive: dict[tuple[str, str], list[Sibling]] = {}
    for recipient, thread, *rest in found:
        alive.setdefault((recipient, thread), []).append(Sibling(*rest))
    return alive


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that a person has had in a day, or may have had: by its address, and by the person's code."""

    id: int
    campaign_id: int
    recipient: str
    address: str


def had_messages(
    session: Session, people: Iterable[tuple[int, str, str]], *, since: datetime, until: datetime
) -> list[Heard]:
    """What went, or may have gone, in that time to these people: (campaign, code, address). Replies do not count."""
    wanted = set(people)
    codes: dict[int, set[str]] = {}
    for campaign_id, code, _ in wanted:
        codes.setdefault(campaign_id, set()).add(code)
    same = [and_(OutboxRow.campaign_id == one, OutboxRow.recipient.in_(sorted(found))) for one, found in codes.items()]
    found = session.execute(
        select(OutboxRow.id, OutboxRow.campaign_id, OutboxRow.recipient, OutboxRow.address).where(
            or_(OutboxRow.address.in_(sorted({address for _, _, address in wanted})), *same),
            OutboxRow.priority != Priority.REPLY,
            or_(
                and_(OutboxRow.sent_at >= since, OutboxRow.sent_at < until),
                OutboxRow.state == MessageState.SENDING,
                and_(
                    OutboxRow.state == MessageState.UNKNOWN,
                    OutboxRow.settled_at >= since,
                    OutboxRow.settled_at < until,
                ),
            ),
        ),
    )
    return [Heard(*row) for row in found]


def succeeded(session: Session, rows: Iterable[OutboxRow]) -> dict[int, set[int]]:
    """Of each row that takes the place of another, all those whose place it takes, one after the other."""
    found: dict[int, set[int]] = {}
    for row in rows:
        before = row.replaces_id
        while before is not None:
            found.setdefault(row.id, set()).add(before)
            before = session.get_one(OutboxRow, before).replaces_id
    return found


def refused_addresses(session: Session, campaign_id: int) -> frozenset[str]:
    """The addresses that are bad: what is written to them does not arrive, whether it is refused or comes back."""
    return frozenset(bad_addresses(session, campaign_id))


def claim(session: Session, row_ids: Sequence[int], *, owner: str, until: datetime) -> set[int]:
    """Take the rows that are still as they were seen. What another worker was quicker to take is not among them."""
    return set(
        session.scalars(
            update(OutboxRow)
            .where(OutboxRow.id.in_(row_ids), OutboxRow.state.in_(WAITING))
            .values(state=MessageState.SENDING, lease_owner=owner, lease_until=until, begun_at=None)
            .returning(OutboxRow.id)
            .execution_options(synchronize_session=False),
        ),
    )


# Done before every single letter, so it is put together once.
_BEGIN = (
    update(OutboxRow)
    .where(
        OutboxRow.id == bindparam("this"),
        OutboxRow.state == MessageState.SENDING,
        OutboxRow.lease_owner == bindparam("owner"),
        ~exists().where(SubmissionRow.obligation_id == bindparam("obligation"), is_standing(SubmissionRow)),
        ~exists().where(ObligationRow.id == bindparam("obligation"), is_exempt(ObligationRow.id)),
    )
    .values(begun_at=bindparam("now"))
)


def begin(session: Session, outbox_id: int, *, owner: str, obligation_id: int | None, now: datetime) -> bool:
    """Mark the claimed message as being handed over, if it is still this owner's and what it asks for is still owed."""
    asked = {"this": outbox_id, "owner": owner, "now": now, "obligation": obligation_id}
    return session.connection().execute(_BEGIN, asked).rowcount == 1


def make_urgent(session: Session, keys: Iterable[str], *, now: datetime) -> None:
    """Let these messages take the place of their person's day, and no longer be held for the next one."""
    wanted = sorted(keys)
    if wanted:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.key.in_(wanted), OutboxRow.priority > Priority.URGENT)
            .values(priority=Priority.URGENT.value, next_at=now),
        )


def states_of(session: Session, keys: Iterable[str]) -> dict[str, str]:
    found = session.execute(select(OutboxRow.key, OutboxRow.state).where(OutboxRow.key.in_(set(keys))))
    return {key: state for key, state in found}  # noqa: C416 -- dict() of rows does not type


def counts_by_message(session: Session, campaign_id: int) -> dict[tuple[str, str], int]:
    """How many messages there are, by (message, state)."""
    found = session.execute(
        select(OutboxRow.message, OutboxRow.state, func.count())
        .where(OutboxRow.campaign_id == campaign_id)
        .group_by(OutboxRow.message, OutboxRow.state),
    )
    return {(message, state): number for message, state, number in found}


@dataclass(frozen=True, slots=True)
class Settled:
    """A message whose fate is known, without its text."""

    unit: str
    thread: str
    message: str
    state: MessageState
    settled_at: datetime
    channel: str


def settled(session: Session, campaign_id: int, units: Iterable[str], *, as_of: datetime) -> dict[str, list[Settled]]:
    """What was written to these units, settled by then and not superseded, by unit, in the order of time.

    Without tests of the contacts: they say nothing of a duty, so nobody can be blamed for them.
    """
    asked = {"campaign": campaign_id, "units": sorted(set(units)), "as_of": as_of}
    found = session.execute(_SETTLED, asked)
    by_unit: dict[str, list[Settled]] = {}
    for unit, thread, message, state, settled_at, channel in found:
        one = Settled(unit, thread, message, MessageState(state), settled_at, channel)
        by_unit.setdefault(unit, []).append(one)
    return by_unit


def waiting(session: Session, campaign_id: int) -> list[OutboxRow]:
    """What is still to go out by itself."""
    return _in_state(session, campaign_id, (*WAITING, MessageState.SENDING))


def unknown(session: Session, campaign_id: int) -> list[OutboxRow]:
    """What may have arrived or not, and is left to staff: it will not go out again."""
    return _in_state(session, campaign_id, (MessageState.UNKNOWN,))


def oldest_waiting(session: Session) -> datetime | None:
    """When the message was due that has waited longest to go out by itself, in any campaign."""
    return session.scalar(
        select(func.min(OutboxRow.moment)).where(OutboxRow.state.in_((*WAITING, MessageState.SENDING)))
    )


def unknown_number(session: Session) -> int:
    """Of how many messages nobody knows whether they arrived, in any campaign."""
    return session.scalar(select(func.count()).where(OutboxRow.state == MessageState.UNKNOWN)) or 0


def _in_state(session: Session, campaign_id: int, states: Sequence[MessageState]) -> list[OutboxRow]:
    return list(
        session.scalars(
            select(OutboxRow)
            .where(OutboxRow.campaign_id == campaign_id, OutboxRow.state.in_(states))
            .order_by(OutboxRow.next_at, OutboxRow.id),
        ),
    )


def last_sent(
    session: Session, campaign_id: int, *, as_of: datetime, units: Iterable[str] | None = None
) -> dict[str, tuple[datetime, int]]:
    """When each unit (or each of these) was last written to about a duty of its own, and how often, by thread.

    Replies do not count.
    """
    found = session.execute(
        select(OutboxRow.thread, func.max(OutboxRow.sent_at), func.count())
        .where(
            *([] if units is None else [OutboxRow.unit.in_(set(units))]),
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.sent_at <= as_of,
            OutboxRow.priority != Priority.REPLY,
            OutboxRow.thread.startswith(OutboxRow.unit + "/"),
        )
        .group_by(OutboxRow.thread),
    )
    return {thread: (last, number) for thread, last, number in found}
