"""``facialis sign-in``: another link to sign in with."""

from __future__ import annotations

from pathlib import Path

import click

from facialis import clock
from facialis.files import REVIEW
from facialis.folder import USUAL, holder, read_run
from facialis.trouble import Trouble
from services.review.people import new_sign_in_link
from services.review.store.store import open_to_look


@click.command("sign-in")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=USUAL, show_default=True
)
def command(data: Path) -> None:
    """Print a link that signs one person in, once, within 15 minutes."""
    run = read_run(data) if holder(data) else None
    if run is None:
        raise Trouble(f"Nothing runs on {data}.", mend=f"facialis run --data {data}")
    click.echo(f"{run['url']}{sign_in_path(data)}")


def sign_in_path(data: Path) -> str:
    """Make the path of a new link; works beside a running line, which it only reads."""
    store = open_to_look(data / REVIEW)
    try:
        return new_sign_in_link(store, now=clock.now(), new_id=clock.new_id)
    finally:
        store.close()
