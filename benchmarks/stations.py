"""The line over Kafka to be measured: each station a process of its own, as operators run them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.broker import broker
from benchmarks.served import KEY
from benchmarks.stores import NotHere
from facialis.ports import listen

STATIONS = ("intake", "relay", "recommender", "review")
_UP_S = 60.0


@contextmanager
def stations() -> Iterator[Mapping[str, int]]:
    """
    Run every station for a while, over a broker of their own; gives their ports.

    Raises:
        NotHere: there is no broker, or a station does not come up.
    """
    with ExitStack() as opened:
        settings = opened.enter_context(broker())
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        environ = {
            **os.environ,
            "FACIALIS_KEY": KEY,
            "FACIALIS_INSTANCE": "bench",
            "KAFKA_BOOTSTRAP_SERVERS": settings.bootstrap,
        }
        ports = {name: _free_port() for name in STATIONS}
        for name, port in ports.items():
            opened.enter_context(_running(name, port, folder, environ))
        _wait_until_ready(ports)
        yield ports


@contextmanager
def _running(name: str, port: int, folder: Path, environ: Mapping[str, str]) -> Iterator[None]:
    place = ["--port", str(port), "--data", str(folder)]
    command = [sys.executable, "-m", "facialis", name, *place]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, env=environ, stdout=silent, stderr=silent) as process:
        try:
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _wait_until_ready(ports: Mapping[str, int]) -> None:
    ends = time.monotonic() + _UP_S
    while waiting := [name for name, port in ports.items() if not _is_ready(port)]:
        if time.monotonic() > ends:
            raise NotHere(f"{waiting[0]} is not ready after {_UP_S:.0f} s")
        time.sleep(0.1)


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with listen(0) as sock:
        port: int = sock.getsockname()[1]
        return port
