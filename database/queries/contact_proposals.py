"""Contacts that units proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import ContactProposalRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def open_proposals(session: Session, campaign_id: int) -> list[ContactProposalRow]:
    """Those that nobody has dealt with, the longest waiting first."""
    return list(
        session.scalars(
            select(ContactProposalRow)
            .where(ContactProposalRow.campaign_id == campaign_id, ContactProposalRow.settled_at.is_(None))
            .order_by(ContactProposalRow.at, ContactProposalRow.id)
        )
    )


def proposal_of(session: Session, campaign_id: int, proposal_id: int) -> ContactProposalRow | None:
    """Held until the transaction ends: of two who decide at once, one comes too late."""
    return session.scalar(
        select(ContactProposalRow)
        .where(ContactProposalRow.id == proposal_id, ContactProposalRow.campaign_id == campaign_id)
        .with_for_update()
    )


def proposals_of(session: Session, campaign_id: int, unit: str) -> list[ContactProposalRow]:
    """All of one unit, the latest first."""
    return list(
        session.scalars(
            select(ContactProposalRow)
            .where(ContactProposalRow.campaign_id == campaign_id, ContactProposalRow.unit == unit)
            .order_by(ContactProposalRow.id.desc())
        )
    )
