"""What was changed in the plan of a running campaign, and on whose word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class PlanChangeRow(Base):
    """One change, append-only. `kind` is a domain.plan_changes.PlanChangeKind; `before` and `after` are the whole plan as JSON."""

    __tablename__ = "plan_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    kind: Mapped[str]
    summary: Mapped[str]
    reason: Mapped[str]
    approver: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    before: Mapped[str]
    after: Mapped[str]
