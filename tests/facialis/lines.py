"""Lines in processes of their own, and what operators say to them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bus.embedded import EmbeddedPublisher, Writer
from bus.port import Message
from facialis import clock
from facialis.operators.logs import FILE_OF
from schemas.topics import ASSESSMENTS_RECEIVED
from services.intake.outbox import ACCEPTED
from tests.facialis.test_run import Running, up
from tests.house import ROOT

NEWER, OLDER = "facialis", "tests.facialis.an_older_release"
LONG_S = 60.0


@contextmanager
def a_line(data: Path, *words: str, release: str = NEWER) -> Iterator[Running]:
    """A line that runs as long as the block."""
    running = up(started(data, *words, release=release))
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop(within_s=LONG_S)


def started(data: Path, *words: str, release: str = NEWER) -> Running:
    printed = data.with_suffix(f".{time.monotonic_ns()}.out")
    command = [sys.executable, "-m", release, "run", "--data", str(data), "--port", "0"]
    with printed.open("w") as out:
        process = subprocess.Popen(
            [*command, "--no-examples", *words],
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "60"},
        )
    return Running(process, data, printed)


def facialis(*words: str, width: int = 80) -> subprocess.CompletedProcess[str]:
    """Say something to ``facialis``, in a terminal so wide."""
    command = [sys.executable, "-m", "facialis", *words]
    env = {**os.environ, "COLUMNS": str(width)}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=env, cwd=ROOT
    )


def said(*words: str) -> str:
    """Say it, and give what it answered when all was well."""
    done = facialis(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def post(running: Running, path: str, body: Any, *, method: str = "POST") -> tuple[int, Any]:
    return ask(running, path, json.dumps(body).encode(), method=method)


def ask(running: Running, path: str, body: bytes | None = None, *, method: str = "GET"):
    request = Request(running.told["url"] + path, data=body, method=method)
    request.add_header("Authorization", f"Bearer {running.told['key']}")
    request.add_header("Content-Type", "application/json")
    try:
        with urlopen(request, timeout=LONG_S) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as refused:
        return refused.code, json.loads(refused.read())


def soon(holds: Callable[[], Any]) -> bool:
    ends = time.monotonic() + LONG_S
    while not holds() and time.monotonic() < ends:
        time.sleep(0.05)
    return bool(holds())


def put(data: Path, *bodies: bytes, key: bytes = b"P-1") -> None:
    """Put bytes on the topic of assessments, as somebody who errs would; the line is at rest."""
    data.mkdir(mode=0o700, exist_ok=True)
    with Writer(data / FILE_OF[ASSESSMENTS_RECEIVED.name], also=[ACCEPTED]) as writer:
        EmbeddedPublisher(writer).publish(
            [
                Message(
                    ASSESSMENTS_RECEIVED.name,
                    key,
                    clock.new_id(),
                    (("ce_specversion", b"1.0"), ("odd", b"\xff\x00")),
                    body,
                )
                for body in bodies
            ]
        )


def state_of(running: Running, assessment_id: str) -> str:
    return ask(running, f"/v1/assessments/{assessment_id}")[1]["state"]
