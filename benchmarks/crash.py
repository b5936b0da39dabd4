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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
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
    chance, now = Random(seed), clock.now()
    for patient in patients(seed, as_of=now):
        kept = {name: patient[name] for name in ("patient_ref", "house_brackmann", "synkinesis")}
        for turn in range(chance.choice([1, 1, 2, 3])):
            at = now - timedelta(minutes=chance.randrange(3 * 24 * 60))
            yield kept | {
                "assessment_id": f"{kept['patient_ref']}-{turn}",
                "assessed_at": at.isoformat(),
                "duration": {"value": chance.randrange(3000), "unit": "days"},
            }


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

    def planned(self, assessment_id: str) -> bool:
        return "plan_id" in self.get(f"/v1/assessments/{assessment_id}")

    def get(self, path: str) -> Any:
        status, body = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return body

    def _ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        sent = None if body is None else json.dumps(body)
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        with closing(connection), suppress(OSError, HTTPException, ValueError):
            connection.request(method, path, sent, _HEADERS)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        return 0, None


def _count(doors: _Doors, acknowledged: Sequence[_Posted], *, kills: int) -> Report:
    lost = _without_plan(doors, acknowledged)
    of_patient: dict[str, list[_Posted]] = {}
    for posted in acknowledged:
        of_patient.setdefault(posted.patient_ref, []).append(posted)
    plans = {patient_ref: _plans(doors, patient_ref) for patient_ref in of_patient}
    return Report(
        kills=kills,
        acknowledged=len(acknowledged),
        lost=tuple(lost),
        doubled=tuple(name for found in plans.values() for name in found.doubled()),
        wrong=tuple(
            patient_ref
            for patient_ref, posted in of_patient.items()
            if not plans[patient_ref].is_right(posted)
        ),
    )


def _without_plan(doors: _Doors, acknowledged: Sequence[_Posted]) -> list[str]:
    """Name the assessments that have no plan, once none is left or the patience is over."""
    waiting = [posted.assessment_id for posted in acknowledged]
    ends = time.monotonic() + _PLANNED_S
    while waiting and time.monotonic() < ends:
        waiting = [name for name in waiting if not doors.planned(name)]
        time.sleep(_PAUSE_S if waiting else 0)
    return waiting


@dataclass(frozen=True, slots=True)
class _Plans:
    """The assessments of which a patient has plans: current ones, superseded ones."""

    current: tuple[str, ...]
    superseded: tuple[str, ...]

    def doubled(self) -> list[str]:
        counted = Counter((*self.current, *self.superseded))
        return [name for name, count in counted.items() if count > 1]

    def is_right(self, posted: Sequence[_Posted]) -> bool:
        last = max(one.assessed_at for one in posted)
        latest = {one.assessment_id for one in posted if one.assessed_at == last}
        return len(self.current) == 1 and self.current[0] in latest


def _plans(doors: _Doors, patient_ref: str) -> _Plans:
    def read(more: str) -> tuple[str, ...]:
        found = doors.get(f"/v1/plans?patient_ref={patient_ref}&limit=200{more}")["items"]
        return tuple(plan["assessment_id"] for plan in found)

    return _Plans(read(""), read("&state=superseded"))


@click.command()
@click.option("--kills", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.option("--seed", type=int, help="Kill at the same moments again.")
def main(kills: int, seed: int | None) -> None:
    """Kill a line while posts go on; every 202 must have exactly one current plan afterwards."""
    seed = Random().randrange(1_000_000) if seed is None else seed
    click.echo(f"seed {seed}", err=True)
    with tempfile.TemporaryDirectory() as folder:
        report = crash(Path(folder), kills=kills, seed=seed)
    click.echo(
        f"{report.kills} kills, {report.acknowledged} acknowledged, {len(report.lost)} lost, "
        f"{len(report.doubled)} doubled, {len(report.wrong)} patients with a wrong current plan"
    )
    sys.exit(0 if report.well else 1)


if __name__ == "__main__":
    main()
