"""A Kafka broker to measure with, from its jars, for a while."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stores import NotHere
from bus.kafka.settings import KafkaSettings

_SCRIPT = Path(__file__).parents[1] / "ops" / "kafka" / "broker"


@contextmanager
def broker() -> Iterator[KafkaSettings]:
    """
    Start a broker on a free port.

    Raises:
        NotHere: there is no Java or no jars, or it does not start.
    """
    with tempfile.TemporaryDirectory() as folder:
        started = subprocess.run(
            [_SCRIPT, "start", folder, "--port", "0"], capture_output=True, text=True, check=False
        )
        if started.returncode:
            raise NotHere((started.stderr.strip().splitlines() or ["the broker"])[-1])
        try:
            yield KafkaSettings(started.stdout.strip().splitlines()[-1], session_timeout_s=6.0)
        finally:
            subprocess.run([_SCRIPT, "stop", folder], capture_output=True, check=False)
