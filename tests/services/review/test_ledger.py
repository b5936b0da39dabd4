"""Effects, positions and set-asides in one transaction."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from sqlalchemy import func, select

from bus.port import Outcome, SetAside
from services.review.projection import project
from services.review.store.knowing import read_plan
from services.review.store.outbox import StoreOutbox
from services.review.store.tables import outbox, plans
from tests.services.review.builders import NOON, a_plan, an_assessment, proposed, received

BROKEN = proposed(a_plan("a-9"), partition=2, position=41)


def outcome(*deliveries, set_aside=(), positions=None):
    effects = tuple(effect for delivery in deliveries for effect in project(delivery))
    return Outcome(effects, set_aside, positions or {("plans.proposed.v1", 0): 1})


def count(store, table):
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_the_same_outcome_twice_takes_effect_once(station, store):
    once = outcome(
        received(an_assessment()),
        proposed(a_plan()),
        set_aside=(SetAside(BROKEN, "not_readable", "detail"),),
    )
    station.ledger.commit(once)
    station.ledger.commit(once)
    assert (count(store, plans), count(store, outbox)) == (1, 1)
    assert station.ledger.positions() == {("plans.proposed.v1", 0): 1}


def test_a_position_never_moves_back(station):
    station.ledger.commit(outcome(positions={("t", 0): 5, ("t", 1): 2}))
    station.ledger.commit(outcome(positions={("t", 0): 3, ("t", 1): 4}))
    assert station.ledger.positions() == {("t", 0): 5, ("t", 1): 4}


def test_what_is_set_aside_keeps_its_bytes_and_says_where_it_lay(station, store):
    station.ledger.commit(outcome(set_aside=(SetAside(BROKEN, "not_readable", "why"),)))
    ((_, message),) = StoreOutbox(store).read(0, 10)
    assert (message.topic, message.key, message.body) == (
        "plans.set-aside.v1",
        b"patient-1",
        BROKEN.body,
    )
    added = {name: value for name, value in message.headers if name.startswith("set_aside_")}
    assert added == {
        "set_aside_topic": b"plans.proposed.v1",
        "set_aside_partition": b"2",
        "set_aside_position": b"41",
        "set_aside_reason": b"not_readable",
        "set_aside_detail": b"why",
        "set_aside_by": b"review",
        "set_aside_release": version("facialis").encode(),
        "set_aside_at": b"2026-11-22T12:00:00.000Z",
    }
    assert message.headers[: len(BROKEN.headers)] == BROKEN.headers


def test_all_of_an_outcome_or_nothing(station, store):
    plan = a_plan()
    broken = outcome(received(an_assessment()), proposed(plan), positions={("t", 0): object()})
    with pytest.raises(Exception, match=r"cannot adapt type|type 'object' is not supported"):
        station.ledger.commit(broken)
    with store.reading() as connection:
        assert read_plan(connection, plan["plan_id"]) is None
    assert station.ledger.positions() == {}


def test_plans_that_say_the_same_share_a_body(station, store):
    from services.review.store.tables import bodies

    for number in range(20):
        station.take(
            received(an_assessment(f"a-{number}", patient_ref=f"patient-{number}")),
            proposed(a_plan(f"a-{number}", patient_ref=f"patient-{number}")),
        )
    assert count(store, plans) == 20
    assert count(store, bodies) == 2  # one of the plans, one of the findings


def test_a_plan_reads_back_as_it_was_proposed(station):
    plan = a_plan(assessed_at=NOON)
    station.take(received(an_assessment()), proposed(plan))
    shown = station.plan(plan["plan_id"])
    shown.pop("review")
    assert shown == plan
    assert list(shown) == list(plan)
