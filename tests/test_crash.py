"""
A line that is killed while clients go on loses nothing and doubles nothing.

`make crash` is the same for longer. Whether the suite would see a loss is tried as well: with one
guard taken out of the product (``benchmarks/crash/without.py``) it has to turn red.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from benchmarks.crash import schedule
from benchmarks.crash.clients import Load
from benchmarks.crash.embedded import EmbeddedLine
from benchmarks.crash.power import can_be_cut
from benchmarks.crash.runs import PLANNED_S, Run, run
from benchmarks.crash.schedule import Step

SEED = Random().randrange(1_000_000)
FEW = Load(clients=3, pause_s=0.03, gives_up=0.0)

KILLS = [Step(0.5, "kill", "line")] * 3


def test_every_acknowledged_post_has_one_current_plan_after_kill_9(tmp_path: Path):
    with ExitStack() as opened:
        line = EmbeddedLine(tmp_path, opened, seed=SEED, small_disk=True)
        done = run(line, schedule.embedded(SEED, 5), seed=SEED)
    assert done.well, done


@pytest.mark.skipif(not can_be_cut(), reason="needs a C compiler, to see what is synced")
def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path):
    done = _broken_line(tmp_path, None, KILLS, power=True, planned_s=PLANNED_S)
    assert done.well, done


@pytest.mark.skipif(not can_be_cut(), reason="needs a C compiler, to see what is synced")
def test_without_the_sync_a_power_cut_turns_the_suite_red(tmp_path: Path):
    assert not _broken_line(tmp_path, "sync", KILLS, power=True).well


@pytest.mark.parametrize(
    ("guard", "where", "fault"),
    [
        ("commit_first", "without.answered:kill:4", r"lost: .* \(posts\)"),
        ("one_transaction", "without.between:kill:3", "lost: no plan"),
        ("one_transaction_of_the_store", "without.between:kill:3", "wrong: "),
        ("derived_ids_and_one_transaction", "without.between:kill:3", r"doubled: \d plans"),
        ("seen_ids", "relay.after_publish:kill:1", r"doubled: .* plans\.reviewed"),
    ],
)
def test_without_a_guard_the_suite_turns_red(tmp_path: Path, guard: str, where: str, fault: str):
    faults: list[str] = []
    # Where the kill falls between two steps is chance: now and then it does no harm.
    for turn in ("first", "second", "third"):
        faults += _broken_line(tmp_path / turn, guard, [Step(0.5, "point", "line", where)]).faults
        if any(re.match(fault, it) for it in faults):
            return
    pytest.fail(f"none of three runs showed {fault!r}; they showed {faults}")


def test_derived_ids_hold_alone_where_position_and_plan_are_not_committed_together(tmp_path: Path):
    steps = [Step(0.5, "point", "line", "without.between:kill:3")]
    done = _broken_line(tmp_path, "one_transaction_only", steps, planned_s=PLANNED_S)
    assert done.well, done


def _broken_line(
    folder: Path,
    guard: str | None,
    steps: list[Step],
    *,
    power: bool = False,
    planned_s: float = 4.0,
) -> Run:
    folder.mkdir(exist_ok=True)
    with ExitStack() as opened:
        line = EmbeddedLine(folder, opened, seed=SEED, guard=guard, power=power)
        return run(line, steps, seed=SEED, load=FEW, planned_s=planned_s, answered=3)
