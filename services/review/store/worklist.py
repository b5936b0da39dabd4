"""
Pages of plans in the order of the worklist.

Emergency and same-day plans come first, then the earliest deadline, then the longest wait. However
many plans there are, a page reads a few short ranges of an index and then the rows that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from schemas.plan_words import URGENCIES
from services.review.records import CURRENT_STATES, DECIDED, PlanRecord
from services.review.store.knowing import PLAN_COLUMNS, as_values
from services.review.store.tables import plans

_PRESSING = {"emergency": 0, "same_day": 1}
_NOT_PRESSING = 2
_AFTER_ALL_REFERENCES = "~"


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Which plans: in any of these states and of any of these urgencies.

    ``woken_by`` adds decided plans with a stage that was put off until that day or before it.
    """

    states: Sequence[str] = CURRENT_STATES
    urgencies: Sequence[str] = URGENCIES
    woken_by: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a plan stands in the order: the next page begins after it."""

    pressing: int
    due: datetime
    first_waited: datetime
    plan_id: str


def place_of(plan: PlanRecord) -> Place:
    """Tell where a plan stands in the order of the worklist."""
    waited = plan.first_waited or plan.as_of
    return Place(_pressing(plan.urgency), plan.due, waited, plan.plan_id)


def read_page(
    connection: Connection, wanted: Wanted, *, limit: int, after: Place | None = None
) -> list[PlanRecord]:
    """Read the first plans after a place, at most ``limit``, in the order of the worklist."""
    ranges = list(_ranges(wanted, limit=limit, after=after))
    if not ranges:
        return []
    merged = union_all(*(select(each.subquery()) for each in ranges)).subquery()
    order = (merged.c.pressing, merged.c.due, merged.c.first_waited, merged.c.plan_id)
    page = select(merged.c.plan_id).order_by(*order).limit(limit).subquery()
    shown = select(*PLAN_COLUMNS).join(page, plans.c.plan_id == page.c.plan_id)
    return sorted(as_values(PlanRecord, connection, shown), key=place_of)


def read_search(
    connection: Connection,
    prefix: str,
    wanted: Wanted,
    *,
    limit: int,
    after: tuple[str, str] | None = None,
) -> list[PlanRecord]:
    """
    Read plans of the patients whose reference begins so, by reference.

    ``after`` is the (patient_ref, plan_id) that the next page begins after.
    """
    place = (plans.c.patient_ref, plans.c.plan_id)
    query = select(*PLAN_COLUMNS).where(
        plans.c.patient_ref >= prefix,
        plans.c.patient_ref < prefix + _AFTER_ALL_REFERENCES,
        *_among(wanted),
    )
    if after is not None:
        query = query.where(tuple_(*place) > after)
    return as_values(PlanRecord, connection, query.order_by(*place).limit(limit))


def read_of_patient(
    connection: Connection, patient_ref: str, wanted: Wanted, *, after: Place | None = None
) -> list[PlanRecord]:
    """Read all of one patient's plans that are wanted, in the order of the worklist."""
    query = select(*PLAN_COLUMNS).where(plans.c.patient_ref == patient_ref, *_among(wanted))
    found = sorted(as_values(PlanRecord, connection, query), key=place_of)
    return [plan for plan in found if after is None or place_of(plan) > after]


def count_by_urgency(connection: Connection, wanted: Wanted, *, most: int) -> dict[str, int]:
    """Count the plans of each urgency, up to ``most`` of each state."""
    return {
        urgency: sum(
            connection.scalar(_counted(state, urgency, most=most)) or 0 for state in wanted.states
        )
        for urgency in wanted.urgencies
    }


def _counted(state: str, urgency: str, *, most: int) -> Select[int]:
    # Without an order PostgreSQL would read the table from its beginning until it has found enough.
    some = _of(state, urgency).order_by(plans.c.due).limit(most).subquery()
    return select(func.count()).select_from(some)


def _ranges(wanted: Wanted, *, limit: int, after: Place | None) -> Iterator[Select[Any]]:
    for urgency in wanted.urgencies:
        if after is not None and _pressing(urgency) < after.pressing:
            continue
        for state in wanted.states:
            yield _first(_of(state, urgency), urgency, limit=limit, after=after)
        if wanted.woken_by is not None:
            yield _first(_woken(wanted.woken_by, urgency), urgency, limit=limit, after=after)


def _among(wanted: Wanted) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    states, urgencies = _Unindexed(plans.c.state), _Unindexed(plans.c.urgency)
    return states.in_(wanted.states), urgencies.in_(wanted.urgencies)


class _Unindexed(FunctionElement[str]):
    """
    A column that no index is read for.

    A patient's plans are few, and so are those that wake; plans in one state may be a million.
    SQLite, which keeps no figures of its own, takes the index by state for the better one.
    PostgreSQL does, and is misled by anything but the column.
    """

    inherit_cache = True
    type = Text()


@compiles(_Unindexed)
def _as_column(element: _Unindexed, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(_Unindexed, "sqlite")
def _as_value(element: _Unindexed, compiler: Any, **how: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **how)}, '')"


def _of(state: str, urgency: str) -> Select[Any]:
    return _places(urgency).where(plans.c.state == state, plans.c.urgency == urgency)


def _woken(day: date, urgency: str) -> Select[Any]:
    waking = (plans.c.wakes_on <= day, _Unindexed(plans.c.state) == DECIDED)
    return _places(urgency).where(*waking, _Unindexed(plans.c.urgency) == urgency)


def _places(urgency: str) -> Select[Any]:
    pressing = literal(_pressing(urgency)).label("pressing")
    return select(pressing, plans.c.due, plans.c.first_waited, plans.c.plan_id)


def _first(some: Select[Any], urgency: str, *, limit: int, after: Place | None) -> Select[Any]:
    order = (plans.c.due, plans.c.first_waited, plans.c.plan_id)
    if after is not None and _pressing(urgency) == after.pressing:
        some = some.where(tuple_(*order) > (after.due, after.first_waited, after.plan_id))
    return some.order_by(*order).limit(limit)


def _pressing(urgency: str) -> int:
    return _PRESSING.get(urgency, _NOT_PRESSING)
