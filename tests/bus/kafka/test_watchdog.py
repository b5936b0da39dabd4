"""A call that does not return ends the process; one that does is left alone."""

import subprocess
import sys
from threading import Event, Semaphore
from time import sleep

import pytest

from bus.kafka.watchdog import EXIT_CODE, Watchdog

FAST = 0.001
LONG = 60
LOOKS = 10
"""How often a call that may take 5 s is looked at before it has had its time."""


class Time:
    """The time between two looks of a watchdog: it passes when it is told to."""

    def __init__(self):
        self._asleep, self._due = Semaphore(0), Semaphore(0)

    def sleep(self, _):
        self._asleep.release()
        assert self._due.acquire(timeout=LONG)

    def let_pass(self, looks):
        """Let it look so many times; returns when it has."""
        for _ in range(looks):
            assert self._asleep.acquire(timeout=LONG)
            self._due.release()
        assert self._asleep.acquire(timeout=LONG)
        self._asleep.release()

    def let_go(self):
        """Let it look once more, if it does; waits for nothing."""
        self._due.release()


@pytest.fixture
def ended():
    return Event()


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def timed(ended, time):
    """A watchdog for which time passes when it is told to."""
    watchdog = Watchdog(5, ended.set, time.sleep)
    yield watchdog
    watchdog.close()
    time.let_go()


@pytest.fixture
def watchdog(ended):
    watchdog = Watchdog(5, ended.set, lambda _: sleep(FAST))
    yield watchdog
    watchdog.close()


def test_a_call_that_does_not_return_ends_the_process(watchdog, ended, caplog):
    with watchdog.over("committing"):
        assert ended.wait(LONG)
    assert "committing did not return within 5 s" in caplog.text


def test_calls_that_return_are_left_alone(timed, ended, time):
    for _ in range(50):
        with timed.over("polling"):
            time.let_pass(LOOKS)
    assert not ended.is_set()


def test_one_hanging_call_among_many_is_noticed(watchdog, ended):
    with watchdog.over("hanging"):
        while not ended.is_set():
            with watchdog.over("polling"):
                sleep(FAST)


def test_a_call_that_failed_is_over(timed, ended, time):
    with pytest.raises(ZeroDivisionError), timed.over("failing"):
        raise ZeroDivisionError
    time.let_pass(3 * LOOKS)
    assert not ended.is_set()


def test_a_call_has_its_time_and_no_more(timed, ended, time):
    with timed.over("committing"):
        time.let_pass(LOOKS)
        assert not ended.is_set()
        time.let_go()
        assert ended.wait(LONG)


def test_the_process_ends_with_its_code_and_shows_where_it_hung():
    program = (
        "import time\n"
        "from bus.kafka.watchdog import Watchdog\n"
        "with Watchdog(0.5).over('committing'):\n"
        "    time.sleep(60)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=2 * LONG,
        check=False,
    )
    assert done.returncode == EXIT_CODE
    assert "line 4" in done.stderr
