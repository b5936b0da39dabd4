"""One process of a line, started again and again, and what can be done to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Thread
from typing import IO

UP_S = 120.0
STOP_S = 10.0
_LOOK_EVERY_S = 0.01


class Broken(Exception):
    """The line does what no crash excuses: it does not come up, or does not stop."""


@dataclass
class Process:
    """
    One process by its command.

    Attributes:
        ready: tells whether it does its work.
        environ: what it is started with besides our own environment.
        started_s: how long each start took until it was ready.
        said: the last lines that it wrote to stderr.
    """

    name: str
    command: Sequence[str]
    ready: Callable[[], bool]
    environ: Mapping[str, str] = field(default_factory=dict)
    started_s: list[float] = field(default_factory=list)
    said: deque[str] = field(default_factory=lambda: deque(maxlen=400))
    _running: subprocess.Popen[str] | None = None
    _began: float = 0.0

    @property
    def pid(self) -> int:
        """Its number; 0 when it never ran."""
        return self._running.pid if self._running else 0

    @property
    def is_dead(self) -> bool:
        """Whether it does not run."""
        return self._running is None or self._running.poll() is not None

    @property
    def ended_with(self) -> int | None:
        """What it ended with; None while it runs, or when it never ran."""
        return self._running.poll() if self._running else None

    def spawn(self, **environ: str) -> None:
        """Start it, and wait for nothing."""
        self._began = time.monotonic()
        self._running = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", *self.command],
            env={**os.environ, **self.environ, **environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._running.stderr is not None
        Thread(target=self._listen, args=(self._running.stderr,), daemon=True).start()

    def start(self) -> None:
        """
        Start it, and wait until it is ready.

        Raises:
            Broken: it ends by itself, or is not ready in two minutes.
        """
        self.spawn()
        self.wait_until_ready()
        self.started_s.append(time.monotonic() - self._began)

    def wait_until_ready(self) -> None:
        """Wait for that; raises Broken like ``start``."""
        ends = time.monotonic() + UP_S
        while not self.ready():
            if self.is_dead:
                raise Broken(f"{self.name} ended at its start: {self._last_words()}")
            if time.monotonic() > ends:
                self._tell_where_it_hangs()
                raise Broken(f"{self.name} is not ready: {self._last_words()}")
            time.sleep(_LOOK_EVERY_S)

    def kill(self) -> None:
        """kill -9."""
        self.send(signal.SIGKILL)
        if self._running:
            self._running.wait()

    def ends(self, within_s: float) -> bool:
        """Wait for it to end by itself; tell whether it did."""
        assert self._running is not None
        try:
            self._running.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def is_killed(self, within_s: float) -> bool:
        """
        Wait for a failpoint to kill it, so long from when it is ready; tell whether it was reached.

        Raises:
            Broken: it ended in another way.
        """
        ends = time.monotonic() + UP_S
        while not (self.is_dead or self.ready()) and time.monotonic() < ends:
            time.sleep(_LOOK_EVERY_S)
        if self.ends(within_s) and self.ended_with != -signal.SIGKILL:
            raise Broken(f"{self.name} ended with {self.ended_with}: {self._last_words()}")
        return self.is_dead

    def stop(self) -> None:
        """
        End it as an operator would.

        Raises:
            Broken: it does not end in ten seconds, or not well.
        """
        self.send(signal.SIGTERM)
        if not self.ends(STOP_S):
            self._tell_where_it_hangs()
            raise Broken(f"{self.name} does not stop: {self._last_words()}")
        code = self._running.returncode if self._running else 0
        if code not in (0, -signal.SIGTERM):
            raise Broken(f"{self.name} ended with {code}: {self._last_words()}")

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; nothing when it is dead."""
        if self._running and self._running.poll() is None:
            self._running.send_signal(number)

    def _listen(self, stderr: IO[str]) -> None:
        with stderr:
            self.said.extend(stderr)

    def _tell_where_it_hangs(self) -> None:
        self.send(signal.SIGABRT)  # faulthandler writes where each thread is
        self.ends(STOP_S)
        self.kill()

    def _last_words(self) -> str:
        time.sleep(0.1)
        return "".join(list(self.said)[-30:]).strip()
