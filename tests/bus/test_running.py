from threading import Event

import pytest

from bus.backoff import Backoff
from bus.errors import Unavailable
from bus.measures import Unwatched
from bus.running import Runner, describe


class LibraryError(Exception):
    """An error of some library that says of itself that waiting helps."""

    retriable = True


def a_runner(step, **changed):
    given = {
        "backoff": Backoff(least_s=0.001, most_s=0.001),
        "chance": lambda: 1.0,
        "whereabouts": lambda: "here",
        "clock": lambda: 100.0,
    }
    return Runner("maker", step, **(given | changed))


def test_before_it_ran_it_is_stopped_without_an_error():
    health = a_runner(lambda _: 0).health()
    assert (health.name, health.state, health.last_error, health.quiet_s) == (
        "maker",
        "stopped",
        None,
        None,
    )


def test_the_error_is_asked_whether_waiting_helps():
    outcomes = iter([LibraryError("x"), Unavailable("y"), ZeroDivisionError("z")])
    runner = a_runner(lambda _: (_ for _ in ()).throw(next(outcomes)))
    runner.run(Event())
    assert next(outcomes, None) is None
    assert runner.health().last_error.startswith("ZeroDivisionError in ")


def test_it_waits_longer_each_time_and_short_again_after_a_good_step():
    asked, stop = [], Event()

    class Waits(Backoff):
        def delay_s(self, times, *, chance):
            asked.append(times)
            return 0

    script = iter([Unavailable("a"), Unavailable("a"), 1, Unavailable("a"), None])

    def step(_):
        match next(script):
            case None:
                stop.set()
            case Unavailable() as error:
                raise error

    a_runner(step, backoff=Waits()).run(stop)
    assert asked == [1, 2, 1]


def test_quiet_counts_from_the_last_good_step():
    now, stop = [100.0], Event()

    def step(_):
        now[0] += 1
        stop.set()

    runner = a_runner(step, clock=lambda: now[0])
    runner.run(stop)
    now[0] += 7
    assert runner.health().quiet_s == 7


def test_how_long_a_step_takes_counts_from_its_beginning_and_ends_with_the_run():
    now, stop, seen = [100.0], Event(), []

    def step(_):
        now[0] += 7
        seen.append(runner.health().step_s)
        stop.set()

    runner = a_runner(step, clock=lambda: now[0])
    runner.run(stop)
    assert seen == [7]
    assert runner.health().step_s is None


def test_a_wait_does_not_count_into_the_step_before_it():
    now, stop, seen = [100.0], Event(), []

    class Waits(Backoff):
        def delay_s(self, times, *, chance):
            stop.set()
            return 0

    class Seeing(Unwatched):
        def waited(self, loop, error):
            seen.append(runner.health().step_s)

    def step(_):
        now[0] += 90
        raise Unavailable("away")

    runner = a_runner(step, clock=lambda: now[0], backoff=Waits(), watch=Seeing())
    runner.run(stop)
    assert seen == [0]


def test_an_interrupt_passes_through_and_leaves_it_stopped():
    def step(_):
        raise KeyboardInterrupt

    runner = a_runner(step)
    with pytest.raises(KeyboardInterrupt):
        runner.run(Event())
    assert runner.health().state == "stopped"


def test_our_errors_speak_and_others_tell_only_class_and_place():
    assert describe(Unavailable("disk full")) == "Unavailable: disk full"
    assert describe(ValueError("patient-77")) == "ValueError in an unknown place"
    with pytest.raises(ValueError, match="patient-77") as raised:
        int("patient-77")
    assert "test_running.py" in describe(raised.value)
    assert "patient-77" not in describe(raised.value)
