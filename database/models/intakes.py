"""Intakes (thư đến): every mail that came, its files, and each change of what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class IntakeRow(Base):
    """One mail. Its bytes lie in the store under `raw_sha256`.

    `why` is a stable code, `note` says in Vietnamese what is to be known of the mail. `about_message` names the letter of
    ours that a bounce is about.
    """

    __tablename__ = "intakes"
    __table_args__ = (
        # The same mail is taken in once, however often it is seen in the box.
        UniqueConstraint("message_id", "raw_sha256"),
        # Serves the list of what waits for a person
        Index("ix_intakes_triage", "state", sqlite_where=text("state = 'triage'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str]
    raw_sha256: Mapped[str]
    sender: Mapped[str]
    sender_name: Mapped[str]
    subject: Mapped[str]
    arrived_at: Mapped[datetime]
    taken_in_at: Mapped[datetime]
    state: Mapped[str]
    matched_by: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str] = mapped_column(default="")
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligations.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    failed_address: Mapped[str] = mapped_column(default="")
    failed_status: Mapped[str] = mapped_column(default="")
    about_message: Mapped[str] = mapped_column(default="")


class IntakeFileRow(Base):
    """One file of a mail, kept in the store. `kind` is what its bytes are, empty where they are no report."""

    __tablename__ = "intake_files"
    __table_args__ = (UniqueConstraint("intake_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intakes.id"))
    number: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class IntakeMoveRow(Base):
    """One change of state, append-only. `who` is empty where the program itself decided."""

    __tablename__ = "intake_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intakes.id"), index=True)
    at: Mapped[datetime]
    before: Mapped[str]
    after: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
