from threading import Event, Thread

import pytest

from bus import failpoints
from bus.backoff import Backoff
from bus.errors import Unavailable
from bus.failpoints import Tripped
from bus.relay import Relay, RelaySettings
from tests.bus.adapters import RECEIVED, a_message, all_of, ids_of

SECONDS = 60
AT_ONCE = RelaySettings(limit=10, idle_s=0.01, backoff=Backoff(least_s=0.001, most_s=0.002))


class ListOutbox:
    """An outbox in memory: what a station keeps beside its rows."""

    def __init__(self, messages):
        self.waiting = list(enumerate(messages, start=1))
        self.asked = []

    def read(self, after, limit):
        self.asked.append(limit)
        return [it for it in self.waiting if it[0] > after][:limit]

    def shipped(self, seq):
        self.waiting = [it for it in self.waiting if it[0] > seq]


def some_messages(number):
    return [a_message(f"{it:03d}", f"patient-{it % 4}") for it in range(number)]


def a_relay(adapter, outbox):
    return Relay("reviews", outbox, adapter.publisher(), AT_ONCE)


def drain(relay):
    while relay.step():
        pass


def arrived(adapter):
    return all_of(adapter.feed(RECEIVED))


def test_everything_arrives_in_order_of_key_and_the_outbox_is_empty(adapter):
    messages = some_messages(45)
    outbox = ListOutbox(messages)
    drain(a_relay(adapter, outbox))
    found = arrived(adapter)
    for key in {it.key for it in messages}:
        shipped = ids_of([it for it in found if it.key == key])
        assert shipped == [it.id for it in messages if it.key == key]
    assert outbox.waiting == []
    assert set(outbox.asked) == {10}


@pytest.mark.parametrize("point", ["relay.before_publish", "relay.after_publish"])
@pytest.mark.parametrize("nth", [1, 3])
def test_a_crash_ships_again_and_doubles_nothing(adapter, point, nth):
    outbox = ListOutbox(some_messages(45))
    with failpoints.armed(point, nth=nth), pytest.raises(Tripped):
        drain(a_relay(adapter, outbox))
    drain(a_relay(adapter, outbox))
    assert sorted(ids_of(arrived(adapter))) == [f"{it:03d}" for it in range(45)]


def test_nothing_is_marked_while_the_publisher_is_away(adapter):
    outbox = ListOutbox(some_messages(5))
    relay = a_relay(adapter, outbox)
    with adapter.away(), pytest.raises(Unavailable):
        relay.step()
    assert len(outbox.waiting) == 5
    drain(relay)
    assert len(arrived(adapter)) == 5


def test_a_running_relay_ships_what_it_is_told_of_and_stops(adapter):
    shipped = Event()

    class Watched(ListOutbox):
        def shipped(self, seq):
            super().shipped(seq)
            shipped.set()

    outbox = Watched([])
    relay = Relay("reviews", outbox, adapter.publisher(), RelaySettings(idle_s=600))
    stop = Event()
    thread = Thread(target=relay.run, args=(stop,))
    thread.start()
    outbox.waiting = [(1, a_message("1"))]
    relay.notice()
    assert shipped.wait(SECONDS)
    assert relay.health().state == "running"
    stop.set()
    relay.notice()
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert relay.health().state == "stopped"


def test_a_programmers_error_stops_the_relay(adapter):
    class Broken(ListOutbox):
        def read(self, after, limit):
            raise KeyError("bug")

    relay = a_relay(adapter, Broken([]))
    relay.run(Event())
    assert "KeyError" in relay.health().last_error
