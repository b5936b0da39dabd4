"""Which plan is current, and what state each plan and assessment is in."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from services.review.standing import natural
from services.review.store.bodies import read_bodies
from services.review.store.knowing import read_plan
from services.review.store.tables import assessments, bodies, plans
from tests.services.review.builders import (
    KNOWLEDGE,
    NOON,
    a_plan,
    an_assessment,
    proposed,
    received,
    set_aside,
    withdrawn,
)
from tests.services.review.station import Station

HOUR = timedelta(hours=1)
NEWER = {"version": "1.10.0", "digest": "d2" * 32}


def state_of(station, plan):
    with station.store.reading() as connection:
        return read_plan(connection, plan["plan_id"]).state


def assessed(assessment_id, hours=0, **changed):
    """An assessment and its plan, as the two deliveries that tell of them."""
    at = {"assessed_at": NOON + hours * HOUR, "received_at": NOON + 10 * HOUR}
    at = {key: changed.pop(key, value) for key, value in at.items()}
    named = {key: changed.pop(key) for key in ("patient_ref",) if key in changed}
    replaces = {"replaces": changed.pop("replaces")} if "replaces" in changed else {}
    plan = a_plan(assessment_id, **at, **named, **changed)
    return received(an_assessment(assessment_id, **at, **named, **replaces)), plan


def take(station, *pairs):
    for told, plan in pairs:
        station.take(told, proposed(plan))


def test_the_latest_assessed_is_current(station):
    first, second = assessed("a-1", 0), assessed("a-2", 1)
    take(station, first, second)
    assert (state_of(station, first[1]), state_of(station, second[1])) == ("superseded", "waiting")


def test_a_late_older_assessment_never_takes_a_newer_ones_place(station):
    newer = assessed("a-2", 1)
    late = assessed("a-1", 0, received_at=NOON + 20 * HOUR)
    take(station, newer, late)
    assert (state_of(station, late[1]), state_of(station, newer[1])) == ("superseded", "waiting")


def test_of_two_assessed_at_once_the_later_received_is_current(station):
    first = assessed("a-2", received_at=NOON + HOUR)
    second = assessed("a-1", received_at=NOON + 2 * HOUR)
    take(station, second, first)
    assert state_of(station, second[1]) == "waiting"


def test_the_newest_knowledge_speaks(station):
    told, old = assessed("a-1")
    new = a_plan(
        "a-1", assessed_at=NOON, received_at=NOON + 10 * HOUR, knowledge=NEWER, headline="x"
    )
    station.take(told, proposed(new), proposed(old))
    assert (state_of(station, old), state_of(station, new)) == ("superseded", "waiting")


def test_of_two_states_of_one_version_the_last_used_speaks(station):
    told, old = assessed("a-1")
    mended = {"version": KNOWLEDGE["version"], "digest": "00" * 32}
    new = a_plan(
        "a-1", assessed_at=NOON, received_at=NOON + 10 * HOUR, knowledge=mended, headline="x"
    )
    station.take(told, proposed(new, time="2026-11-23T00:00:00.000Z"), proposed(old))
    assert state_of(station, new) == "waiting"


def test_tables_that_are_used_again_speak_again(station):
    told, first = assessed("a-1")
    mended = {"version": KNOWLEDGE["version"], "digest": "00" * 32}
    at = {"assessed_at": NOON, "received_at": NOON + 10 * HOUR}
    second = a_plan("a-1", **at, knowledge=mended, headline="x")
    station.take(
        told,
        proposed(first, time="2026-11-23T01:00:00.000Z"),
        proposed(second, time="2026-11-23T02:00:00.000Z"),
    )
    assert state_of(station, second) == "waiting"
    station.take(proposed(first, time="2026-11-23T03:00:00.000Z"))
    assert (state_of(station, first), state_of(station, second)) == ("waiting", "superseded")


def test_the_first_withdrawal_stands(station):
    station.take(withdrawn("a-1", at=NOON, reason="duplicate"))
    station.take(withdrawn("a-1", at=NOON + HOUR, reason="wrong_values"))
    with station.store.reading() as connection:
        assert connection.scalar(select(assessments.c.withdrawn_reason)) == "duplicate"


def test_versions_are_ordered_as_people_order_them():
    assert natural("0.9.1") < natural("0.10") < natural("0.10.1") < natural("2026.11")
    assert natural("1.0-rc1") < natural("1.0.0")


def test_a_withdrawn_assessment_leaves_and_the_one_before_stands_again(station):
    first, second = assessed("a-1", 0), assessed("a-2", 1)
    take(station, first, second)
    station.take(withdrawn("a-2"))
    assert (state_of(station, first[1]), state_of(station, second[1])) == ("waiting", "withdrawn")


def test_a_replaced_assessment_leaves_even_when_it_was_assessed_later(station):
    older, newer = assessed("a-1", 5), assessed("a-2", 0, replaces="a-1")
    newer = (
        received(
            an_assessment("a-2", assessed_at=NOON, received_at=NOON + 11 * HOUR, replaces="a-1")
        ),
        a_plan("a-2", assessed_at=NOON, received_at=NOON + 11 * HOUR),
    )
    take(station, newer, older)
    assert (state_of(station, older[1]), state_of(station, newer[1])) == ("superseded", "waiting")


def test_a_correction_that_is_withdrawn_corrects_nothing(station):
    older = assessed("a-1", 5)
    newer = (
        received(an_assessment("a-2", received_at=NOON + 11 * HOUR, replaces="a-1")),
        a_plan("a-2", received_at=NOON + 11 * HOUR),
    )
    take(station, older, newer)
    station.take(withdrawn("a-2"))
    assert state_of(station, older[1]) == "waiting"


def test_a_correction_may_be_of_another_patient(station):
    wrong = assessed("a-1", patient_ref="patient-1")
    right = (
        received(
            an_assessment(
                "a-2", patient_ref="patient-2", received_at=NOON + 11 * HOUR, replaces="a-1"
            )
        ),
        a_plan("a-2", patient_ref="patient-2", received_at=NOON + 11 * HOUR),
    )
    take(station, right, wrong)
    assert (state_of(station, wrong[1]), state_of(station, right[1])) == ("superseded", "waiting")


def test_two_that_name_each_other_do_not_both_vanish(station):
    first = assessed("a-1", 0, received_at=NOON + HOUR, replaces="a-2")
    second = assessed("a-2", 1, received_at=NOON + 2 * HOUR, replaces="a-1")
    take(station, first, second)
    assert state_of(station, second[1]) == "waiting"


def test_set_aside_and_planned_afterwards_is_planned(station):
    told, plan = assessed("a-1")
    station.take(told, proposed(plan), set_aside(an_assessment("a-1")))
    with station.store.reading() as connection:
        assert connection.scalar(select(assessments.c.state)) == "planned"


def test_a_plan_that_says_the_same_keeps_the_decisions_and_the_wait(station):
    told, plan = assessed("a-1")
    take(station, (told, plan))
    station.decide(plan["plan_id"])
    again = a_plan("a-1", assessed_at=NOON, received_at=NOON + 10 * HOUR, knowledge=NEWER)
    assert again["content_hash"] == plan["content_hash"]
    station.take(proposed(again))
    shown = station.plan(again["plan_id"])["review"]
    assert shown["state"] == "partly_decided"
    assert [each["plan_id"] for each in shown["decisions"]] == [plan["plan_id"]]


def test_a_plan_that_says_something_else_waits_anew(station):
    first, second = (
        assessed("a-1", 0),
        assessed("a-2", 1, headline="Something else by 01-Jan-2027."),
    )
    take(station, first)
    station.decide(first[1]["plan_id"])
    take(station, second)
    assert station.plan(second[1]["plan_id"])["review"] == {
        "state": "waiting",
        "current_plan_id": second[1]["plan_id"],
        "decisions": [],
    }
    assert len(station.plan(first[1]["plan_id"])["review"]["decisions"]) == 1


def told(patient, number, *, later):
    """One of three assessments of a patient, the third of which corrects another; and its plan."""
    at = {
        "assessed_at": NOON + (number * 7 % 3) * HOUR,
        "received_at": NOON + (number + later) * HOUR,
    }
    replaces = {"replaces": "patient-1-2"} if number == 3 else {}
    named = {"patient_ref": patient, **at}
    headline = f"Plan {number % 2} by 01-Jan-2027."
    return [
        received(an_assessment(f"{patient}-{number}", **named, **replaces)),
        proposed(a_plan(f"{patient}-{number}", **named, headline=headline)),
    ]


EVENTS = (
    *(each for number in (1, 2, 3) for each in told("patient-1", number, later=0)),
    *(each for number in (1, 2, 3) for each in told("patient-2", number, later=30)),
    withdrawn("patient-1-3", patient_ref="patient-1"),
    withdrawn("patient-1-3", patient_ref="patient-1", at=NOON + HOUR, reason="duplicate"),
    set_aside(an_assessment("patient-2-9", patient_ref="patient-2", received_at=NOON)),
    set_aside(an_assessment("patient-2-1", patient_ref="patient-2", received_at=NOON)),
    proposed(
        a_plan(
            "patient-2-2",
            patient_ref="patient-2",
            assessed_at=NOON + 2 * HOUR,
            received_at=NOON + 32 * HOUR,
            knowledge=NEWER,
        )
    ),
)


def everything(store, batches):
    """Take these into a store that is emptied first; give all that it knows then."""
    with store.writing() as connection:
        for table in (assessments, plans, bodies):
            connection.execute(delete(table))
    station = Station(store, now=NOON)
    for batch in batches:
        station.take(*batch)
    with store.reading() as connection:
        told = [
            connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in (assessments, plans)
        ]
        return told, read_bodies(connection, connection.scalars(select(bodies.c.digest)).all())


@pytest.fixture
def in_order(store):
    return everything(store, [[each] for each in EVENTS])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_order_and_any_repeats_give_the_same_store(store, in_order, data):
    mixed = data.draw(st.permutations(EVENTS + tuple(data.draw(st.lists(st.sampled_from(EVENTS))))))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(mixed) - 1), max_size=6)))
    edges = [0, *cuts, len(mixed)]
    batches = [mixed[a:b] for a, b in pairwise(edges)]
    assert everything(store, batches) == in_order
