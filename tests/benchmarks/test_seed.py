"""A seeded store holds what it says: as many patients, each with a plan that can be read."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import func, select

from benchmarks.seed import seed_store
from benchmarks.stores import bytes_on_disk, open_any
from services.review.bodies import whole_plan
from services.review.glance import looks_like_a_plan
from services.review.records import CURRENT_STATES
from services.review.store.cases import read_cases, read_findings
from services.review.store.tables import assessments, bodies
from services.review.store.worklist import Wanted, read_page

PLANS, DISTINCT = 130, 42


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    with closing(open_any(str(tmp_path_factory.mktemp("seeded")))) as store:
        seed_store(store, PLANS, seed=3, distinct=DISTINCT)
        yield store


def own(record):
    """What a plan says of itself, as the contract writes it, but for the moments."""
    return {
        "plan_id": record.plan_id,
        "assessment_id": record.assessment_id,
        "patient_ref": record.patient_ref,
        "as_of": "2026-11-22T12:00:00.000Z",
        "assessed_at": "2026-11-22T12:00:00.000Z",
        "knowledge": {"version": record.knowledge_version, "digest": record.knowledge_digest},
    }


def test_every_patient_has_a_current_plan_that_can_be_read(seeded):
    with seeded.reading() as connection:
        cases = read_cases(
            connection, read_page(connection, Wanted(CURRENT_STATES), limit=2 * PLANS)
        )
    assert len(cases) == len({case.record.patient_ref for case in cases}) == PLANS
    for case in cases:
        assert looks_like_a_plan(whole_plan(own(case.record), case.body))
        assert case.body["content_hash"] == case.record.content_hash
        assert case.body.get("act_by") == case.record.act_by


def test_every_assessment_can_be_read(seeded):
    with seeded.reading() as connection:
        page = read_page(connection, Wanted(CURRENT_STATES), limit=2 * PLANS)
        for case in read_cases(connection, page):
            assert read_findings(connection, case)["house_brackmann"]
        assert connection.scalar(select(func.count()).select_from(assessments)) == PLANS


def test_no_two_plans_have_a_body_in_common(seeded):
    with seeded.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(bodies))
    assert kept > 1.9 * PLANS
    assert bytes_on_disk(seeded) > 0
