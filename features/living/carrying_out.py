"""Carrying a run out: pytest in a process of its own, its messages as they come."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from features.living.asked import Asked
from features.living.run import Message, Run, messages


@dataclass(frozen=True, slots=True)
class Ended:
    """
    A run that ended.

    Attributes:
        run: what it said about itself.
        status: pytest's own exit code.
        said: what pytest printed, for when it ended otherwise than it should.
        seconds: how long it took.
    """

    run: Run
    status: int
    said: str
    seconds: float


def carry_out(asked: Asked, *, kept: Path, tell: Callable[[Message], None]) -> Ended:
    """
    Run what was asked for, and wait for its end.

    Args:
        kept: a folder in which pytest may remember what failed last.
        tell: called with each message as it comes.
    """
    begun, run = time.monotonic(), Run()
    read_end, write_end = os.pipe()
    with TemporaryFile() as printed:
        process = subprocess.Popen(
            asked.command(stream=f"/dev/fd/{write_end}", kept=kept),
            env=asked.environ(),
            pass_fds=(write_end,),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        os.close(write_end)
        with process, os.fdopen(read_end, encoding="utf-8") as lines:
            for message in messages(lines):
                run.take(message)
                tell(message)
        printed.seek(0)
        said = printed.read().decode("utf-8", "replace")
    return Ended(run, process.returncode, said, time.monotonic() - begun)
