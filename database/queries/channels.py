"""What all processes must know of a channel: when it was reopened, and when its next message may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from database.models import ChannelPaceRow, ChannelReopeningRow, ContactRow, OutboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


# Asked twice in every run, so it is put together once.
_REOPENED = select(func.max(ChannelReopeningRow.at)).where(ChannelReopeningRow.channel == bindparam("channel"))


def reopened_at(session: Session, channel: str) -> datetime | None:
    """When staff last reopened the channel."""
    found: datetime | None = session.connection().execute(_REOPENED, {"channel": channel}).scalar()
    return found


def free_at(session: Session, channel: str, *, now: datetime) -> datetime:
    """From when on the channel may send. Others who ask wait until this transaction ends."""
    held = select(ChannelPaceRow.free_at).where(ChannelPaceRow.channel == channel).with_for_update()
    found = session.scalar(held)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.add(ChannelPaceRow(channel=channel, free_at=now))
    except IntegrityError:  # another process was quicker to ask for the first time
        return session.scalars(held).one()
    return now


def set_free_at(session: Session, channel: str, moment: datetime) -> None:
    session.execute(update(ChannelPaceRow).where(ChannelPaceRow.channel == channel).values(free_at=moment))


# Asked in every round, so it is put together once.
_NAMED = select(ContactRow.channel).where(ContactRow.campaign_id == bindparam("campaign")).distinct()


def channels_named(session: Session, campaign_id: int) -> list[str]:
    """The channels that somebody can be written to on."""
    return sorted(session.connection().execute(_NAMED, {"campaign": campaign_id}).scalars())


def contacts_by_channel(session: Session, campaign_id: int) -> dict[str, int]:
    """How many contacts name each channel."""
    found = session.execute(
        select(ContactRow.channel, func.count())
        .where(ContactRow.campaign_id == campaign_id)
        .group_by(ContactRow.channel)
    )
    return {channel: number for channel, number in found}  # noqa: C416 -- dict() of rows does not type


def sent_by_channel(session: Session, campaign_id: int, *, until: datetime) -> dict[str, tuple[int, datetime]]:
    """How many messages went over each channel by then, and when the last one did."""
    found = session.execute(
        select(OutboxRow.channel, func.count(), func.max(OutboxRow.sent_at))
        .where(OutboxRow.campaign_id == campaign_id, OutboxRow.sent_at <= until)
        .group_by(OutboxRow.channel)
    )
    return {channel: (number, last) for channel, number, last in found}
