"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.review.store.columns import Name, Number

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    _projection()
    _decisions()
    _outbox()
    _people()


def _projection() -> None:
    op.create_table(
        "assessments",
        sa.Column("client", Name, primary_key=True),
        sa.Column("assessment_id", Name, primary_key=True),
        sa.Column("patient_ref", Name, nullable=False),
        sa.Column("assessed_at", Name),
        sa.Column("received_at", Name),
        sa.Column("offset_minutes", sa.Integer, nullable=False),
        sa.Column("replaces", Name),
        sa.Column("grade", Name),
        sa.Column("side", Name),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("findings", sa.LargeBinary),
        sa.Column("withdrawn_at", Name),
        sa.Column("withdrawn_reason", Name),
        sa.Column("set_aside_at", Name),
        sa.Column("set_aside_reason", Name),
        sa.Column("state", Name, nullable=False),
        sa.Column("plan_id", Name),
    )
    op.create_index("assessments_named", "assessments", ["assessment_id"])
    op.create_index("assessments_of_patient", "assessments", ["patient_ref"])
    op.create_index("assessments_by_state", "assessments", ["state", "received_at"])
    _partial_index("assessments_replacing", "assessments", "replaces", where="replaces IS NOT NULL")
    op.create_table(
        "plans",
        sa.Column("plan_id", Name, primary_key=True),
        sa.Column("client", Name, nullable=False),
        sa.Column("assessment_id", Name, nullable=False),
        sa.Column("patient_ref", Name, nullable=False),
        sa.Column("as_of", Name, nullable=False),
        sa.Column("assessed_at", Name, nullable=False),
        sa.Column("knowledge_version", Name, nullable=False),
        sa.Column("knowledge_digest", Name, nullable=False),
        sa.Column("proposed_at", Name, nullable=False),
        sa.Column("content_hash", Name, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("status", Name, nullable=False),
        sa.Column("side", Name, nullable=False),
        sa.Column("urgency", Name, nullable=False),
        sa.Column("act_by", Name),
        sa.Column("due", Name, nullable=False),
        sa.Column("stale_after", Name, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("stages", Name, nullable=False),
        sa.Column("state", Name, nullable=False),
        sa.Column("first_waited", Name, nullable=False),
        sa.Column("next_stage", Name),
        sa.Column("wakes_on", Name),
        sa.Column("echoes", Name),
    )
    order = ["state", "urgency", "due", "first_waited", "plan_id"]
    op.create_index("plans_on_worklist", "plans", order)
    op.create_index("plans_of_patient", "plans", ["patient_ref", "plan_id"])
    op.create_index("plans_of_assessment", "plans", ["assessment_id"])
    _partial_index("plans_waking", "plans", "wakes_on", where="wakes_on IS NOT NULL")
    op.create_table(
        "bodies",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("packed", sa.LargeBinary),
    )
    op.create_table(
        "positions",
        sa.Column("reader", Name, primary_key=True),
        sa.Column("topic", Name, primary_key=True),
        sa.Column("partition", sa.Integer, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", Number, primary_key=True, autoincrement=True),
        sa.Column("decision_id", Name, nullable=False, unique=True),
        sa.Column("plan_id", Name, nullable=False),
        sa.Column("stage", Name, nullable=False),
        sa.Column("decision", Name, nullable=False),
        sa.Column("until", Name),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("decided_at", Name, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_on_plan", "decisions", ["plan_id", "number"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", Number, primary_key=True, autoincrement=True),
        sa.Column("id", Name, nullable=False),
        sa.Column("topic", Name, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("headers", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("shipped", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_once", "outbox", ["topic", "id"], unique=True)
    # SQLite has no word for false: it writes what is false as 0.
    false = "false" if op.get_context().dialect.name == "postgresql" else "0"
    _partial_index("outbox_to_ship", "outbox", "number", where=f"shipped IS {false}")


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("ref", Name, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", Name, nullable=False),
        sa.Column("first_seen_at", Name, nullable=False),
    )
    op.create_index("people_named", "people", ["name", "role"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("person", Name, nullable=False),
        sa.Column("ends_at", Name, nullable=False),
    )
    op.create_index("sessions_ending", "sessions", ["ends_at"])
    op.create_table(
        "used_links",
        sa.Column("link_id", Name, primary_key=True),
        sa.Column("used_at", Name, nullable=False),
        sa.Column("person", Name, nullable=False),
    )
    op.create_table(
        "openings",
        sa.Column("number", Number, primary_key=True, autoincrement=True),
        sa.Column("plan_id", Name, nullable=False),
        sa.Column("person", Name, nullable=False),
        sa.Column("opened_at", Name, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("openings_of_plan", "openings", ["plan_id", "number"])
    op.create_table(
        "secrets",
        sa.Column("purpose", Name, primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )


def _partial_index(name: str, table: str, column: str, *, where: str) -> None:
    op.create_index(
        name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
