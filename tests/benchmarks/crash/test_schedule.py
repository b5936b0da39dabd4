"""A seed draws the same blows each time, as many kills as were asked for, at points there are."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.crash import schedule
from benchmarks.crash.embedded import BLOWS as EMBEDDED_BLOWS
from benchmarks.crash.kafka_line import BLOWS as KAFKA_BLOWS

SEEDS = st.integers(0, 10**6)


@given(seed=SEEDS, kills=st.integers(4, 40))
def test_a_seed_draws_the_same_blows_again(seed: int, kills: int):
    assert schedule.embedded(seed, kills) == schedule.embedded(seed, kills)
    assert schedule.kafka(seed, kills) == schedule.kafka(seed, kills)


@given(seed=SEEDS, kills=st.integers(10, 40))
def test_as_many_are_killed_as_were_asked_for_or_one_more(seed: int, kills: int):
    for draw in (schedule.embedded, schedule.kafka):
        assert 0 <= sum(step.kills for step in draw(seed, kills)) - kills <= 1


@given(seed=SEEDS)
def test_the_broker_dies_twice_in_every_run_over_kafka(seed: int):
    hit = [step for step in schedule.kafka(seed, 20) if step.process == "broker"]
    assert sum(step.kills for step in hit) >= 2


@given(seed=SEEDS)
def test_every_blow_is_one_that_the_line_can_take(seed: int):
    assert {step.what for step in schedule.embedded(seed, 20)} <= EMBEDDED_BLOWS.keys()
    assert {step.what for step in schedule.kafka(seed, 20)} <= KAFKA_BLOWS.keys()


@pytest.mark.parametrize(
    ("modules", "points"),
    [
        ("facialis.line", set(schedule.POINTS)),
        (
            "facialis.line, bus.kafka.publisher, bus.kafka.ledger",
            {it for points in schedule.STATION_POINTS.values() for it in points},
        ),
    ],
)
def test_every_failpoint_that_there_is_may_be_drawn(modules: str, points: set[str]):
    code = f"import {modules}; from bus import failpoints; print(*failpoints.names())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) == points
