"""Transmittals (gửi đi): the coordinator's own report, sent to those above with a number and a day."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class TransmittalRow(Base):
    """The version that was sent; its number and its day stand there. `run_id` is the run whose draft it goes back to."""

    __tablename__ = "transmittals"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("consolidation_runs.id"))
