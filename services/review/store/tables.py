"""
The tables.

What the projection wrote (`assessments`, `plans`, `bodies`, `positions`) can be built again from
the topics; what people did (`decisions`, `openings`, `people`, `sessions`, `used_links`) and what
is to be told (`outbox`) cannot.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from services.review.store.columns import Day, Moment, Name, Names, Number

metadata = MetaData()

assessments = Table(
    "assessments",
    metadata,
    Column("client", Name, primary_key=True),
    Column("assessment_id", Name, primary_key=True),
    Column("patient_ref", Name, nullable=False),
    Column("assessed_at", Moment),
    Column("received_at", Moment),
    Column("offset_minutes", Integer, nullable=False),
    Column("replaces", Name),
    Column("grade", Name),
    Column("side", Name),
    Column("simulated", Boolean, nullable=False),
    Column("findings", LargeBinary),
    Column("withdrawn_at", Moment),
    Column("withdrawn_reason", Name),
    Column("set_aside_at", Moment),
    Column("set_aside_reason", Name),
    Column("state", Name, nullable=False),
    Column("plan_id", Name),
)
Index("assessments_named", assessments.c.assessment_id)
Index("assessments_of_patient", assessments.c.patient_ref)
Index("assessments_by_state", assessments.c.state, assessments.c.received_at)
Index(
    "assessments_replacing",
    assessments.c.replaces,
    sqlite_where=assessments.c.replaces.is_not(None),
    postgresql_where=assessments.c.replaces.is_not(None),
)

plans = Table(
    "plans",
    metadata,
    Column("plan_id", Name, primary_key=True),
    Column("client", Name, nullable=False),
    Column("assessment_id", Name, nullable=False),
    Column("patient_ref", Name, nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("assessed_at", Moment, nullable=False),
    Column("knowledge_version", Name, nullable=False),
    Column("knowledge_digest", Name, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("content_hash", Name, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("status", Name, nullable=False),
    Column("side", Name, nullable=False),
    Column("urgency", Name, nullable=False),
    Column("act_by", Name),
    Column("due", Moment, nullable=False),
    Column("stale_after", Name, nullable=False),
    Column("headline", Text, nullable=False),
    Column("stages", Names, nullable=False),
    Column("state", Name, nullable=False),
    Column("first_waited", Moment, nullable=False),
    Column("next_stage", Name),
    Column("wakes_on", Day),
    Column("echoes", Name),
)
# A worklist page reads a few ranges of this index and nothing else, then the rows that it shows.
Index(
    "plans_on_worklist",
    plans.c.state,
    plans.c.urgency,
    plans.c.due,
    plans.c.first_waited,
    plans.c.plan_id,
)
Index("plans_of_patient", plans.c.patient_ref, plans.c.plan_id)
Index("plans_of_assessment", plans.c.assessment_id)
Index(
    "plans_waking",
    plans.c.wakes_on,
    sqlite_where=plans.c.wakes_on.is_not(None),
    postgresql_where=plans.c.wakes_on.is_not(None),
)

# Plans that say the same share one body; `packed` becomes null when a patient is forgotten.
bodies = Table(
    "bodies",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("packed", LargeBinary),
)

# What bodies have in common: sentences of the tables, and the words that compression begins with.
# Nothing of a patient; never deleted, since bodies name them by number.
passages = Table(
    "passages",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("text", LargeBinary, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    Column("reader", Name, primary_key=True),
    Column("topic", Name, primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("decision_id", Name, nullable=False, unique=True),
    Column("plan_id", Name, nullable=False),
    Column("stage", Name, nullable=False),
    Column("decision", Name, nullable=False),
    Column("until", Day),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("decided_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
Index("decisions_on_plan", decisions.c.plan_id, decisions.c.number)

outbox = Table(
    "outbox",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", Name, nullable=False),
    Column("topic", Name, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("headers", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("shipped", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
Index("outbox_once", outbox.c.topic, outbox.c.id, unique=True)
Index(
    "outbox_to_ship",
    outbox.c.number,
    sqlite_where=outbox.c.shipped.is_(False),
    postgresql_where=outbox.c.shipped.is_(False),
)

people = Table(
    "people",
    metadata,
    Column("ref", Name, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Name, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
)
Index("people_named", people.c.name, people.c.role, unique=True)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("person", Name, nullable=False),
    Column("ends_at", Moment, nullable=False),
)
Index("sessions_ending", sessions.c.ends_at)

used_links = Table(
    "used_links",
    metadata,
    Column("link_id", Name, primary_key=True),
    Column("used_at", Moment, nullable=False),
    Column("person", Name, nullable=False),
)

openings = Table(
    "openings",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("plan_id", Name, nullable=False),
    Column("person", Name, nullable=False),
    Column("opened_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
Index("openings_of_plan", openings.c.plan_id, openings.c.number)

secrets = Table(
    "secrets",
    metadata,
    Column("purpose", Name, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
