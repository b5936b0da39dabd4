"""``facialis rebuild``: what the review station knows is what the topics tell."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from services.review.store.store import open_store
from services.review.store.tables import assessments, plans
from tests.facialis.lines import a_line, ask, facialis, post, said, soon
from tests.facialis.test_forget import decide
from tests.facialis.test_planning import MINIMAL
from tests.facialis.test_run import Running


def known(line: Running) -> list[dict[str, Any]]:
    return sorted(line.plans(), key=lambda plan: str(plan["plan_id"]))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with a_line(folder) as line:
        for number in range(6):
            ids = {"patient_ref": f"P-{number}", "assessment_id": f"a-{number}"}
            post(line, "/v1/assessments", {**MINIMAL, **ids})
        assert soon(lambda: len(line.plans()) == 6)
        decide(line, ask(line, "/v1/assessments/a-1")[1]["plan_id"], "decision-1")
    return folder


def test_a_store_that_lost_and_changed_rows_is_made_whole_with_its_decisions(data: Path):
    with a_line(data) as line:
        before = known(line)
    with closing(open_store(data / "review.db")) as store, store.writing() as connection:
        connection.execute(delete(plans).where(plans.c.assessment_id.in_(["a-1", "a-2"])))
        connection.execute(update(plans).values(headline="Changed by nobody."))
        connection.execute(delete(assessments).where(assessments.c.assessment_id == "a-3"))
    told = said("rebuild", "--data", str(data))
    assert "12 events read again" in told
    with a_line(data) as line:
        after = known(line)
    assert [it["review"] for it in after] == [it["review"] for it in before]
    assert after == before
    assert "  0 assessments and plans were not" in said("rebuild", "--data", str(data))


def test_what_was_forgotten_stays_forgotten(data: Path):
    said("forget", "P-1", "--yes", "--data", str(data))
    said("rebuild", "--data", str(data))
    with a_line(data) as line:
        assert "P-1" not in {plan["patient_ref"] for plan in line.plans()}
        assert ask(line, "/v1/assessments/a-1")[0] == 200
        plan_id = ask(line, "/v1/assessments/a-1")[1]["plan_id"]
        assert ask(line, f"/v1/plans/{plan_id}")[0] == 410


def test_while_the_line_runs_its_file_is_left_alone(data: Path):
    with a_line(data):
        refused = facialis("rebuild", "--data", str(data))
    assert refused.returncode == 1
    assert "Stop it first" in refused.stderr
