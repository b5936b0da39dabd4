"""A loop that begins when something else is done."""

from threading import Event

from bus.backoff import Backoff
from bus.errors import CannotOpen, Unavailable
from bus.running import Health
from facialis.first import First

AT_ONCE = Backoff(least_s=0.001, most_s=0.002)


class Counting:
    def __init__(self):
        self.runs = 0

    def run(self, stop):
        self.runs += 1

    def health(self):
        return Health("counting", "running", None, 0.0)


def test_the_loop_begins_when_what_was_away_is_back():
    left = [Unavailable("no broker"), Unavailable("no broker"), None]
    loop = Counting()

    def prepare():
        if error := left.pop(0):
            assert loop.runs == 0
            raise error

    First(prepare, loop, backoff=AT_ONCE).run(Event())
    assert (loop.runs, left) == (1, [])


def test_while_it_waits_it_says_for_what():
    stop = Event()

    def prepare():
        stop.set()
        raise Unavailable("no broker")

    first = First(prepare, Counting(), backoff=AT_ONCE)
    first.run(stop)
    assert first.health().state == "waiting"
    assert "no broker" in first.health().last_error


def test_what_waiting_cannot_mend_stops_it_before_the_loop_begins(tmp_path):
    def prepare():
        raise CannotOpen(tmp_path, "3 partitions and not 6")

    loop = Counting()
    first = First(prepare, loop, backoff=AT_ONCE)
    first.run(Event())
    assert loop.runs == 0
    assert first.health().state == "stopped"
    assert "3 partitions" in first.health().last_error


def test_once_it_is_done_the_loop_speaks_for_itself():
    first = First(lambda: None, Counting(), backoff=AT_ONCE)
    assert first.health().state == "stopped"
    first.run(Event())
    assert first.health().state == "running"
