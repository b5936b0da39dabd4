"""Whether a process runs is told from itself, not from whether somebody took note of its end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from ops.line.process import lives

LONG_S = 60.0


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(["sleep", "600"])
    yield child
    child.kill()
    child.wait()


def test_one_that_runs_or_is_paused_lives(child: subprocess.Popen[bytes]) -> None:
    assert lives(os.getpid())
    child.send_signal(signal.SIGSTOP)
    assert lives(child.pid)


def test_one_that_was_killed_is_gone_although_nobody_took_note_of_it(
    child: subprocess.Popen[bytes],
) -> None:
    os.kill(child.pid, signal.SIGKILL)
    ends = time.monotonic() + LONG_S
    while lives(child.pid) and time.monotonic() < ends:
        time.sleep(0.01)
    assert not lives(child.pid)
    os.kill(child.pid, 0)  # its number is not free yet


def test_one_of_which_note_was_taken_is_gone(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    assert not lives(child.pid)
