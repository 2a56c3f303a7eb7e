"""A campaign: a plan that was opened, with everything about it frozen on that day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class CampaignRow(Base):
    """`plan` is the plan in force as JSON (identity, tiers, duties, outline, ladders, calendar), `sha256` its files'.

    It is frozen when the campaign opens; only a plan change (PlanChangeRow) replaces it, and keeps what was before.
    """

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    plan: Mapped[str]
    sha256: Mapped[str]
