"""``make crash``: goes on where it stopped, until all are killed that were to be; then reports."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random

import click

from benchmarks.crash import schedule
from benchmarks.crash.away import read_away
from benchmarks.crash.clients import Load
from benchmarks.crash.embedded import EmbeddedLine
from benchmarks.crash.kafka_line import KafkaLine
from benchmarks.crash.power import can_be_cut
from benchmarks.crash.report import REPORT, report
from benchmarks.crash.results import GOALS, RESULTS, add_result, killed, missing, read_results
from benchmarks.crash.runs import Line, Run, run
from facialis import clock

KAFKA_LOAD = Load(clients=4, pause_s=0.4)
KAFKA_PLANNED_S = 240.0
"""After an outage every loop waits for up to half a minute before it looks again."""

_KILLS = 20
_SEEDS = 1_000_000


@click.command()
@click.option("--line", "lines", multiple=True, type=click.Choice([*GOALS]), help="Only that one.")
@click.option("--seed", type=int, help="One run, with the blows of that seed once more.")
@click.option("--kills", default=_KILLS, show_default=True, help="How many in one run.")
@click.option("--results", type=click.Path(path_type=Path), default=RESULTS, show_default=True)
@click.option("--report", "only_report", is_flag=True, help="Write the report, and kill nobody.")
def main(
    lines: tuple[str, ...], seed: int | None, kills: int, results: Path, only_report: bool
) -> None:
    """Kill a line while clients go on; every 202 must have exactly one current plan afterwards."""
    # Whoever ends this ends the line under test with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    well = only_report or all(
        _go_on(line, results, seed=seed, kills=kills) for line in lines or GOALS
    )
    REPORT.write_text(report(read_results(results), read_away()), encoding="utf-8")
    click.echo(f"{REPORT} is written", err=True)
    sys.exit(0 if well else 1)


def _go_on(line: str, results: Path, *, seed: int | None, kills: int) -> bool:
    """Run until enough are killed, or once with a seed; stops at the first run that is not well."""
    while seed is not None or missing(read_results(results), line):
        chosen = Random().randrange(_SEEDS) if seed is None else seed
        click.echo(f"{line}, seed {chosen} …", err=True)
        done = _run(line, chosen, kills, results.parent)
        add_result(done, results)
        click.echo(_told(done, killed(read_results(results), line)))
        if not done.well or seed is not None:
            return done.well
    return True


def _run(line: str, seed: int, kills: int, beside: Path) -> Run:
    with ExitStack() as opened:
        folder = Path(tempfile.mkdtemp(prefix=f"crash-{line}-{seed}-"))
        opened.callback(shutil.rmtree, folder, ignore_errors=True)
        opened_line, done = _RUNS[line](folder, opened, seed, kills)
        if not done.well:
            _keep(folder, beside / f"{line}-{seed}", opened_line.said)
    return replace(done, at=clock.now().isoformat(timespec="seconds"), version=_version())


def _embedded(folder: Path, opened: ExitStack, seed: int, kills: int) -> tuple[Line, Run]:
    line = EmbeddedLine(
        folder,
        opened,
        seed=seed,
        power=schedule.has_power_cuts(seed) and can_be_cut(),
        small_disk=schedule.has_small_disk(seed),
    )
    return line, run(line, schedule.embedded(seed, kills), seed=seed)


def _kafka(folder: Path, opened: ExitStack, seed: int, kills: int) -> tuple[Line, Run]:
    line = KafkaLine(folder, opened, postgres=schedule.has_postgres(seed))
    steps = schedule.kafka(seed, kills)
    return line, run(line, steps, seed=seed, load=KAFKA_LOAD, planned_s=KAFKA_PLANNED_S)


_RUNS: Mapping[str, Callable[[Path, ExitStack, int, int], tuple[Line, Run]]] = {
    "embedded": _embedded,
    "kafka": _kafka,
}


def _keep(folder: Path, kept: Path, said: Iterable[str]) -> None:
    """What went wrong is looked into later: keep the files, and the last that was said."""
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    (kept / "said").write_text("".join(said), encoding="utf-8")
    click.echo(f"its files are kept in {kept}", err=True)


def _told(done: Run, in_all: int) -> str:
    counted = (
        f"{done.killed} kills ({in_all} in all), {done.acknowledged} acknowledged, "
        f"{done.lost} lost, {done.doubled} doubled, {len(done.faults)} faults, {done.took_s:.0f} s"
    )
    return "\n  ".join((counted, *done.faults[:20]))


def _version() -> str:
    command = ["git", "describe", "--always", "--dirty=+"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
