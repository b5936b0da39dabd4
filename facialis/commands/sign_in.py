"""``facialis sign-in``: another link to sign in with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bus.errors import Unavailable
from facialis import clock
from facialis.files import REVIEW
from facialis.folder import USUAL, holder, read_run
from facialis.settings_line import LineSettings
from facialis.trouble import Trouble
from services.review.people import new_sign_in_link
from services.review.store.store import Store, open_to_look


@click.command("sign-in")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=USUAL, show_default=True
)
@click.pass_obj
def command(environ: Mapping[str, str], data: Path) -> None:
    """Print a link that signs one person in, once, within 15 minutes."""
    if environ.get("FACIALIS_STORE"):
        click.echo(_link_into_store(environ, data))
        return
    run = read_run(data) if holder(data) else None
    if run is None:
        raise Trouble(f"Nothing runs on {data}.", mend=f"facialis run --data {data}")
    click.echo(f"{run['url']}{sign_in_path(data)}")


def sign_in_path(data: Path) -> str:
    """Make the path of a new link; works beside a running line, which it only reads."""
    return _path_into(open_to_look(data / REVIEW))


def _link_into_store(environ: Mapping[str, str], data: Path) -> str:
    from facialis.opening_store import store_to_look_at

    settings = LineSettings.from_environ(environ, data=data)
    return settings.url + _path_into(store_to_look_at(settings))


def _path_into(store: Store) -> str:
    try:
        return new_sign_in_link(store, now=clock.now(), new_id=clock.new_id)
    except Unavailable as away:
        raise Trouble(f"The review store cannot be read: {away.detail}.") from away
    finally:
        store.close()
