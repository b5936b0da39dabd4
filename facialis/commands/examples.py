"""``facialis examples``: the simulated patients, dated relative to now, as JSON lines."""

from __future__ import annotations

import json

import click

from facialis import clock
from facialis.examples import Example, examples
from facialis.trouble import Trouble


@click.command("examples")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--list", "listed", is_flag=True, help="Print names and stories instead.")
def command(names: tuple[str, ...], listed: bool) -> None:
    """Print simulated assessments, one a line: all of them, or those named.

    Pipe them on: facialis examples | facialis plan
    """
    for example in _chosen(names):
        click.echo(_described(example) if listed else json.dumps(example.assessment))


def _chosen(names: tuple[str, ...]) -> list[Example]:
    known = {example.name: example for example in examples(clock.now())}
    if not known:
        raise Trouble(
            "The folder examples/ is not here.", mend="Run this in a clone of the project."
        )
    for name in names:
        if name not in known:
            raise click.UsageError(f"no example is called '{name}'; see: facialis examples --list")
    return [known[name] for name in names] if names else list(known.values())


def _described(example: Example) -> str:
    return f"{example.name} ({example.archetype})\n    {example.story}"
