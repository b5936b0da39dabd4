"""What is to be told leaves the store in order, each once under its id."""

from __future__ import annotations

from bus.port import Message
from bus.relay import Relay
from services.review.store.outbox import StoreOutbox, put
from tests.services.review.builders import a_plan, an_assessment, proposed, received


class Gathers:
    def __init__(self):
        self.messages = []

    def publish(self, messages):
        self.messages += messages


def message(number, body=b"{}"):
    headers = (("ce_id", f"m-{number}".encode()), ("odd", b"\xff\x00"))
    return Message("plans.reviewed.v1", b"patient-1", f"m-{number}", headers, body)


def test_the_relay_ships_what_was_put_in_order_and_once(store):
    put_all(store, [message(1), message(2), message(1), message(3, body=None)])
    shipped = Gathers()
    relay = Relay("reviews", StoreOutbox(store), shipped)
    assert relay.step() == 3
    assert relay.step() == 0
    assert shipped.messages == [message(1), message(2), message(3, body=None)]
    assert StoreOutbox(store).read(0, 10) == []


def test_what_is_put_again_after_it_was_shipped_is_not_shipped_again(store):
    put_all(store, [message(1)])
    Relay("reviews", StoreOutbox(store), Gathers()).step()
    put_all(store, [message(1)])
    assert StoreOutbox(store).read(0, 10) == []


def test_a_limit_is_kept(store):
    put_all(store, [message(number) for number in range(5)])
    outbox = StoreOutbox(store)
    assert [each.id for _, each in outbox.read(0, 2)] == ["m-0", "m-1"]
    number = outbox.read(0, 2)[-1][0]
    assert [each.id for _, each in outbox.read(number, 10)] == ["m-2", "m-3", "m-4"]


def test_a_decision_and_what_is_told_of_it_are_kept_together(station, store):
    plan = a_plan()
    station.take(received(an_assessment()), proposed(plan))
    assert StoreOutbox(store).read(0, 10) == []
    station.decide(plan["plan_id"], stage="restore")
    assert StoreOutbox(store).read(0, 10) == []
    station.decide(plan["plan_id"])
    assert len(StoreOutbox(store).read(0, 10)) == 1


def put_all(store, messages):
    with store.writing() as connection:
        put(connection, messages)
