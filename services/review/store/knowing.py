"""Reading and writing what is known of patients: the records that the projection works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from services.review.records import AssessmentRecord, Key, Mark, PlanRecord, Records
from services.review.store.tables import assessments, decisions, plans

R = TypeVar("R")
Known = TypeVar("Known", AssessmentRecord, PlanRecord)

_PLAN_FIELDS = tuple(each.name for each in fields(PlanRecord))
_ASSESSMENT_FIELDS = tuple(each.name for each in fields(AssessmentRecord))

PLAN_COLUMNS = tuple(plans.c[name] for name in _PLAN_FIELDS)
ASSESSMENT_COLUMNS = tuple(assessments.c[name] for name in _ASSESSMENT_FIELDS)


def read_records(
    connection: Connection, *, patients: Iterable[str], keys: Iterable[Key] = ()
) -> Records:
    """
    Read everything about these patients, and about the patients of these assessments.

    Where an assessment replaces another patient's, that patient comes along, and the other way.
    """
    named = set(patients) | _patients_of(connection, keys)
    while more := _patients_replacing(connection, named) - named:
        named |= more
    found = Records(
        {record.key: record for record in _assessments_of(connection, named)},
        {plan.plan_id: plan for plan in _plans_of(connection, named)},
    )
    found.marks = read_marks(connection, found.plans)
    return found


def read_assessments(connection: Connection, keys: Iterable[Key]) -> dict[Key, AssessmentRecord]:
    """Read these assessments; those that are not known are left out."""
    query = select(*ASSESSMENT_COLUMNS).where(*_named(set(keys)))
    return {record.key: record for record in as_values(AssessmentRecord, connection, query)}


def read_plan(connection: Connection, plan_id: str) -> PlanRecord | None:
    """Read one plan's head; None where there is no such plan."""
    query = select(*PLAN_COLUMNS).where(plans.c.plan_id == plan_id)
    return next(iter(as_values(PlanRecord, connection, query)), None)


def read_marks(connection: Connection, plan_ids: Iterable[str]) -> dict[str, tuple[Mark, ...]]:
    """Read the decisions on these plans, oldest first; plans without any are left out."""
    marks: dict[str, tuple[Mark, ...]] = {}
    query = select(
        decisions.c.plan_id,
        decisions.c.stage,
        decisions.c.decision,
        decisions.c.until,
        decisions.c.number.label("order"),
    )
    of_plans = query.where(decisions.c.plan_id.in_(set(plan_ids))).order_by(decisions.c.number)
    for mark in as_values(Mark, connection, of_plans):
        marks[mark.plan_id] = (*marks.get(mark.plan_id, ()), mark)
    return marks


def as_values(kind: Callable[..., R], connection: Connection, query: Select[Any]) -> list[R]:
    """Run a query whose columns are the fields of ``kind``; give one value for each row."""
    rows: Iterable[Row[Any]] = connection.execute(query)
    return [kind(**row._mapping) for row in rows]


def write_records(connection: Connection, *, before: Records, after: Records) -> None:
    """Write what became different."""
    assessed = _changed(before.assessments, after.assessments, _ASSESSMENT_FIELDS)
    _put(connection, assessments, assessed)
    _put(connection, plans, _changed(before.plans, after.plans, _PLAN_FIELDS))


def _patients_of(connection: Connection, keys: Iterable[Key]) -> set[str]:
    named = set(keys)
    replacing_it = assessments.c.replaces.in_({assessment_id for _, assessment_id in named})
    patients = select(assessments.c.patient_ref)
    return {
        *connection.scalars(patients.where(*_named(named))),
        *connection.scalars(patients.where(replacing_it)),
    }


def _named(keys: set[Key]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    # SQLite finds no index for a pair in a list of pairs; the one by assessment_id does as well.
    ids = assessments.c.assessment_id.in_({assessment_id for _, assessment_id in keys})
    return ids, tuple_(assessments.c.client, assessments.c.assessment_id).in_(keys)


def _patients_replacing(connection: Connection, named: set[str]) -> set[str]:
    newer, older = assessments.alias("newer"), assessments.alias("older")
    same = (newer.c.client == older.c.client) & (newer.c.replaces == older.c.assessment_id)
    pairs = newer.join(older, same)
    replacing = (
        select(older.c.patient_ref)
        .select_from(pairs)
        .where(newer.c.patient_ref.in_(named), newer.c.replaces.is_not(None))
    )
    replaced = select(newer.c.patient_ref).select_from(pairs).where(older.c.patient_ref.in_(named))
    return set(connection.scalars(replacing)) | set(connection.scalars(replaced))


def _assessments_of(connection: Connection, patients: set[str]) -> Iterable[AssessmentRecord]:
    query = select(*ASSESSMENT_COLUMNS).where(assessments.c.patient_ref.in_(patients))
    return as_values(AssessmentRecord, connection, query)


def _plans_of(connection: Connection, patients: set[str]) -> Iterable[PlanRecord]:
    query = select(*PLAN_COLUMNS).where(plans.c.patient_ref.in_(patients))
    return as_values(PlanRecord, connection, query)


def _changed(
    before: Mapping[Any, Known], after: Mapping[Any, Known], columns: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {name: getattr(record, name) for name in columns}
        for key, record in after.items()
        if before.get(key) != record
    ]


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key]
    statement = dialect.insert(table)
    rest = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), rows)
