"""The report: how many were killed, how, and what was missing afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.crash.away import Away
from benchmarks.crash.results import BROKER_KILLS, GOALS, killed
from benchmarks.crash.runs import Run

REPORT = Path("docs/reference/crash-report.md")

_HEAD = """# Crash report

Written by `make crash` from its results, not by hand. What each blow is, and what it can and cannot
show: [ADR 0018](../adr/0018-how-crashes-are-tested.md). The blows of one run once more:
`make crash ARGS="--line embedded --seed 7"`.
"""
_TITLES = {"embedded": "One process, embedded bus", "kafka": "Many processes over Kafka"}


def report(runs: Sequence[Run], outages: Sequence[Away] = ()) -> str:
    """Write the whole page."""
    parts = [_HEAD, _sums(runs)]
    parts += ["\n".join(_part(line, runs)) for line in GOALS if any(it.line == line for it in runs)]
    parts += ["\n".join(_outages(outages))] if outages else []
    return "\n".join(parts)


def _outages(outages: Sequence[Away]) -> Iterator[str]:
    yield "## The broker away\n"
    yield "Posts at an even rate, and no broker: `python -m benchmarks.crash.broker_away`.\n"
    yield "| at | away | posts/s | posts | answers | p99 of a post | all planned after | faults |"
    yield "|---|--:|--:|--:|---|--:|--:|--:|"
    for it in outages:
        answers = ", ".join(f"{number} × {status}" for status, number in it.statuses.items())
        yield (
            f"| {it.at} | {it.away_s:.0f} s | {it.per_second:.0f} | {it.posts} | {answers} "
            f"| {it.p99_ms:.0f} ms | {it.drained_s:.0f} s | {len(it.faults)} |"
        )
    yield ""


def _sums(runs: Sequence[Run]) -> str:
    rows = [
        "| | killed | of | runs | acknowledged | lost | doubled | other faults |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for line, goal in GOALS.items():
        mine = [run for run in runs if run.line == line]
        lost, doubled = sum(run.lost for run in mine), sum(run.doubled for run in mine)
        others = sum(len(run.faults) for run in mine) - lost - doubled
        posts = sum(run.acknowledged for run in mine)
        rows.append(
            f"| {_TITLES[line]} | {killed(runs, line)} | {goal} | {len(mine)} | {posts} "
            f"| {lost} | {doubled} | {others} |"
        )
    brokers = killed(runs, "kafka", "broker")
    rows.append(f"| of these the broker | {brokers} | {BROKER_KILLS} | | | | | |")
    return "\n".join(rows) + "\n"


def _part(line: str, runs: Sequence[Run]) -> Iterator[str]:
    mine = [run for run in runs if run.line == line]
    yield f"## {_TITLES[line]}\n"
    yield from _table("killed (`kill -9`)", [run.kills for run in mine])
    yield ""
    yield from _table("besides", [run.blows for run in mine])
    yield ""
    yield _acts(mine)
    yield _starts([it for run in mine for it in run.started_s])
    yield f"Versions: {', '.join(sorted({run.version for run in mine}))}.\n"
    yield "Seeds: " + ", ".join(str(run.seed) for run in mine) + ".\n"
    yield from _wrong(mine)


def _table(title: str, each: Sequence[Mapping[str, int]]) -> Iterator[str]:
    counted: Counter[str] = Counter()
    for one in each:
        counted.update(one)
    yield f"| {title} | times |"
    yield "|---|--:|"
    yield from (f"| {how} | {counted[how]} |" for how in sorted(counted))


def _acts(runs: Sequence[Run]) -> str:
    posts, taken_back = sum(it.acknowledged for it in runs), sum(it.withdrawals for it in runs)
    decided, again = sum(it.decisions for it in runs), sum(it.repeats for it in runs)
    return (
        f"{posts} posts, {taken_back} withdrawals and {decided} decisions were acknowledged, in "
        f"{sum(it.took_s for it in runs) / 60:.0f} minutes. {again} messages stand in a log for a "
        "second time under their own id.\n"
    )


def _starts(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return ""
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    return (
        f"From the command to ready, {len(seconds)} starts: median {median(seconds):.2f} s, "
        f"p95 {p95:.2f} s, longest {max(seconds):.2f} s.\n"
    )


def _wrong(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        if not run.well:
            yield f"### Seed {run.seed} was not well\n"
            yield from (f"- {fault.splitlines()[0][:200]}" for fault in run.faults[:20])
            yield ""
