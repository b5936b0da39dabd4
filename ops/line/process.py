"""One process of the line: started, waited for, killed, paused, started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BEGIN_S = 120.0
END_S = 15.0


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that ended and waits for its parent to notice does not."""
    try:
        os.kill(pid, 0)
        said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        # Gone since, or a system that tells of its processes elsewhere.
        return not Path("/proc/self/stat").exists()
    return said.rpartition(")")[2].split()[0] not in "ZX"


class DidNotBegin(Exception):
    """A process did not answer in time; its log tells why."""


@dataclass(slots=True)
class Process:
    """
    A program that answers at an address.

    Attributes:
        name: what it is called among the others.
        arguments: the program and its arguments.
        environment: all of its variables.
        healthy: an address that answers 200 once it is up; empty when there is none to wait for.
        log: the file that takes what it prints, of all its lives.
    """

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    healthy: str
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, *, wait_s: float = BEGIN_S) -> None:
        """
        Start it and wait until it answers; not at all with 0 seconds.

        Raises:
            DidNotBegin: it ended, or gave no answer in time.
        """
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.arguments, env=dict(self.environment), stdout=log, stderr=log
            )
        if wait_s and self.healthy:
            self.wait(wait_s)

    def wait(self, wait_s: float = BEGIN_S) -> None:
        """
        Wait until it answers.

        Raises:
            DidNotBegin: it ended, or gave no answer in time.
        """
        ends = time.monotonic() + wait_s
        while not self._answers():
            if not self.lives() or time.monotonic() > ends:
                raise DidNotBegin(
                    f"{self.name} did not begin; see {self.log}: {self._last_words()}"
                )
            time.sleep(0.05)

    def lives(self) -> bool:
        """Tell whether it runs, or is paused."""
        return self._running is not None and self._running.poll() is None

    def stop(self) -> int | None:
        """End it as an operator would (SIGTERM), and kill it when it does not; give its code."""
        if self._running is None:
            return None
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        try:
            return self._running.wait(END_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def kill(self) -> None:
        """End it as a failing machine would (SIGKILL)."""
        if self._running is not None:
            self._signal(signal.SIGKILL)
            self._running.wait()

    def pause(self) -> None:
        """Let it do nothing (SIGSTOP), as a frozen machine would."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _last_words(self) -> str:
        said = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return said[-1] if said else "it said nothing"

    def _signal(self, number: int) -> None:
        if self.lives():
            assert self._running is not None
            os.kill(self._running.pid, number)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.healthy, timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
