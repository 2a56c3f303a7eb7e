"""What came in, and what was said of it. Both append-only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class SubmissionRow(Base):
    """One version of a report. The file lies in the store under its SHA-256; what came without one has none.

    `sending_way` is by which it came, `kind` what the file is, `registered_by` who entered it, and `note` why a person
    must look at it (a scan, a weak proof of who sent it).
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("obligation_id", "number"),
        # Numbers of plans come again every year, so a receipt is only unique within its campaign.
        UniqueConstraint("campaign_id", "receipt_number"),
        # Serves the reports that have waited longest
        Index("ix_submissions_received", "campaign_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"))
    number: Mapped[int]
    received_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    receipt_number: Mapped[str]
    document_number: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    sending_way: Mapped[str] = mapped_column(default="file", server_default="file")
    kind: Mapped[str] = mapped_column(default="", server_default="")
    registered_by: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class ReturnRow(Base):
    """A submission sent back, with the reason and the day of its own clock. At most one for each submission.

    `sections` is a JSON list of [id, reason] for what is to be mended section by section; empty for the whole.
    """

    __tablename__ = "returns"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    returned_at: Mapped[datetime]
    reason: Mapped[str]
    new_day: Mapped[date]
    sections: Mapped[str] = mapped_column(default="[]", server_default="[]")
    returned_by: Mapped[str] = mapped_column(default="", server_default="")
