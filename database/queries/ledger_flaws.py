"""What does not fit together in the ledger, for the auditor: each question is answered from indexes, but for its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased

from database.models import (
    AttemptRow,
    AuditEntryRow,
    AuditHeadRow,
    DecisionRow,
    EventRow,
    ObligationRow,
    OutboxRow,
    SubmissionRow,
    VersionRow,
)
from database.queries.audit_log import HEAD_ID
from domain.contact_proofs import CONTACT_TEST
from domain.decisions import Outcome
from domain.ladder import Audience
from domain.notices import NOTICE
from domain.outbox import MessageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import BindParameter, CompoundSelect, Subquery
    from sqlalchemy.orm import InstrumentedAttribute, Session

LAST = 1_000  # so many of the latest rows are looked at for moments that are still to come


class Decided(NamedTuple):
    unit: str
    message: str
    rung: str
    decided_at: datetime


class Told(NamedTuple):
    """The last decision to tell the Office of a duty. `state` is that of its message, None where there is none."""

    unit: str
    outcome: str
    decided_at: datetime
    state: str | None


def _spelled(value: str) -> BindParameter[str]:
    return bindparam(None, str(value), literal_execute=True)


# Each is asked in every round, so all are put together once.
_LOST_KEYS = (
    select(DecisionRow.message_key)
    .where(DecisionRow.message_key.is_not(None), ~exists().where(OutboxRow.key == DecisionRow.message_key))
    .distinct()
)
_BARE = select(DecisionRow.id).where(DecisionRow.outcome == _spelled(Outcome.SEND), DecisionRow.message_key.is_(None))
_ALONE = select(OutboxRow.key).where(~exists().where(DecisionRow.message_key == OutboxRow.key))


def sent_without_message(session: Session, campaign_id: int) -> list[Decided]:
    """Decisions to send whose message is nowhere in the outbox."""
    connection = session.connection()
    keys, ids = list(connection.execute(_LOST_KEYS).scalars()), list(connection.execute(_BARE).scalars())
    if not keys and not ids:
        return []
    found = session.execute(
        select(ObligationRow.unit, DecisionRow.message, DecisionRow.rung, DecisionRow.decided_at)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(
            ObligationRow.campaign_id == campaign_id,
            or_(DecisionRow.id.in_(ids), DecisionRow.message_key.in_(keys)),
        )
        .order_by(DecisionRow.id)
    )
    return [Decided._make(row) for row in found]


def messages_without_decision(session: Session, campaign_id: int) -> list[tuple[str, str, str]]:
    """Key, unit and kind of what stands in the outbox and nobody decided; what staff write themselves is about no rung."""
    alone = session.connection().execute(_ALONE).scalars()
    stray = [key for key in alone if f"/{NOTICE}/" not in key and f"/{CONTACT_TEST}/" not in key]
    if not stray:
        return []
    found = session.execute(
        select(OutboxRow.key, OutboxRow.unit, OutboxRow.message)
        .where(
            OutboxRow.key.in_(stray),
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.message.not_in((NOTICE, CONTACT_TEST)),
        )
        .order_by(OutboxRow.id)
    )
    return [(key, unit, message) for key, unit, message in found]


_LAST, _LAST_VERSION, _SUCCESSOR = aliased(DecisionRow), aliased(VersionRow), aliased(OutboxRow)
_TOLD = (
    select(ObligationRow.unit, DecisionRow.outcome, DecisionRow.decided_at, OutboxRow.state)
    .join(VersionRow, DecisionRow.version_id == VersionRow.id)
    .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
    .outerjoin(OutboxRow, OutboxRow.key == DecisionRow.message_key)
    .where(
        DecisionRow.id.in_(
            select(func.max(_LAST.id))
            .join(_LAST_VERSION, _LAST.version_id == _LAST_VERSION.id)
            .where(_LAST.audience == _spelled(Audience.OFFICE))
            .group_by(_LAST_VERSION.obligation_id)
        ),
        ObligationRow.campaign_id == bindparam("campaign"),
        DecisionRow.outcome.in_((Outcome.SEND.value, Outcome.NO_CHANNEL.value)),
        ~exists().where(_SUCCESSOR.replaces_id == OutboxRow.id),
    )
    .order_by(DecisionRow.id)
)


def last_told_to_office(session: Session, campaign_id: int) -> list[Told]:
    """Of each duty that was to be reported to the Office, the last decision about it, where nobody was told by it."""
    told = [Told._make(row) for row in session.connection().execute(_TOLD, {"campaign": campaign_id})]
    return [one for one in told if one.outcome == Outcome.NO_CHANNEL or one.state == MessageState.FAILED]


def _newest(
    row_id: InstrumentedAttribute[int], moment: InstrumentedAttribute[datetime], about: InstrumentedAttribute[int]
) -> Subquery:
    """The last rows of a table, limited before anything is joined to them."""
    rows = select(moment.label("at"), about.label("about")).order_by(row_id.desc()).limit(LAST)
    return rows.subquery()


def _latest() -> CompoundSelect[tuple[datetime]]:
    decided = _newest(DecisionRow.id, DecisionRow.decided_at, DecisionRow.version_id)
    tried = _newest(AttemptRow.id, AttemptRow.at, AttemptRow.outbox_id)
    moved = _newest(EventRow.id, EventRow.at, EventRow.obligation_id)
    handed_in = _newest(SubmissionRow.id, SubmissionRow.registered_at, SubmissionRow.obligation_id)
    of_campaign = ObligationRow.campaign_id == bindparam("campaign")
    return union_all(
        select(func.max(decided.c.at))
        .join(VersionRow, VersionRow.id == decided.c.about)
        .join(ObligationRow, ObligationRow.id == VersionRow.obligation_id)
        .where(of_campaign),
        select(func.max(tried.c.at))
        .join(OutboxRow, OutboxRow.id == tried.c.about)
        .where(OutboxRow.campaign_id == bindparam("campaign")),
        select(func.max(moved.c.at)).join(ObligationRow, ObligationRow.id == moved.c.about).where(of_campaign),
        select(func.max(handed_in.c.at)).join(ObligationRow, ObligationRow.id == handed_in.c.about).where(of_campaign),
    )


_LATEST = _latest()


def latest_moment(session: Session, campaign_id: int) -> datetime | None:
    """The latest moment that stands in the newest rows of the ledger."""
    found = session.connection().execute(_LATEST, {"campaign": campaign_id}).scalars()
    return max((moment for moment in found if moment is not None), default=None)


_ENTRIES = select(AuditEntryRow).order_by(AuditEntryRow.id.desc()).limit(bindparam("most"))
_HEAD = select(AuditHeadRow.entry_id, AuditHeadRow.hash).where(AuditHeadRow.id == HEAD_ID)


def chain_end(session: Session, number: int) -> tuple[list[AuditEntryRow], tuple[int, str] | None]:
    """The last entries of the audit log in order, and what should be the last of them. Holds nobody up."""
    rows = session.scalars(_ENTRIES, {"most": number}).all()
    end = session.connection().execute(_HEAD).one_or_none()
    return list(reversed(rows)), (end.entry_id, end.hash) if end is not None else None
