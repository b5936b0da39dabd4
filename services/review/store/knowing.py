"""Reading and writing what is known of patients: the records that the projection works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    select,
    tuple_,
    union,
)

from services.review.records import AssessmentRecord, Key, Mark, PlanRecord, Records
from services.review.store.inserting import put_into
from services.review.store.tables import assessments, decisions, plans

R = TypeVar("R")
Known = TypeVar("Known", AssessmentRecord, PlanRecord)

_PLAN_FIELDS = tuple(each.name for each in fields(PlanRecord))
_ASSESSMENT_FIELDS = tuple(each.name for each in fields(AssessmentRecord))

PLAN_COLUMNS = tuple(plans.c[name] for name in _PLAN_FIELDS)
ASSESSMENT_COLUMNS = tuple(assessments.c[name] for name in _ASSESSMENT_FIELDS)


def _any_of(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _named(keys: Any, ids: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    # SQLite finds no index for a pair in a list of pairs; the one by assessment_id does as well.
    pairs = tuple_(assessments.c.client, assessments.c.assessment_id)
    return assessments.c.assessment_id.in_(ids), pairs.in_(keys)


# The statements of each commit are made once: making one takes longer than running it.
_ASSESSMENTS_OF = select(*ASSESSMENT_COLUMNS).where(
    assessments.c.patient_ref.in_(_any_of("patients"))
)
_PLANS_OF = select(*PLAN_COLUMNS).where(plans.c.patient_ref.in_(_any_of("patients")))
_PLAN = select(*PLAN_COLUMNS).where(plans.c.plan_id == bindparam("plan_id"))
_ASSESSMENTS_NAMED = select(*ASSESSMENT_COLUMNS).where(*_named(_any_of("keys"), _any_of("ids")))
_MARKS = (
    select(
        decisions.c.plan_id,
        decisions.c.stage,
        decisions.c.decision,
        decisions.c.until,
        decisions.c.number.label("order"),
    )
    .where(decisions.c.plan_id.in_(_any_of("plan_ids")))
    .order_by(decisions.c.number)
)
_PATIENTS_OF = union(
    select(assessments.c.patient_ref).where(*_named(_any_of("keys"), _any_of("ids"))),
    select(assessments.c.patient_ref).where(assessments.c.replaces.in_(_any_of("ids"))),
)
_NEWER, _OLDER = assessments.alias("newer"), assessments.alias("older")
_REPLACED = _NEWER.join(
    _OLDER,
    (_NEWER.c.client == _OLDER.c.client) & (_NEWER.c.replaces == _OLDER.c.assessment_id),
)
_PATIENTS_REPLACING = union(
    select(_OLDER.c.patient_ref)
    .select_from(_REPLACED)
    .where(_NEWER.c.patient_ref.in_(_any_of("patients")), _NEWER.c.replaces.is_not(None)),
    select(_NEWER.c.patient_ref)
    .select_from(_REPLACED)
    .where(_OLDER.c.patient_ref.in_(_any_of("patients"))),
)


def read_records(
    connection: Connection, *, patients: Iterable[str], keys: Iterable[Key] = ()
) -> Records:
    """
    Read everything about these patients, and about the patients of these assessments.

    Where an assessment replaces another patient's, that patient comes along, and the other way.
    """
    return read_known(connection, patients_concerned(connection, patients, keys))


def patients_concerned(
    connection: Connection, patients: Iterable[str], keys: Iterable[Key] = ()
) -> set[str]:
    """Name these patients, those of these assessments, and those whose assessments they replace."""
    named = set(patients) | _patients_of(connection, keys)
    while more := _patients_replacing(connection, named) - named:
        named |= more
    return named


def read_known(connection: Connection, named: set[str]) -> Records:
    """Read everything about these patients and no others."""
    found = Records(
        {record.key: record for record in _assessments_of(connection, named)},
        {plan.plan_id: plan for plan in _plans_of(connection, named)},
    )
    found.marks = read_marks(connection, found.plans)
    return found


def read_assessments(connection: Connection, keys: Iterable[Key]) -> dict[Key, AssessmentRecord]:
    """Read these assessments; those that are not known are left out."""
    found = as_values(AssessmentRecord, connection, _ASSESSMENTS_NAMED, **_by_key(keys))
    return {record.key: record for record in found}


def read_plan(connection: Connection, plan_id: str) -> PlanRecord | None:
    """Read one plan's head; None where there is no such plan."""
    return next(iter(as_values(PlanRecord, connection, _PLAN, plan_id=plan_id)), None)


def read_marks(connection: Connection, plan_ids: Iterable[str]) -> dict[str, tuple[Mark, ...]]:
    """Read the decisions on these plans, oldest first; plans without any are left out."""
    marks: dict[str, tuple[Mark, ...]] = {}
    for mark in as_values(Mark, connection, _MARKS, plan_ids=list(plan_ids)):
        marks[mark.plan_id] = (*marks.get(mark.plan_id, ()), mark)
    return marks


def as_values(
    kind: Callable[..., R], connection: Connection, query: Select[Any], **given: Any
) -> list[R]:
    """Run a query whose columns are the fields of ``kind``; give one value for each row."""
    rows: Iterable[Row[Any]] = connection.execute(query, given)
    return [kind(**row._mapping) for row in rows]


def write_records(connection: Connection, *, before: Records, after: Records) -> None:
    """Write what became different."""
    assessed = _changed(before.assessments, after.assessments, _ASSESSMENT_FIELDS)
    _put(connection, assessments, assessed)
    _put(connection, plans, _changed(before.plans, after.plans, _PLAN_FIELDS))


def _patients_of(connection: Connection, keys: Iterable[Key]) -> set[str]:
    return set(connection.scalars(_PATIENTS_OF, _by_key(keys)))


def _by_key(keys: Iterable[Key]) -> dict[str, list[Any]]:
    pairs = list(keys)
    return {"keys": pairs, "ids": [assessment_id for _, assessment_id in pairs]}


def _patients_replacing(connection: Connection, named: set[str]) -> set[str]:
    return set(connection.scalars(_PATIENTS_REPLACING, {"patients": list(named)}))


def _assessments_of(connection: Connection, patients: set[str]) -> Iterable[AssessmentRecord]:
    return as_values(AssessmentRecord, connection, _ASSESSMENTS_OF, patients=list(patients))


def _plans_of(connection: Connection, patients: set[str]) -> Iterable[PlanRecord]:
    return as_values(PlanRecord, connection, _PLANS_OF, patients=list(patients))


def _changed(
    before: Mapping[Any, Known], after: Mapping[Any, Known], columns: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {name: getattr(record, name) for name in columns}
        for key, record in after.items()
        if before.get(key) != record
    ]


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(put_into(connection, table), rows)
