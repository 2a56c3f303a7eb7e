"""What is known of restorations, and which messages they leave in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from database.models import ObligationRow, OutboxRow, RestorationRow, VersionRow
from database.queries.outbox import WAITING
from domain.outbox import MessageState
from domain.restorations import MAY_HAVE_GONE, RESTORED, Gap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


# Asked in every run, so it is put together once.
_IN_DOUBT = (
    select(OutboxRow)
    .where(
        OutboxRow.campaign_id == bindparam("campaign"),
        OutboxRow.state == MessageState.UNKNOWN,
        OutboxRow.code == RESTORED,
        OutboxRow.next_at <= bindparam("now"),
    )
    .order_by(OutboxRow.id)
    .limit(bindparam("most"))
)


def restorations(session: Session) -> list[RestorationRow]:
    """The oldest first; of most installations none."""
    return list(session.scalars(select(RestorationRow).order_by(RestorationRow.id)))


def gap_around(session: Session, moment: datetime) -> Gap | None:
    """The gap in which something that happened at this moment may have been answered already."""
    found = session.execute(
        select(RestorationRow.taken_at, RestorationRow.stopped_at).where(
            RestorationRow.taken_at <= moment, RestorationRow.stopped_at >= moment
        ),
    ).first()
    return Gap(*found) if found else None


def count_duties(session: Session, campaign_id: int) -> int:
    return session.scalar(select(func.count()).where(ObligationRow.campaign_id == campaign_id)) or 0


def next_due(session: Session, campaign_id: int, *, until: datetime) -> datetime | None:
    """When the first ladder asks that has not been answered, up to then."""
    return session.scalar(
        select(func.min(VersionRow.next_step_at))
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, VersionRow.next_step_at <= until),
    )


def suppose_gone(session: Session, campaign_id: int, *, at: datetime) -> None:
    """Take all that waits for sent, as it probably was, so that what follows is decided as it was in life."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.campaign_id == campaign_id, OutboxRow.state.in_((*WAITING, MessageState.SENDING)))
        .values(state=MessageState.ACCEPTED, sent_at=at, settled_at=at, code=RESTORED)
        .execution_options(synchronize_session=False),
    )


def leave_in_doubt(session: Session, campaign_id: int, *, now: datetime) -> int:
    """What was only supposed to have gone is unknown. Returns how many messages that are."""
    changed = session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.state == MessageState.ACCEPTED,
            OutboxRow.code == RESTORED,
        )
        .values(
            state=MessageState.UNKNOWN,
            sent_at=None,
            next_at=now,
            note=MAY_HAVE_GONE,
            doubtful=False,
            lease_owner=None,
            lease_until=None,
            begun_at=None,
        )
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False),
    )
    return len(changed.all())


def in_doubt(session: Session, campaign_id: int, *, now: datetime, limit: int) -> Sequence[OutboxRow]:
    """Messages of which nobody knows whether they went before a restoration, and that are to be looked for by now."""
    return session.scalars(_IN_DOUBT, {"campaign": campaign_id, "now": now, "most": limit}).all()
