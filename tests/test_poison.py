"""What cannot be read is set aside, stops nobody, and is there again byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from benchmarks.crash.embedded import EmbeddedLine
from benchmarks.crash.found import told_of
from benchmarks.crash.kafka_line import KafkaLine
from benchmarks.crash.poison import poison
from facialis.operators.asides import Aside, asides
from facialis.operators.which_line import logs_of
from schemas.topics import ASSESSMENTS_RECEIVED, PLANS_PROPOSED
from tests.kafka_broker import missing

LONGEST_S = 60.0
TOPICS = [ASSESSMENTS_RECEIVED.name, PLANS_PROPOSED.name]


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def line(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedLine | KafkaLine]:
    if request.param == "kafka" and (reason := missing()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no Kafka: {reason}")
    with ExitStack() as opened:
        kind = KafkaLine if request.param == "kafka" else EmbeddedLine
        opened_line = kind(tmp_path, opened)
        opened_line.start()
        yield opened_line


def test_poison_is_set_aside_and_can_be_had_again_byte_for_byte(line: EmbeddedLine | KafkaLine):
    _post(line, "BEFORE-1")
    wanted = []
    for topic in TOPICS:
        bad = poison(line.first(topic), Random(1))
        line.put(list(bad.values()))
        wanted += [message.body for message in bad.values()]
        _post(line, f"AFTER-{topic[0]}-1")
    _until(lambda: len(_set_aside(line)) == len(wanted))
    found = _set_aside(line)
    assert sorted(one.delivery.body for one in found) == sorted(wanted)
    for one in sorted(found, key=lambda it: len(it.delivery.body))[:: len(found) - 1]:
        assert _shown(line, one.id) == one.delivery.body
    line.stop()


def _post(line: EmbeddedLine | KafkaLine, name: str) -> None:
    body = {
        "patient_ref": name,
        "assessment_id": name,
        "house_brackmann": "II",
        "synkinesis": "none",
        "duration": {"value": 14, "unit": "months"},
    }
    assert line.doors.post("/v1/assessments", body).status == 202
    _until(lambda: told_of(line.doors, name).state == "planned")


def _until(is_so) -> None:
    ends = time.monotonic() + LONGEST_S
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.2)


def _set_aside(line: EmbeddedLine | KafkaLine) -> list[Aside]:
    data, environ = line.place
    with logs_of(environ, data) as logs:
        return asides(logs)


def _shown(line: EmbeddedLine | KafkaLine, name: str) -> bytes:
    data, environ = line.place
    command = [sys.executable, "-m", "facialis", "set-aside", "show", name, "--bytes"]
    command += ["--data", str(data)]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
