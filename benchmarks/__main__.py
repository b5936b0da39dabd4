"""``python -m benchmarks [NAME…]``: everything, or what is named; ends with 1 on a missed bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from time import perf_counter

import click

from benchmarks import (
    matching,
    over_kafka,
    pipeline,
    posting,
    projecting,
    readable,
    shares,
    whole_plan,
    worklist,
)
from benchmarks.bars import Figure, table
from facialis.screen import console, show

Measure = Callable[[int], Iterator[Figure]]

MEASURES: Mapping[str, Measure] = {
    "match": matching.measure,
    "plan": whole_plan.measure,
    "shares": shares.measure,
    "pipeline": pipeline.measure,
    "intake": posting.measure,
    "projection": projecting.measure,
    "readable": readable.measure,
    "kafka": over_kafka.measure,
    "kafka-readable": readable.measure_over_kafka,
}
NAMES = (*MEASURES, "worklist")


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME…]", type=click.Choice(NAMES))
@click.option("--seed", default=7, show_default=True, help="Other seeds make other patients.")
@click.option(
    "--plans",
    default=20_000,
    show_default=True,
    help="So many are on the worklist. The bar speaks of 1,000,000: minutes to fill.",
)
@click.option(
    "--store",
    "stores",
    multiple=True,
    metavar="DIR|postgresql://…",
    help="Measure the worklist of a store that benchmarks.seed has filled.",
)
def main(names: tuple[str, ...], seed: int, plans: int, stores: tuple[str, ...]) -> None:
    """Measure on this machine and print each figure beside the bar it has to reach."""
    filled = worklist.Filled(plans, stores)
    measures: dict[str, Measure] = {
        **MEASURES,
        "worklist": partial(worklist.measure, filled=filled),
    }
    began, figures = perf_counter(), list[Figure]()
    for name in names or NAMES:
        click.echo(f"measuring {name} …", err=True)
        figures += measures[name](seed)
    show(console(), table(figures))
    click.echo(_circumstances(perf_counter() - began))
    sys.exit(1 if any(figure.kept is False for figure in figures) else 0)


def _circumstances(spent_s: float) -> str:
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, load {busy} at the end of {spent_s:.0f} s. "
        "What else the machine did counts."
    )


if __name__ == "__main__":
    main()
