"""``facialis set-aside``: what no station could read, looked at and handed on again."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from facialis import clock
from facialis.folder import USUAL
from facialis.operators import aside_page as page
from facialis.operators.ahead import ahead
from facialis.operators.asides import WAITS, Aside, NotChosen, asides, chosen
from facialis.operators.which_line import hander_on, logs_of
from facialis.screen import console, show
from facialis.trouble import Trouble

Command = TypeVar("Command", bound=Callable[..., Any])

_AGE = re.compile(r"(\d+) ?(min|h|d)\Z")
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


@click.group("set-aside")
def command() -> None:
    """List, show and retry what could not be read.

    Behind each is a patient without a plan. With KAFKA_BOOTSTRAP_SERVERS set it is the line over
    Kafka that is looked at, else the one in the folder.
    """


def _data(view: Command) -> Command:
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=USUAL,
        show_default=True,
        help="The folder of the line.",
    )(view)


def _reason(view: Command) -> Command:
    return click.option("--reason", metavar="R", help="Only those with this reason.")(view)


def _age(view: Command) -> Command:
    return click.option(
        "--older-than", metavar="AGE", help="Only those set aside so long ago: 30min, 12h, 2d."
    )(view)


@command.command("list")
@_data
@_reason
@_age
@click.option("--all", "every", is_flag=True, help="Those too that need nobody any more.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each.")
@click.pass_obj
def listed(
    environ: Mapping[str, str],
    data: Path,
    reason: str | None,
    older_than: str | None,
    every: bool,
    as_json: bool,
) -> None:
    """List what waits, the oldest first, with its reason."""
    found = [one for one in _read(environ, data) if every or one.is_open]
    some = _among(found, reason=reason, older_than=older_than)
    if as_json:
        for one in some:
            click.echo(json.dumps(page.as_json(one)))
        return
    show(console(), page.listed(some, now=clock.now()))


@command.command("show")
@click.argument("name", metavar="ID")
@_data
@click.option("--bytes", "as_bytes", is_flag=True, help="Print the original, byte for byte.")
@click.pass_obj
def shown(environ: Mapping[str, str], name: str, data: Path, as_bytes: bool) -> None:
    """Show one: its headers, where it lay, why, and what could not read it.

    With --bytes nothing but the original comes out, and it is about a patient.
    """
    (one,) = _chosen(_read(environ, data), (name,))
    if not as_bytes:
        show(console(), page.shown(one, now=clock.now()))
        return
    if one.delivery.body is None:
        raise Trouble(f"The content of {one.id} was erased on request.")
    sys.stdout.buffer.write(one.delivery.body)
    sys.stdout.buffer.flush()


@command.command("retry")
@click.argument("names", nargs=-1, metavar="[ID…]")
@_data
@_reason
@_age
@click.option("--all", "every", is_flag=True, help="Everything that waits.")
@click.option("--dry-run", is_flag=True, help="Only say what would be handed on.")
@click.pass_obj
def retry(
    environ: Mapping[str, str],
    names: Sequence[str],
    data: Path,
    reason: str | None,
    older_than: str | None,
    every: bool,
    dry_run: bool,
) -> None:
    """Hand the originals on again, whether the line runs or rests.

    Each goes to its station as it came. What can be read now gets its plan; what cannot is set
    aside again, and stands once in the list. Doing it twice does it once.
    """
    if bool(names) == bool(every or reason or older_than):
        raise click.UsageError("name IDs, or say --reason R, --older-than AGE or --all")
    found = _read(environ, data)
    if names:
        some = _chosen(found, names)
    else:
        waiting = [one for one in found if one.state == WAITS]
        some = _among(waiting, reason=reason, older_than=older_than)
    some = [one for one in some if one.delivery.body is not None]
    if some and not dry_run:
        hander_on(environ, data)(some)
    verb = "would be handed on" if dry_run else "handed on again"
    click.echo(f"{len(some)} {verb}: {page.ids(some)}" if some else "Nothing to hand on.")


@command.command("next")
@_data
@click.pass_obj
def following(environ: Mapping[str, str], data: Path) -> None:
    """Look at what lies ahead of the stations and cannot be read.

    Where a station stopped because of too many in a row, this is what it stopped at. Nothing is
    moved.
    """
    with logs_of(environ, data) as logs:
        found = list(ahead(logs))
    show(console(), page.told_ahead(found))


def _read(environ: Mapping[str, str], data: Path) -> list[Aside]:
    with logs_of(environ, data) as logs:
        return asides(logs)


def _chosen(found: list[Aside], names: Sequence[str]) -> list[Aside]:
    try:
        return chosen(found, names)
    except NotChosen as wrong:
        raise Trouble(f"{wrong}.", mend="See them: facialis set-aside list --all") from wrong


def _among(found: list[Aside], *, reason: str | None, older_than: str | None) -> list[Aside]:
    # Not 0: where clocks differ, what was set aside may look as if it were yet to come.
    least_s = _age_meant(older_than).total_seconds() if older_than else -math.inf
    now = clock.now()
    return [
        one
        for one in found
        if (reason is None or one.note.reason == reason) and one.age_s(now) >= least_s
    ]


def _age_meant(text: str) -> timedelta:
    written = _AGE.match(text)
    if written is None:
        raise click.BadParameter(
            f"'{text}' is not an age; write 30min, 12h or 2d.", param_hint="--older-than"
        )
    return timedelta(**{_UNITS[written[2]]: int(written[1])})
