"""Uploads: files on their way in, piece by piece, until they are handed in together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class HandInRow(Base):
    """One handing in over the web, from the first piece of the first file to the receipt. `key` is drawn by chance.

    It is finished once: who presses the button twice gets the same `submission_id` twice.
    """

    __tablename__ = "hand_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit: Mapped[str]
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))


class UploadRow(Base):
    """One file of a hand-in. `received` bytes of `size` are there; `sha256` is known when all are, and it lies in the store."""

    __tablename__ = "uploads"
    __table_args__ = (UniqueConstraint("hand_in_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hand_in_id: Mapped[int] = mapped_column(ForeignKey("hand_ins.id"))
    number: Mapped[int]
    file_name: Mapped[str]
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime]
    touched_at: Mapped[datetime]


class SubmissionFileRow(Base):
    """A file that came beside the report of a submission: an annex, numbered from 1. Append-only."""

    __tablename__ = "submission_files"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    number: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(default="")
