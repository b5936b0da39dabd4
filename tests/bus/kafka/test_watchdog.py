"""A call that does not return ends the process; one that does is left alone."""

import subprocess
import sys
from threading import Event
from time import sleep

import pytest

from bus.kafka.watchdog import EXIT_CODE, Watchdog

FAST = 0.001
LONG = 20


@pytest.fixture
def ended():
    return Event()


@pytest.fixture
def watchdog(ended):
    watchdog = Watchdog(5, ended.set, lambda _: sleep(FAST))
    yield watchdog
    watchdog.close()


def test_a_call_that_does_not_return_ends_the_process(watchdog, ended, caplog):
    with watchdog.over("committing"):
        assert ended.wait(LONG)
    assert "committing did not return within 5 s" in caplog.text


def test_calls_that_return_are_left_alone(watchdog, ended):
    for _ in range(50):
        with watchdog.over("polling"):
            sleep(FAST)
    assert not ended.is_set()


def test_one_hanging_call_among_many_is_noticed(watchdog, ended):
    with watchdog.over("hanging"):
        while not ended.is_set():
            with watchdog.over("polling"):
                sleep(FAST)


def test_a_call_that_failed_is_over(watchdog, ended):
    with pytest.raises(ZeroDivisionError), watchdog.over("failing"):
        raise ZeroDivisionError
    sleep(30 * FAST)
    assert not ended.is_set()


def test_the_process_ends_with_its_code_and_shows_where_it_hung():
    program = (
        "import time\n"
        "from bus.kafka.watchdog import Watchdog\n"
        "with Watchdog(0.5).over('committing'):\n"
        "    time.sleep(60)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == EXIT_CODE
    assert "line 4" in done.stderr
