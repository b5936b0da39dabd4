"""A real broker behind a proxy, started and killed again on the same data."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crash.process import Broken
from ops.line.process import lives

_SCRIPT = Path("ops/kafka/broker")
_TIMES = 4
_LOOK_EVERY_S = 0.01


@dataclass(frozen=True, slots=True)
class Broker:
    """
    A broker in a folder of its own.

    Attributes:
        proxied: the port on which its clients believe it to be.
    """

    folder: Path
    proxied: int

    def start(self) -> None:
        """
        Start it, or have it back on the same data and ports; returns when it answers.

        Raises:
            Broken: it does not come up.
        """
        command = [str(_SCRIPT), "start", str(self.folder), "--port", "0"]
        command += ["--proxied", str(self.proxied)]
        said = ""
        # The script gives it two minutes; a machine with much else to do needs more.
        for _ in range(_TIMES):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if not done.returncode:
                return
            said = done.stderr.strip()
        raise Broken(f"the broker does not come up: {said}")

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; nothing when it is dead."""
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(self._pid(), number)

    def kill(self) -> None:
        """kill -9; it is gone when this returns, so that nobody takes it for one that runs."""
        self.send(signal.SIGKILL)
        with suppress(FileNotFoundError):
            while lives(self._pid()):
                time.sleep(_LOOK_EVERY_S)

    def stop(self) -> None:
        """End it, paused or not."""
        subprocess.run([_SCRIPT, "stop", self.folder], check=False, capture_output=True)

    def _pid(self) -> int:
        return int((self.folder / "pid").read_text())

    def port(self, door: str) -> int:
        """Tell where a door of it is: ``port`` for all, ``behind_proxy`` for the proxy."""
        lines = (self.folder / "ports").read_text().split()
        return int(dict(line.split("=") for line in lines)[door])
