"""Channels: what is heard of a message, what people answer, calls, codes, grants, and what a channel may send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from database.base import Moment

revision = "20261127"
down_revision = "20261126r"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _moments(*names: str, nullable: bool = False) -> list[sa.Column[sa.DateTime]]:
    return [sa.Column(name, Moment(), nullable=nullable) for name in names]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _once(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _campaign() -> sa.Column[int]:
    return sa.Column("campaign_id", sa.Integer(), nullable=False)


def upgrade() -> None:
    _create_what_is_heard()
    _create_what_people_say()
    _create_accounts()
    op.add_column("outbox", sa.Column("begun_at", Moment(), nullable=True))
    # What an older program holds may have been begun
    op.execute("UPDATE outbox SET begun_at = lease_until WHERE state = 'sending'")
    # Not in a batch: so it can be dropped again on SQLite, which does not let go of a key of the whole table.
    op.execute(
        "ALTER TABLE outbox ADD COLUMN replaces_id INTEGER "
        "CONSTRAINT fk_outbox_replaces_id_outbox REFERENCES outbox (id)"
    )
    op.create_index(op.f("ix_outbox_replaces_id"), "outbox", ["replaces_id"])
    op.create_index("ix_outbox_provider_id", "outbox", ["provider_id"], sqlite_where=sa.text("provider_id != ''"))


def _create_what_is_heard() -> None:
    op.create_table(
        "signals",
        _id(),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        *_moments("at"),
        *_texts("kind", "event_key", "detail"),
        _refers("signals", "outbox_id", "outbox"),
        _key("signals"),
        _once("signals", "event_key"),
    )
    op.create_index(op.f("ix_signals_outbox_id"), "signals", ["outbox_id"])
    op.create_table(
        "hooks",
        _id(),
        *_texts("source", "event_key"),
        *_moments("received_at"),
        *_texts("headers"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *_texts("variant"),
        *_moments("processed_at", nullable=True),
        *_texts("note"),
        _key("hooks"),
        _once("hooks", "event_key"),
    )
    op.create_index("ix_hooks_open", "hooks", ["id"], sqlite_where=sa.text("processed_at IS NULL"))
    op.create_table(
        "hook_variants", *_texts("source", "variant"), *_moments("found_at"), _key("hook_variants", "source")
    )


def _create_what_people_say() -> None:
    op.create_table(
        "answers",
        _id(),
        _campaign(),
        *_texts("unit", "contact", "channel"),
        *_moments("at"),
        *_texts("kind", "event_key"),
        sa.Column("day", sa.Date(), nullable=True),
        *_texts("text"),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        *_moments("settled_at", nullable=True),
        *_texts("settled_by", "settlement"),
        _refers("answers", "campaign_id", "campaigns"),
        _refers("answers", "outbox_id", "outbox"),
        _key("answers"),
        _once("answers", "event_key"),
    )
    op.create_index(op.f("ix_answers_outbox_id"), "answers", ["outbox_id"])
    op.create_index("ix_answers_open", "answers", ["campaign_id", "at"], sqlite_where=sa.text("settled_at IS NULL"))
    op.create_table(
        "calls",
        _id(),
        _campaign(),
        *_texts("unit", "contact", "number"),
        *_moments("at"),
        *_texts("who", "result"),
        *_moments("until", nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        *_texts("note"),
        _refers("calls", "campaign_id", "campaigns"),
        _key("calls"),
    )
    op.create_index("ix_calls_unit", "calls", ["campaign_id", "unit"])
    op.create_table(
        "contact_changes",
        _id(),
        _campaign(),
        *_moments("at"),
        *_texts("who", "unit", "contact", "channel", "before", "after"),
        _refers("contact_changes", "campaign_id", "campaigns"),
        _key("contact_changes"),
    )
    op.create_index("ix_contact_changes_unit", "contact_changes", ["campaign_id", "unit"])
    op.create_table(
        "binding_codes",
        _id(),
        _campaign(),
        *_texts("unit", "contact", "channel", "digest"),
        *_moments("issued_at"),
        *_texts("issued_by"),
        *_moments("expires_at"),
        *_moments("used_at", nullable=True),
        *_texts("address"),
        _refers("binding_codes", "campaign_id", "campaigns"),
        _key("binding_codes"),
        _once("binding_codes", "digest"),
    )


def _create_accounts() -> None:
    op.create_table(
        "zalo_grants",
        *_texts("oa_id", "app_id", "access", "refresh"),
        *_moments("access_expires_at", "refresh_issued_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("state"),
        sa.Column("lease_owner", sa.String(), nullable=True),
        *_moments("lease_until", "attempt_at", nullable=True),
        *_texts("note"),
        _key("zalo_grants", "oa_id"),
    )
    op.create_table("channel_paces", *_texts("channel"), *_moments("free_at"), _key("channel_paces", "channel"))
    op.create_table(
        "channel_reopenings", _id(), *_texts("channel"), *_moments("at"), *_texts("who"), _key("channel_reopenings")
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_provider_id", table_name="outbox")
    op.drop_index(op.f("ix_outbox_replaces_id"), table_name="outbox")
    op.drop_column("outbox", "replaces_id")
    op.drop_column("outbox", "begun_at")
    for table in (
        "channel_reopenings",
        "channel_paces",
        "zalo_grants",
        "binding_codes",
        "contact_changes",
        "calls",
        "answers",
        "hook_variants",
        "hooks",
        "signals",
    ):
        op.drop_table(table)
