"""Many assessments through ``facialis plan - --json``: in order, none stopping the run."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks.patients import patients
from facialis import clock

ONE_IN = 20
LINES = 600
SPARE_MB = 40
"""What remembering may take besides; a run that holds what it reads or writes takes far more."""


def as_line(patient: dict[str, Any], **other: Any) -> bytes:
    return json.dumps(patient | other).encode()


BROKEN: tuple[Callable[[dict[str, Any]], bytes], ...] = (
    lambda patient: b"nonsense",
    lambda patient: b"",
    lambda patient: b"{",
    lambda patient: b"}",
    lambda patient: b"[]",
    lambda patient: b"null",
    lambda patient: b"\x00\xff\xfe",
    lambda patient: b"[" * 20_000,
    lambda patient: b"x" * 10_000_000,
    lambda patient: as_line(patient)[:-20],
    lambda patient: as_line(patient)[:-1] + b', "age_years": NaN}',
    lambda patient: as_line(patient)[:-1] + b', "goals": ["smile"], "goals": ["smile"]}',
    lambda patient: as_line(patient, sid="left"),
    lambda patient: as_line(patient, house_brackmann="VII"),
    lambda patient: as_line(patient, house_brackmann=3),
    lambda patient: as_line(patient, age_years="3"),
    lambda patient: as_line(patient, age_years=-1),
    lambda patient: as_line(patient, goals=[]),
    lambda patient: as_line(patient, patient_ref="Anna Smith"),
    lambda patient: as_line(patient, assessed_at="2999-01-01T00:00:00Z"),
    lambda patient: as_line(patient, assessed_at="yesterday"),
)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux")
def test_lines_come_out_in_order_in_constant_memory(tmp_path: Path):
    few, few_mb = planned(tmp_path, 2 * ONE_IN)
    many, many_mb = planned(tmp_path, LINES)
    assert (len(few), len(many)) == (2 * ONE_IN, LINES)
    for number, said in enumerate(many):
        if is_broken(number):
            assert said["line"] == number + 1
            assert said["error"]["status"] in (400, 413, 422)
            assert said["error"]["detail"]
        else:
            assert said["patient_ref"].endswith(f"-{number + 1}")
    assert many_mb - few_mb < SPARE_MB


def is_broken(number: int) -> bool:
    return number % ONE_IN == ONE_IN - 1


def posted(count: int) -> Iterator[bytes]:
    for number, patient in enumerate(islice(patients(5, as_of=clock.now()), count)):
        broken = BROKEN[number // ONE_IN % len(BROKEN)]
        yield broken(patient) if is_broken(number) else as_line(patient)


# What a process once held is asked of itself: its parent's share is counted to it from outside.
PLAN_AND_TELL = """
import atexit, re, sys
from pathlib import Path
from facialis.__main__ import main

def tell():
    (kb,) = re.findall(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    Path(sys.argv[1]).write_text(kb)

atexit.register(tell)
main(["plan", "-", "--json"])
"""


def planned(folder: Path, count: int) -> tuple[list[dict[str, Any]], float]:
    """Plan in a process of its own; give its lines and the most memory it held, in MB."""
    came, went, told = (folder / name for name in ("in.ndjson", "out.ndjson", "kb"))
    with came.open("wb") as file:
        file.writelines(line + b"\n" for line in posted(count))
    with came.open("rb") as source, went.open("wb") as target:
        command = [sys.executable, "-c", PLAN_AND_TELL, str(told)]
        done = subprocess.run(command, stdin=source, stdout=target, check=False)
    assert done.returncode == 1
    lines = [json.loads(line) for line in went.read_bytes().splitlines()]
    return lines, int(told.read_text()) / 1024
