"""``python -m benchmarks.crash --kills 50``: kill -9 of a running line while posts go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import Any

import click

from benchmarks.patients import patients
from facialis import clock
from facialis.ports import listen

KEY = "a-key-for-crashes-only"
_HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
_POSTERS, _PAUSE_S = 4, 0.05
_UP_S, _PLANNED_S = 30.0, 90.0
_ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class Report:
    """
    What was found once the dust had settled.

    ``acknowledged`` posts got a 202; ``lost`` are those of them without a plan, ``doubled`` the
    assessments with more than one, ``wrong`` the patients without exactly one current plan, or
    with another than that of the assessment made last.
    """

    kills: int
    acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether nothing was lost, doubled or wrong, and anything was posted at all."""
        return self.acknowledged > 0 and not (self.lost or self.doubled or self.wrong)


def crash(folder: Path, *, kills: int, seed: int) -> Report:
    """
    Kill a line that many times at moments drawn by ``seed``, posting all along, then count.

    Raises:
        RuntimeError: the line does not come up again, or not all is planned in time.
    """
    chance = Random(seed)
    with ExitStack() as opened:
        running = _Running(folder)
        opened.callback(running.kill)
        running.start()
        posting = _Posting(running.port, seed)
        posting.start()
        for _ in range(kills):
            time.sleep(chance.uniform(0.05, 1.0))
            running.kill()
            running.start()
        posting.finish()
        return _count(_Doors(running.port), posting.acknowledged, kills=kills)


class _Running:
    """One line in a process of its own, again and again at one address."""

    def __init__(self, folder: Path) -> None:
        with listen(0) as sock:
            self.port: int = sock.getsockname()[1]
        self._command = [sys.executable, "-m", "facialis", "run", "--no-examples"]
        self._command += ["--port", str(self.port), "--data", str(folder)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = {**os.environ, "FACIALIS_KEY": KEY}
        silent = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, env=environ, stdout=silent)
        ends = time.monotonic() + _UP_S
        while not _Doors(self.port).ready():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError("the line does not come up")
            time.sleep(0.02)

    def kill(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


@dataclass(frozen=True, slots=True)
class _Posted:
    patient_ref: str
    assessment_id: str
    assessed_at: str


class _Posting:
    """Posters that send each assessment until it is acknowledged."""

    def __init__(self, port: int, seed: int) -> None:
        self.acknowledged: list[_Posted] = []
        self._port, self._assessments = port, _assessments(seed)
        self._turn, self._stop = Lock(), Event()
        self._threads = [Thread(target=self._post, daemon=True) for _ in range(_POSTERS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(_UP_S)

    def _post(self) -> None:
        doors = _Doors(self._port)
        while not self._stop.is_set():
            with self._turn:
                assessment = next(self._assessments)
            while not doors.accepts(assessment):
                time.sleep(_PAUSE_S)
            names = ("patient_ref", "assessment_id", "assessed_at")
            self.acknowledged.append(_Posted(*(assessment[name] for name in names)))
            time.sleep(_PAUSE_S)


def _assessments(seed: int) -> Iterator[dict[str, Any]]:
    """One to three assessments of each patient, not in the order in which they were made."""
    chance = Random(seed)
    for number, patient in enumerate(patients(seed, as_of=clock.now())):
        for turn in range(chance.choice([1, 1, 2, 3])):
            at = datetime.fromisoformat(patient["assessed_at"])
            at -= timedelta(minutes=chance.randrange(24 * 60))
            made = {"assessment_id": f"crash-{number}-{turn}", "assessed_at": at.isoformat()}
            yield patient | made


class _Doors:
    """The machine doors of a line that may be away at any moment."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ready(self) -> bool:
        return self._ask("GET", "/readyz")[0] == 200

    def accepts(self, assessment: Mapping[str, Any]) -> bool:
        status, body = self._ask("POST", "/v1/assessments", assessment)
        if 400 <= status < 500:
            raise RuntimeError(f"refused: {body}")
        return status == _ACCEPTED

    def get(self, path: str) -> Any:
        status, body = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return body

    def _ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        with suppress(OSError, HTTPException, ValueError):
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, _HEADERS)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        connection.close()
        return 0, None


def _count(doors: _Doors, acknowledged: list[_Posted], *, kills: int) -> Report:
    current = _settled(doors, acknowledged)
    ...


def main() -> None: ...
