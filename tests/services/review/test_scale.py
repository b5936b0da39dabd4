"""However many plans there are, a page reads a few short ranges of an index."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from services.review.records import OPEN_STATES
from services.review.store.columns import Moment, written
from services.review.store.knowing import read_records
from services.review.store.store import open_postgres
from services.review.store.tables import plans
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


def asked_by(store, read):
    """Every query that a read makes, each with its values."""
    asked = []
    with store.reading() as connection:
        engine = connection.engine
        listener = lambda *args: asked.append(args[2:4])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        try:
            read(connection)
        finally:
            event.remove(engine, "before_cursor_execute", listener)
    return [query for query in asked if query[0].startswith("SELECT")]


def steps_of(store, read):
    """How SQLite goes about every query that a read makes."""
    queries = asked_by(store, read)
    with store.reading() as connection:
        explained = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            for statement, values in queries
        ]
    return [row[3] for rows in explained for row in rows]


def nodes_of(store, read):
    """How PostgreSQL goes about them: each thing that it reads, and how."""
    queries = asked_by(store, read)
    with store.reading() as connection:
        explained = [
            connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar()
            for statement, values in queries
        ]
    return [node for (top,) in explained for node in nodes_below(top["Plan"])]


def nodes_below(node):
    yield node
    for below in node.get("Plans", ()):
        yield from nodes_below(below)


def fill(store, *, plans_in_all):
    """Put many plans into the store, and let the planner know of it."""
    known = {column.name: f"'{column.name}'" for column in plans.columns if not column.nullable}
    known |= {"body": "'\\x00'", "urgency": "'soon'"}
    known |= {"state": "CASE mod(n, 2) WHEN 0 THEN 'decided' ELSE 'waiting' END"}
    known |= {"wakes_on": "CASE mod(n, 200) WHEN 0 THEN '2026-12-24' END"}
    known |= {"plan_id": "'plan-' || n", "patient_ref": "'P-' || n"}
    known |= {
        column.name: f"'{written(NOON)}'"
        for column in plans.columns
        if isinstance(column.type, Moment)
    }
    with store.writing() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO plans ({', '.join(known)}) SELECT {', '.join(known.values())}"
            f" FROM generate_series(1, {plans_in_all}) AS n"
        )
        connection.exec_driver_sql("ANALYZE plans")


@pytest.fixture(scope="module")
def large(lend_database):
    with lend_database() as take:
        store = open_postgres(take())
        fill(store, plans_in_all=20_000)
        yield store
        store.close()


READS = pytest.mark.parametrize(
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


@READS
def test_the_index_that_fits_is_read_and_no_table_is_scanned(file_store, read, index):
    steps = steps_of(file_store, read)
    of_plans = [step for step in steps if " plans " in f"{step} "]
    assert any(index in step for step in of_plans), steps
    for step in of_plans:
        assert index in step or "plan_id=?" in step, steps
        assert step.startswith("SEARCH"), steps


@pytest.mark.postgres
@READS
def test_in_postgresql_too(large, read, index):
    nodes = [node for node in nodes_of(large, read) if node.get("Relation Name") == "plans"]
    used = {node.get("Index Name", node["Node Type"]) for node in nodes}
    assert index in used
    assert used <= {index, "plans_pkey"}


@pytest.mark.postgres
def test_a_page_in_postgresql_sorts_no_more_than_it_shows(large):
    nodes = nodes_of(large, lambda c: read_page(c, OPEN, limit=50, after=AFTER))
    assert max(node["Plan Rows"] for node in nodes if node["Node Type"] == "Sort") <= 5 * 2 * 50


def test_taking_an_event_reads_its_patient_and_no_other(file_store):
    steps = steps_of(
        file_store,
        lambda c: read_records(c, patients={"P-1", "P-2"}, keys={("clinic", "a-1"), ("x", "a-2")}),
    )
    tables = ("assessments", "plans", "decisions", "newer", "older")
    ours = [step for step in steps if any(f" {table} " in f"{step} " for table in tables)]
    assert len(ours) >= 6
    assert [step for step in ours if step.startswith("SCAN")] == []
