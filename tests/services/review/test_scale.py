"""However many plans there are, a page reads a few short ranges of an index."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from services.review.records import OPEN_STATES
from services.review.store.knowing import read_records
from services.review.store.worklist import (
    Place,
    Wanted,
    count_by_urgency,
    read_of_patient,
    read_page,
    read_search,
)
from tests.services.review.builders import NOON

AFTER = Place(2, NOON, NOON, "plan")
OPEN = Wanted(OPEN_STATES)


def steps_of(store, read):
    """How SQLite goes about every query that a read makes."""
    asked = []
    with store.reading() as connection:
        engine = connection.engine
        listener = lambda *args: asked.append(args[2:4])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        try:
            read(connection)
        finally:
            event.remove(engine, "before_cursor_execute", listener)
        explained = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            for statement, values in asked
            if statement.startswith("SELECT")
        ]
    return [row[3] for rows in explained for row in rows]


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (lambda c: read_page(c, OPEN, limit=50), "plans_on_worklist"),
        (lambda c: read_page(c, OPEN, limit=50, after=AFTER), "plans_on_worklist"),
        (lambda c: count_by_urgency(c, OPEN, most=1000), "plans_on_worklist"),
        (lambda c: read_search(c, "P-1", OPEN, limit=50), "plans_of_patient"),
        (lambda c: read_search(c, "P-1", OPEN, limit=50, after=("P-10", "x")), "plans_of_patient"),
        (lambda c: read_of_patient(c, "P-1", OPEN), "plans_of_patient"),
        (
            lambda c: read_page(c, Wanted((), woken_by=date(2026, 11, 22)), limit=50),
            "plans_waking",
        ),
    ],
)
def test_the_index_that_fits_is_read_and_no_table_is_scanned(store, read, index):
    steps = steps_of(store, read)
    of_plans = [step for step in steps if " plans " in f"{step} "]
    assert any(index in step for step in of_plans), steps
    for step in of_plans:
        assert index in step or "plan_id=?" in step, steps
        assert step.startswith("SEARCH"), steps


def test_taking_an_event_reads_its_patient_and_no_other(store):
    steps = steps_of(
        store,
        lambda c: read_records(c, patients={"P-1", "P-2"}, keys={("clinic", "a-1"), ("x", "a-2")}),
    )
    tables = ("assessments", "plans", "decisions", "newer", "older")
    ours = [step for step in steps if any(f" {table} " in f"{step} " for table in tables)]
    assert len(ours) >= 6
    assert [step for step in ours if step.startswith("SCAN")] == []
