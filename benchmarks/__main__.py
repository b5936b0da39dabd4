"""``python -m benchmarks [NAME…]``: everything, or what is named; ends with 1 on a missed bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

import click

from benchmarks import pipeline, posting, readable, whole_plan
from benchmarks.bars import Figure, table
from facialis.screen import console, show

MEASURES: Mapping[str, Callable[[int], Iterator[Figure]]] = {
    "plan": whole_plan.measure,
    "pipeline": pipeline.measure,
    "intake": posting.measure,
    "readable": readable.measure,
}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME…]", type=click.Choice(list(MEASURES)))
@click.option("--seed", default=7, show_default=True, help="Other seeds make other patients.")
def main(names: tuple[str, ...], seed: int) -> None:
    """Measure on this machine and print each figure beside the bar it has to reach."""
    figures: list[Figure] = []
    for name in names or MEASURES:
        click.echo(f"measuring {name} …", err=True)
        figures += MEASURES[name](seed)
    show(console(), table(figures))
    sys.exit(1 if any(figure.kept is False for figure in figures) else 0)


if __name__ == "__main__":
    main()
