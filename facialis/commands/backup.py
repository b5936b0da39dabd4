"""``facialis backup``: a copy of everything that a line keeps, made while it runs."""

from __future__ import annotations

from pathlib import Path

import click

from bus.errors import Unavailable
from facialis import clock
from facialis.folder import USUAL
from facialis.operators.backing_up import back_up
from facialis.trouble import Trouble


@click.command("backup")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=USUAL,
    show_default=True,
    help="The folder of the line.",
)
def command(target: Path, data: Path) -> None:
    """Copy what a line keeps into DIR, an empty or a new folder.

    The line may run. The copy holds patients' data and the key: keep it where only you can read.
    """
    try:
        kept = back_up(data, target, now=clock.now())
    except Unavailable as away:
        raise Trouble(f"The backup is not whole: {away.detail}.", mend="Say it again.") from away
    for one in kept:
        click.echo(f"  {one.name:<16} {_size(one.size):>10}")
    click.echo(f"It can be put back with: facialis restore {target} --data NEW")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size} B"
