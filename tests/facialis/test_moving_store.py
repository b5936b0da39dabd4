"""The review store moves into PostgreSQL with all that it knows, and goes on counting there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from facialis import clock
from facialis.operators.moving_store import move_store
from facialis.trouble import Trouble
from services.review.store.cases import read_case
from services.review.store.positions import read_positions
from services.review.store.store import Store, open_postgres, open_to_look
from services.review.store.tables import decisions, metadata, openings
from tests.facialis.lines import a_line, ask, post, soon
from tests.facialis.test_forget import decide
from tests.facialis.test_planning import MINIMAL

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "data"
    with a_line(folder) as line:
        for number in range(5):
            ids = {"patient_ref": f"P-{number}", "assessment_id": f"a-{number}"}
            post(line, "/v1/assessments", {**MINIMAL, **ids})
        assert soon(lambda: len(line.plans()) == 5)
        decide(line, ask(line, "/v1/assessments/a-1")[1]["plan_id"], "decision-1")
    return folder


@pytest.fixture
def stores(data: Path, postgres: str) -> Iterator[tuple[Store, Store]]:
    """The store of that line, and an empty one in PostgreSQL."""
    with (
        closing(open_to_look(data / "review.db")) as source,
        closing(open_postgres(postgres)) as target,
    ):
        yield source, target


def test_every_row_is_there_and_a_case_can_be_read(stores: tuple[Store, Store]):
    source, target = stores
    count = move_store(source, target)
    assert count == move_store(source, target) > 0
    with source.reading() as here, target.reading() as there:
        for table in metadata.sorted_tables:
            rows = [set(it.execute(select(table)).fetchall()) for it in (here, there)]
            assert rows[0] == rows[1], table.name
        case = read_case(there, there.scalar(select(decisions.c.plan_id)) or "")
        assert case is not None
        assert case.body is not None
        assert len(case.decisions) == 1
        assert read_positions(there, "review") == read_positions(here, "review")


def test_the_next_decision_gets_the_next_number(stores: tuple[Store, Store]):
    source, target = stores
    move_store(source, target)
    row = {"decision_id": "new", "plan_id": "p", "stage": "restore", "decision": "accept"}
    rest = {"fingerprint": b"", "body": b"{}", "decided_at": clock.now()}
    with target.writing() as there:
        there.execute(insert(decisions).values({**row, **rest}))
        assert list(there.scalars(select(decisions.c.number).order_by(decisions.c.number))) == [
            1,
            2,
        ]


def test_a_store_that_holds_something_else_is_left_alone(stores: tuple[Store, Store]):
    source, target = stores
    row = {"plan_id": "p", "person": "person-1", "opened_at": clock.now()}
    with target.writing() as there:
        there.execute(insert(openings).values(row))
    with pytest.raises(Trouble, match="holds something else"):
        move_store(source, target)
