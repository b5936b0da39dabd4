"""Reading assessments: their state, and those that have no plan yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from services.review.records import RECEIVED, SET_ASIDE, AssessmentRecord, Key
from services.review.store.forgetting import FORGOTTEN
from services.review.store.knowing import ASSESSMENT_COLUMNS, as_values, read_assessments
from services.review.store.tables import assessments

# Of one that has not told when it was received, nobody knows how long it waits.
_OLDEST = assessments.c.received_at.nulls_first()


def read_assessment(connection: Connection, key: Key) -> AssessmentRecord | None:
    """Read one assessment; None while nothing has been told of it."""
    return read_assessments(connection, [key]).get(key)


def read_named(connection: Connection, assessment_id: str) -> list[AssessmentRecord]:
    """Read the assessments of that name; clients name theirs apart from each other."""
    query = _query().where(assessments.c.assessment_id == assessment_id)
    return as_values(AssessmentRecord, connection, query.order_by(_OLDEST))


def read_unplanned(
    connection: Connection, *, since: datetime, limit: int
) -> list[AssessmentRecord]:
    """
    Read assessments without a plan, set aside ones first, then the longest waiting.

    Of those that merely wait, only the ones received before ``since``: the others are on their way.
    """
    set_aside = _query().where(assessments.c.state == SET_ASIDE)
    late = _query().where(assessments.c.state == RECEIVED, assessments.c.received_at < since)
    found = [
        record
        for query, order in ((set_aside, _OLDEST), (late, assessments.c.received_at))
        for record in as_values(AssessmentRecord, connection, query.order_by(order).limit(limit))
    ]
    return found[:limit]


def read_unplanned_of(connection: Connection, patient_ref: str) -> list[AssessmentRecord]:
    """Read one patient's assessments that have no plan, oldest first."""
    unplanned = or_(assessments.c.state == SET_ASIDE, assessments.c.state == RECEIVED)
    query = _query().where(assessments.c.patient_ref == patient_ref, unplanned)
    return as_values(AssessmentRecord, connection, query.order_by(_OLDEST))


def read_forgotten(connection: Connection) -> set[Key]:
    """Name the assessments whose patients were forgotten."""
    query = select(assessments.c.client, assessments.c.assessment_id)
    rows = connection.execute(query.where(assessments.c.withdrawn_reason == FORGOTTEN))
    return {(row.client, row.assessment_id) for row in rows}


def _query() -> Select[Any]:
    return select(*ASSESSMENT_COLUMNS)
