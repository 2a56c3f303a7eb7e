"""The life of a consolidation run: asked for, checked, approved, followed, stopped and resumed; and what was sent on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from database.base import Moment

revision = "20261126r"
down_revision = "20261126m"
branch_labels = None
depends_on = None

_TEXTS = ("requested_by", "preflight", "approved_by", "reason", "stage", "cancelled_by", "error")
_OBJECTS = ("options", "outputs")
_NUMBERS = ("done", "total", "attempt")
_MOMENTS = ("approved_at", "progressed_at", "cancel_requested_at")
_RUNS = "consolidation_runs"


def upgrade() -> None:
    for name in _TEXTS:
        op.add_column(_RUNS, sa.Column(name, sa.String(), server_default="", nullable=False))
    for name in _OBJECTS:
        op.add_column(_RUNS, sa.Column(name, sa.String(), server_default="{}", nullable=False))
    for name in _NUMBERS:
        op.add_column(_RUNS, sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    for name in ("as_of", *_MOMENTS):
        op.add_column(_RUNS, sa.Column(name, Moment(), nullable=True))
    op.execute("UPDATE consolidation_runs SET as_of = requested_at")
    # Of a finished run the one file it made
    op.execute(
        """
        UPDATE consolidation_runs SET outputs = '{"bao-cao-tong-hop.docx": "' || sha256 || '"}' WHERE sha256 != ''
        """
    )
    with op.batch_alter_table(_RUNS) as batch:
        batch.alter_column("as_of", existing_type=Moment(), nullable=False)
    # Last, and not in a batch: so it can be dropped again on SQLite, which does not let go of a key of the whole table.
    op.execute(
        "ALTER TABLE consolidation_runs ADD COLUMN previous_id INTEGER "
        "CONSTRAINT fk_consolidation_runs_previous_id_consolidation_runs REFERENCES consolidation_runs (id)"
    )
    op.create_table(
        "transmittals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], [f"{_RUNS}.id"], name=op.f("fk_transmittals_run_id_consolidation_runs")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_transmittals_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transmittals")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_transmittals_submission_id")),
    )


def downgrade() -> None:
    op.drop_table("transmittals")
    for name in ("previous_id", "as_of", *_MOMENTS, *_NUMBERS, *_OBJECTS, *_TEXTS):
        op.drop_column(_RUNS, name)
