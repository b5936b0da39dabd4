"""
A line of many processes over Kafka that are killed, paused and cut off loses and doubles nothing.

`make crash` is the same for longer. With one guard taken out of a station it has to turn red.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from benchmarks.crash.clients import Load
from benchmarks.crash.kafka_line import KafkaLine
from benchmarks.crash.runs import Run, run
from benchmarks.crash.schedule import SESSION_S, Step
from tests.kafka_broker import missing

pytestmark = pytest.mark.kafka

SEED = Random().randrange(1_000_000)
FEW = Load(clients=3, pause_s=0.15, gives_up=0.0)
BOTH = ("recommender-1", "recommender-2")


@pytest.fixture(autouse=True)
def needs_a_broker():
    if reason := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no Kafka: {reason}")


def test_every_acknowledged_post_has_one_current_plan_whoever_dies(tmp_path: Path):
    steps = [
        Step(1.0, "kill", "broker", for_s=0.5),
        Step(0.5, "kill", "intake"),
        Step(0.5, "kill unheard", "relay", for_s=1.0),
        Step(0.5, "point", "recommender-1", "kafka.before_positions:kill:2"),
        Step(0.5, "pause", "recommender-2", for_s=SESSION_S + 1.0),
        Step(0.5, "cut", "network", for_s=1.0),
        Step(0.5, "kill", "review"),
        Step(0.5, "full disk", "intake", for_s=0.5),
    ]
    Random(SEED).shuffle(steps)
    done = _run(tmp_path, steps, planned_s=90.0)
    assert done.well, done


@pytest.mark.parametrize(
    ("guards", "step", "fault"),
    [
        (
            {"relay": "acknowledgements"},
            Step(1.5, "kill unheard", "relay", for_s=3.0),
            r"lost: .* \(posts\)",
        ),
        (
            dict.fromkeys(BOTH, "derived_ids"),
            Step(1.5, "point", "recommender-1", "kafka.before_positions:kill:3"),
            r"doubled: \d plans",
        ),
        (
            dict.fromkeys(BOTH, "positions_last"),
            Step(1.5, "point", "recommender-1", "without.between:kill:3"),
            "lost: no plan",
        ),
    ],
    ids=lambda it: "-".join(set(it.values())) if isinstance(it, dict) else "",
)
def test_without_a_guard_the_suite_turns_red(
    tmp_path: Path, guards: Mapping[str, str], step: Step, fault: str
):
    done = _run(tmp_path, [step], guards=guards, planned_s=12.0, answered=5)
    assert any(re.match(fault, it) for it in done.faults), done


def _run(
    folder: Path,
    steps: Sequence[Step],
    *,
    planned_s: float,
    guards: Mapping[str, str] | None = None,
    answered: int = 0,
) -> Run:
    with ExitStack() as opened:
        line = KafkaLine(folder, opened, guards=guards)
        return run(line, steps, seed=SEED, load=FEW, planned_s=planned_s, answered=answered)
