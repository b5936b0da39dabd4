"""``facialis restore``: a backup put back where nothing is."""

from __future__ import annotations

from pathlib import Path

import click

from facialis.folder import USUAL
from facialis.operators.backing_up import restore


@click.command("restore")
@click.argument(
    "source", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=USUAL,
    show_default=True,
    help="The folder to restore into; empty, or not there yet.",
)
def command(source: Path, data: Path) -> None:
    """Put the backup in DIR into an empty or new data folder.

    Every file is checked against the manifest first. Patients who were forgotten since the backup
    was made are in it again: forget them again before anybody works with it.
    """
    kept = restore(source, data)
    click.echo(f"{len(kept)} files are back in {data}, each as it was written.")
    click.echo(f"Start it with: facialis run --data {data}")
