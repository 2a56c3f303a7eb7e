"""The web: accounts, the audit log, what units and staff do on pages, and who is told of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from database.base import Moment

revision = "20261128"
down_revision = "20261127"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[sa.DateTime]]:
    return [sa.Column(name, Moment(), nullable=False) for name in names]


def _open_moments(*names: str) -> list[sa.Column[sa.DateTime]]:
    return [sa.Column(name, Moment(), nullable=True) for name in names]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade() -> None:
    _create_accounts()
    _create_the_audit_log()
    _create_what_units_do()
    _create_what_staff_do()
    _create_subscriptions()
    # Not in a batch: so it can be dropped again on SQLite, which does not let go of a key of the whole table.
    op.execute(
        "ALTER TABLE outbox ADD COLUMN notice_id INTEGER CONSTRAINT fk_outbox_notice_id_notices REFERENCES notices (id)"
    )
    op.add_column("consolidation_runs", sa.Column("key", sa.String(), nullable=True))
    op.create_index("ix_consolidation_runs_key", "consolidation_runs", ["campaign_id", "key"], unique=True)
    is_unknown = sa.text("state = 'unknown'")
    op.create_index("ix_outbox_unknown", "outbox", ["campaign_id", "settled_at"], sqlite_where=is_unknown)
    op.create_index("ix_submissions_received", "submissions", ["campaign_id", "received_at"])
    op.drop_index("ix_contacts_unit", "contacts")
    op.create_index("ix_contacts_unit", "contacts", ["campaign_id", "unit", "address"])
    _forbid_changes("audit_entries")
    # There from the start, so that two processes cannot both write the first entry.
    heads = sa.table("audit_head", sa.column("id"), sa.column("entry_id"), sa.column("hash"))
    op.execute(heads.insert().values(id=1, entry_id=0, hash="0" * 64))


def _forbid_changes(table: str) -> None:
    """The database itself refuses to change or delete what was written there."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )


def _create_accounts() -> None:
    op.create_table(
        "users",
        _id(),
        *_texts("name", "display_name", "email", "role", "body", "password_hash"),
        *_moments("password_changed_at"),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        *_texts("totp_secret"),
        *_open_moments("totp_since"),
        *_numbers("totp_step"),
        *_moments("created_at"),
        *_texts("created_by"),
        *_open_moments("closed_at"),
        _key("users"),
        _once("users", "name"),
    )
    op.create_table(
        "web_sessions",
        _id(),
        *_numbers("user_id"),
        *_texts("digest"),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        *_moments("created_at", "seen_at", "expires_at"),
        *_open_moments("revoked_at"),
        *_texts("revoked_by", "address", "agent"),
        _refers("web_sessions", "user_id", "users"),
        _key("web_sessions"),
        _once("web_sessions", "digest"),
    )
    op.create_index(op.f("ix_web_sessions_user_id"), "web_sessions", ["user_id"])
    op.create_table(
        "sign_in_attempts",
        _id(),
        *_moments("at"),
        *_texts("name", "address", "stage"),
        sa.Column("has_succeeded", sa.Boolean(), nullable=False),
        _key("sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_address", "sign_in_attempts", ["address", "at"])
    op.create_index("ix_sign_in_attempts_name", "sign_in_attempts", ["name", "at"])
    op.create_table(
        "api_tokens",
        _id(),
        *_numbers("user_id"),
        *_texts("digest", "name", "scopes"),
        *_moments("created_at", "expires_at"),
        *_open_moments("used_at", "revoked_at"),
        *_texts("revoked_by"),
        _refers("api_tokens", "user_id", "users"),
        _key("api_tokens"),
        _once("api_tokens", "digest"),
    )
    op.create_index(op.f("ix_api_tokens_user_id"), "api_tokens", ["user_id"])
    op.create_table(
        "api_answers",
        _id(),
        *_numbers("user_id"),
        *_texts("key", "request"),
        *_moments("at"),
        *_texts("body"),
        _refers("api_answers", "user_id", "users"),
        _key("api_answers"),
        _once("api_answers", "user_id", "key"),
    )


def _create_the_audit_log() -> None:
    op.create_table(
        "audit_entries",
        _id(),
        *_moments("at"),
        *_texts("who", "role"),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        *_texts("action", "about", "detail", "previous_hash", "hash"),
        _refers("audit_entries", "campaign_id", "campaigns"),
        _key("audit_entries"),
    )
    op.create_index("ix_audit_entries_about", "audit_entries", ["campaign_id", "about"])
    op.create_table("audit_head", _id(), *_numbers("entry_id"), *_texts("hash"), _key("audit_head"))


def _create_what_units_do() -> None:
    op.create_table(
        "unit_link_revocations",
        _id(),
        *_numbers("campaign_id"),
        *_texts("unit"),
        *_moments("at"),
        *_texts("by", "reason"),
        _refers("unit_link_revocations", "campaign_id", "campaigns"),
        _key("unit_link_revocations"),
    )
    op.create_index("ix_unit_link_revocations_unit", "unit_link_revocations", ["campaign_id", "unit"])
    op.create_table(
        "hand_ins",
        _id(),
        *_texts("key"),
        *_numbers("campaign_id"),
        *_texts("unit"),
        *_numbers("obligation_id"),
        *_moments("begun_at"),
        *_open_moments("finished_at"),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        _refers("hand_ins", "campaign_id", "campaigns"),
        _refers("hand_ins", "obligation_id", "obligations"),
        _refers("hand_ins", "submission_id", "submissions"),
        _key("hand_ins"),
        _once("hand_ins", "key"),
    )
    op.create_index(op.f("ix_hand_ins_obligation_id"), "hand_ins", ["obligation_id"])
    op.create_table(
        "uploads",
        _id(),
        *_numbers("hand_in_id", "number"),
        *_texts("file_name"),
        *_numbers("size", "received"),
        *_texts("sha256", "kind", "note"),
        *_moments("begun_at", "touched_at"),
        _refers("uploads", "hand_in_id", "hand_ins"),
        _key("uploads"),
        _once("uploads", "hand_in_id", "number"),
    )
    op.create_table(
        "submission_files",
        _id(),
        *_numbers("submission_id", "number"),
        *_texts("file_name", "sha256"),
        *_numbers("size"),
        *_texts("kind"),
        _refers("submission_files", "submission_id", "submissions"),
        _key("submission_files"),
        _once("submission_files", "submission_id", "number"),
    )
    op.create_table(
        "contact_proposals",
        _id(),
        *_numbers("campaign_id"),
        *_texts("unit"),
        *_moments("at"),
        *_texts("name", "role", "email", "phone", "note"),
        *_open_moments("settled_at"),
        *_texts("settled_by", "settlement"),
        _refers("contact_proposals", "campaign_id", "campaigns"),
        _key("contact_proposals"),
    )
    op.create_index(
        "ix_contact_proposals_open",
        "contact_proposals",
        ["campaign_id", "at"],
        sqlite_where=sa.text("settled_at IS NULL"),
    )


def _create_what_staff_do() -> None:
    op.create_table(
        "acknowledgements",
        _id(),
        *_numbers("campaign_id", "outbox_id"),
        *_moments("at"),
        *_texts("by", "note"),
        _refers("acknowledgements", "campaign_id", "campaigns"),
        _refers("acknowledgements", "outbox_id", "outbox"),
        _key("acknowledgements"),
    )
    op.create_index(op.f("ix_acknowledgements_outbox_id"), "acknowledgements", ["outbox_id"])
    op.create_table(
        "holds",
        _id(),
        *_numbers("campaign_id"),
        *_texts("unit"),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        *_moments("at"),
        *_texts("by", "reason"),
        sa.Column("until", sa.Date(), nullable=True),
        *_open_moments("released_at"),
        *_texts("released_by"),
        _refers("holds", "campaign_id", "campaigns"),
        _refers("holds", "outbox_id", "outbox"),
        _key("holds"),
    )
    op.create_index(op.f("ix_holds_outbox_id"), "holds", ["outbox_id"])
    op.create_index("ix_holds_unit", "holds", ["campaign_id", "unit"])
    op.create_table(
        "notices",
        _id(),
        *_texts("key"),
        *_numbers("campaign_id"),
        *_moments("at"),
        *_texts("by", "subject", "text", "units"),
        _refers("notices", "campaign_id", "campaigns"),
        _key("notices"),
        _once("notices", "key"),
    )
    op.create_table(
        "plan_changes",
        _id(),
        *_numbers("campaign_id"),
        *_moments("at"),
        *_texts("by", "kind", "summary", "reason", "approver", "document_number", "before", "after"),
        _refers("plan_changes", "campaign_id", "campaigns"),
        _key("plan_changes"),
    )
    op.create_index(op.f("ix_plan_changes_campaign_id"), "plan_changes", ["campaign_id"])
    op.create_table(
        "rehearsals",
        _id(),
        *_numbers("campaign_id"),
        *_texts("kind", "question", "stamp"),
        *_moments("as_of", "requested_at"),
        *_texts("requested_by", "state"),
        *_numbers("attempt"),
        *_open_moments("progressed_at"),
        *_numbers("done", "total"),
        *_open_moments("finished_at"),
        *_texts("answer_sha256", "error"),
        _refers("rehearsals", "campaign_id", "campaigns"),
        _key("rehearsals"),
    )
    op.create_index(
        "ix_rehearsals_open", "rehearsals", ["id"], sqlite_where=sa.text("state IN ('requested', 'working')")
    )
    op.create_index("ix_rehearsals_stamp", "rehearsals", ["campaign_id", "kind", "stamp"])


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        _id(),
        *_numbers("campaign_id"),
        *_texts("url", "shown", "secret", "kinds"),
        *_moments("created_at"),
        *_texts("created_by"),
        *_open_moments("ended_at"),
        *_texts("ended_by", "seen"),
        _refers("subscriptions", "campaign_id", "campaigns"),
        _key("subscriptions"),
    )
    op.create_table(
        "subscription_calls",
        _id(),
        *_numbers("subscription_id"),
        *_texts("event_key", "kind"),
        *_moments("at"),
        *_texts("body", "state"),
        *_moments("next_at"),
        *_numbers("attempts"),
        sa.Column("lease_owner", sa.String(), nullable=True),
        *_open_moments("lease_until", "sent_at"),
        *_texts("code", "note"),
        _refers("subscription_calls", "subscription_id", "subscriptions"),
        _key("subscription_calls"),
        _once("subscription_calls", "subscription_id", "event_key"),
    )
    op.create_index(
        "ix_subscription_calls_open",
        "subscription_calls",
        ["next_at"],
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
    )


def downgrade() -> None:
    op.drop_index("ix_contacts_unit", "contacts")
    op.create_index("ix_contacts_unit", "contacts", ["campaign_id", "unit"])
    op.drop_index("ix_submissions_received", "submissions")
    op.drop_index("ix_outbox_unknown", "outbox")
    op.drop_column("outbox", "notice_id")
    op.drop_index("ix_consolidation_runs_key", "consolidation_runs")
    op.drop_column("consolidation_runs", "key")
    for table in (
        "subscription_calls",
        "subscriptions",
        "rehearsals",
        "plan_changes",
        "notices",
        "holds",
        "acknowledgements",
        "contact_proposals",
        "submission_files",
        "uploads",
        "hand_ins",
        "unit_link_revocations",
        "audit_head",
        "audit_entries",
        "api_answers",
        "api_tokens",
        "sign_in_attempts",
        "web_sessions",
        "users",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entries_append_only()")
