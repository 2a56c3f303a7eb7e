"""Live: the runs of the clockwork, the auditor's rounds, alarms, restorations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from database.base import Moment

revision = "20261129"
down_revision = "20261128"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, Moment(), nullable=nullable)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    _create_ticks()
    _create_audit_rounds()
    _create_alarms()
    op.create_index("ix_outbox_figures", "outbox", ["state", "channel", "message", "moment", "sent_at"])
    op.create_table(
        "restorations",
        _id(),
        _moment("taken_at"),
        _moment("stopped_at"),
        _moment("restored_at"),
        _text("by"),
        _text("receipts"),
        _text("note"),
        _key("restorations"),
    )
    _index_for_the_auditor()


def _index_for_the_auditor() -> None:
    """What it looks for is rare, and so are the entries of these indexes. On PostgreSQL three older ones held everything."""
    for name, table, columns, on_sqlite, on_postgresql in _RARE:
        op.create_index(name, table, columns, sqlite_where=sa.text(on_sqlite), postgresql_where=sa.text(on_postgresql))
    if op.get_bind().dialect.name == "postgresql":
        for name, columns, where in _NARROWED:
            op.drop_index(name, "outbox")
            op.create_index(name, "outbox", columns, postgresql_where=sa.text(where))


_BARE, _OFFICE = "outcome = 'send' AND message_key IS NULL", "audience = 'office'"
_RARE = (
    ("ix_decisions_without_message", "decisions", ["message_key", "version_id"], _BARE, _BARE),
    ("ix_decisions_office", "decisions", ["version_id"], _OFFICE, _OFFICE),
    ("ix_outbox_doubtful", "outbox", ["campaign_id"], "doubtful = 1", "doubtful"),
)
_NARROWED = (
    ("ix_outbox_open", ["next_at"], "state IN ('queued', 'held', 'sending')"),
    ("ix_outbox_refused", ["campaign_id", "address"], "state = 'failed'"),
    ("ix_outbox_unknown", ["campaign_id", "settled_at"], "state = 'unknown'"),
)


def _create_ticks() -> None:
    op.create_table(
        "ticks",
        _id(),
        _text("kind"),
        _text("plan"),
        _moment("due_at", nullable=True),
        _moment("started_at"),
        _moment("ended_at", nullable=True),
        _text("outcome"),
        _text("note"),
        _text("owner"),
        _key("ticks"),
    )
    op.create_index("ix_ticks_kind_started_at", "ticks", ["kind", "started_at"])


def _create_audit_rounds() -> None:
    op.create_table(
        "audit_rounds",
        _id(),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("seconds", sa.Float(), nullable=False),
        _text("flaws"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_audit_rounds_campaign_id_campaigns")),
        _key("audit_rounds"),
    )
    op.create_index("ix_audit_rounds_at", "audit_rounds", ["campaign_id", "at"])


def _create_alarms() -> None:
    op.create_table(
        "alarms",
        _id(),
        _text("kind"),
        _moment("raised_at"),
        _moment("told_at", nullable=True),
        _moment("ended_at", nullable=True),
        _text("note"),
        _key("alarms"),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index("ix_alarms_open", "alarms", ["kind"], unique=True, sqlite_where=is_open, postgresql_where=is_open)


def downgrade() -> None:
    op.drop_index("ix_outbox_figures", "outbox")
    if op.get_bind().dialect.name == "postgresql":
        for name, columns, _ in _NARROWED:
            op.drop_index(name, "outbox")
            op.create_index(name, "outbox", columns)
    for name, table, *_ in _RARE:
        op.drop_index(name, table)
    for table in ("restorations", "alarms", "audit_rounds", "ticks"):
        op.drop_table(table)
