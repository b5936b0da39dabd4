"""Forgetting a patient in the store: their rows are empty and nobody's, others' as they were."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.review.store.bodies import read_bodies
from services.review.store.cases import read_case
from services.review.store.forgetting import forget
from services.review.store.tables import assessments, bodies, decisions, outbox, plans
from services.review.store.worklist import Wanted, read_page, read_search
from tests.services.review.builders import NOON, a_plan, an_assessment, proposed, received
from tests.services.review.station import Station


@pytest.fixture
def station(open_fresh):
    """Two patients; what their plans and findings say is the same but for one plan."""
    station = Station(open_fresh(), now=NOON)
    for name, patient in (("a-1", "GONE-1"), ("b-1", "STAYS-1")):
        station.take(received(an_assessment(name, patient_ref=patient)))
        station.take(proposed(a_plan(name, patient_ref=patient)))
    station.take(received(an_assessment("a-2", patient_ref="GONE-1")))
    station.take(proposed(a_plan("a-2", patient_ref="GONE-1", headline="Only theirs.")))
    return station


def forgotten(station, patient="GONE-1"):
    with station.store.writing() as connection:
        return forget(connection, patient, nobody="forgotten-1", now=NOON)


def plan_ids(station, patient):
    with station.store.reading() as connection:
        return list(
            connection.scalars(select(plans.c.plan_id).where(plans.c.patient_ref == patient))
        )


def test_their_plans_are_erased_and_others_can_be_read(station):
    gone, stays = plan_ids(station, "GONE-1"), plan_ids(station, "STAYS-1")
    assert forgotten(station) == 2
    assert {station.get(f"/v1/plans/{it}").status_code for it in gone} == {410}
    assert {station.get(f"/v1/plans/{it}").status_code for it in stays} == {200}


def test_they_are_on_no_list_and_nobody_finds_them(station):
    forgotten(station)
    everything = Wanted(states=("waiting", "decided", "superseded", "withdrawn"))
    with station.store.reading() as connection:
        shown = read_page(connection, Wanted(), limit=10)
        assert [it.patient_ref for it in shown] == ["STAYS-1"]
        assert read_search(connection, "GONE", everything, limit=10) == []


def test_no_text_of_theirs_is_left_unless_another_patient_has_the_same(station):
    with station.store.reading() as connection:
        theirs = set(
            connection.scalars(select(plans.c.body).where(plans.c.patient_ref == "GONE-1"))
        )
        others = set(
            connection.scalars(select(plans.c.body).where(plans.c.patient_ref == "STAYS-1"))
        )
    forgotten(station)
    with station.store.reading() as connection:
        assert set(read_bodies(connection, theirs | others)) == others
        named = set(connection.scalars(select(plans.c.body))) | set(
            connection.scalars(select(assessments.c.findings))
        )
        kept = select(bodies.c.digest).where(bodies.c.packed.is_not(None))
        assert set(connection.scalars(kept)) <= named


def test_what_was_decided_on_them_and_told_is_empty(station):
    (plan_id, *_) = [it.plan_id for it in _current(station, "GONE-1")]
    station.decide(plan_id)
    forgotten(station)
    with station.store.reading() as connection:
        assert connection.execute(select(decisions.c.stage, decisions.c.body)).all() == [
            ("", b"{}")
        ]
        assert list(connection.scalars(select(outbox.c.body))) == [None]
        assert read_case(connection, plan_id).body is None


def test_forgetting_twice_or_a_stranger_changes_nothing(station):
    forgotten(station)
    assert (forgotten(station), forgotten(station, "NOBODY-1")) == (0, 0)


def test_the_patient_who_comes_again_has_one_plan(station):
    forgotten(station)
    station.take(received(an_assessment("a-3", patient_ref="GONE-1")))
    station.take(proposed(a_plan("a-3", patient_ref="GONE-1")))
    (plan_id,) = plan_ids(station, "GONE-1")
    with station.store.reading() as connection:
        case = read_case(connection, plan_id)
    assert (case.record.state, case.others) == ("waiting", ())


def _current(station, patient):
    with station.store.reading() as connection:
        return [it for it in read_page(connection, Wanted(), limit=9) if it.patient_ref == patient]
