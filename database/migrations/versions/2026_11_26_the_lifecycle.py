"""The lifecycle: every move an event, how a report came, what it says to the outline.

What happened before these tables were there is written into them from what was kept of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from database.base import Moment

revision = "20261126"
down_revision = "20261123"
branch_labels = None
depends_on = None

_OF_SUBMISSIONS = ("sending_way", "kind", "registered_by", "note")
_OF_RETURNS = ("sections", "returned_by")


def upgrade() -> None:
    _make_events()
    _make_outline_checks()
    _make_match_corrections()
    for name in _OF_SUBMISSIONS:
        default = "file" if name == "sending_way" else ""
        op.add_column("submissions", sa.Column(name, sa.String(), server_default=default, nullable=False))
    for name in _OF_RETURNS:
        default = "[]" if name == "sections" else ""
        op.add_column("returns", sa.Column(name, sa.String(), server_default=default, nullable=False))
    for past in _PAST:
        op.execute(past)


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("from_stage", sa.String(), nullable=False),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_events_obligation_id_obligations")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_events_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("submission_id", "move", name=op.f("uq_events_submission_id_move")),
    )
    op.create_index("ix_events_obligation", "events", ["obligation_id", "move"], unique=False)


def _make_outline_checks() -> None:
    op.create_table(
        "outline_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_outline_checks_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_checks")),
    )
    op.create_index(op.f("ix_outline_checks_submission_id"), "outline_checks", ["submission_id"], unique=False)


def _make_match_corrections() -> None:
    op.create_table(
        "match_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_match_corrections_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_corrections")),
    )
    op.create_index(op.f("ix_match_corrections_submission_id"), "match_corrections", ["submission_id"], unique=False)


_PAST = (
    """
    INSERT INTO events (obligation_id, submission_id, move, from_stage, to_stage, at, by, reason, document_number)
    SELECT obligation_id, id, 'submit',
        CASE
            WHEN number = 1 THEN 'open'
            WHEN EXISTS (
                SELECT 1 FROM submissions AS earlier JOIN returns ON returns.submission_id = earlier.id
                WHERE earlier.obligation_id = submissions.obligation_id AND earlier.number = submissions.number - 1
            ) THEN 'returned'
            ELSE 'received'
        END,
        'received', registered_at, '', '', document_number
    FROM submissions ORDER BY id
    """,
    """
    INSERT INTO events (obligation_id, submission_id, move, from_stage, to_stage, at, by, reason, document_number)
    SELECT submissions.obligation_id, submissions.id, 'return', 'received', 'returned', returned_at, '', reason, ''
    FROM returns JOIN submissions ON submissions.id = returns.submission_id ORDER BY returns.id
    """,
    """
    INSERT INTO events (obligation_id, submission_id, move, from_stage, to_stage, at, by, reason, document_number)
    SELECT obligation_id, NULL, 'extend', stage, stage, effective_from, approver, '', document_number
    FROM (
        SELECT id, obligation_id, cause, effective_from, approver, document_number,
            CASE
                WHEN EXISTS (
                    SELECT 1 FROM obligation_versions AS earlier
                    WHERE earlier.obligation_id = obligation_versions.obligation_id
                        AND earlier.number < obligation_versions.number AND earlier.cause = 'returned'
                ) THEN 'returned'
                ELSE 'open'
            END AS stage
        FROM obligation_versions
    ) AS extended
    WHERE cause = 'extended' ORDER BY id
    """,
    """
    INSERT INTO events (obligation_id, submission_id, move, from_stage, to_stage, at, by, reason, document_number)
    SELECT obligation_id, NULL, 'promise', stage, stage, made_at, made_by, '', ''
    FROM (
        SELECT id, obligation_id, made_at, made_by,
            CASE
                WHEN EXISTS (
                    SELECT 1 FROM submissions JOIN returns ON returns.submission_id = submissions.id
                    WHERE submissions.obligation_id = promises.obligation_id AND returned_at <= made_at
                ) THEN 'returned'
                ELSE 'open'
            END AS stage
        FROM promises
    ) AS promised
    ORDER BY id
    """,
)


def downgrade() -> None:
    for name in _OF_RETURNS:
        op.drop_column("returns", name)
    for name in _OF_SUBMISSIONS:
        op.drop_column("submissions", name)
    op.drop_table("match_corrections")
    op.drop_table("outline_checks")
    op.drop_table("events")
