"""Consolidation runs (lượt tổng hợp): a row that a person writes and a worker claims."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ConsolidationRow(Base):
    """One run. `as_of` is the moment whose reports it takes in; who relives a campaign may ask for a past one.

    `preflight` is a domain.consolidation.Preflight as JSON, with the versions pinned; empty until they are. `options` is a
    domain.consolidation_runs.RunOptions as JSON, `outputs` the SHA-256 of each file by its name, `path` where they lie.
    `attempt` counts the claims: a worker that was overtaken finds another number there and stops. `progressed_at` and
    `finished_at` are by the clock of the machine that works, since they tell a worker that died from one that is slow.
    `inputs` and `sha256` are of runs made before there were pre-flights. `key` is that of the form by which it was asked for,
    so that a form sent twice asks once.
    """

    __tablename__ = "consolidation_runs"
    __table_args__ = (Index("ix_consolidation_runs_key", "campaign_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    requested_at: Mapped[datetime]
    state: Mapped[str]
    finished_at: Mapped[datetime | None]
    inputs: Mapped[str] = mapped_column(default="[]")
    path: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    as_of: Mapped[datetime]
    requested_by: Mapped[str] = mapped_column(default="", server_default="")
    options: Mapped[str] = mapped_column(default="{}", server_default="{}")
    preflight: Mapped[str] = mapped_column(default="", server_default="")
    approved_by: Mapped[str] = mapped_column(default="", server_default="")
    approved_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    stage: Mapped[str] = mapped_column(default="", server_default="")
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    progressed_at: Mapped[datetime | None]
    cancel_requested_at: Mapped[datetime | None]
    cancelled_by: Mapped[str] = mapped_column(default="", server_default="")
    error: Mapped[str] = mapped_column(default="", server_default="")
    outputs: Mapped[str] = mapped_column(default="{}", server_default="{}")
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("consolidation_runs.id"))
    key: Mapped[str | None]
