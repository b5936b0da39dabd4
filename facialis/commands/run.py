"""``facialis run``: everything in one process, at one address."""

from __future__ import annotations

import os
import secrets
import webbrowser
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from socket import socket

import click

from bus.errors import CannotOpen
from facialis import clock, folder
from facialis.commands.sign_in import sign_in_path
from facialis.examples import Example, examples
from facialis.line import Line, open_line
from facialis.loading import load
from facialis.logs import log_to_stderr
from facialis.ports import PortBusy, listen
from facialis.screen import console
from facialis.server import Server
from facialis.settings import Settings
from facialis.stopping import until_stopped
from facialis.tables import keep_for_good
from facialis.trouble import Trouble
from facialis.welcome import Welcome, welcome


@click.command("run")
@click.option("--port", type=click.IntRange(0, 65535), help="That port and no other; 0 for any.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=folder.USUAL,
    show_default=True,
    help="Folder for all that is kept.",
)
@click.option("--no-examples", is_flag=True, help="Put no simulated patients in an empty folder.")
@click.option("--open", "in_browser", is_flag=True, help="Open the worklist in a browser.")
@click.option(
    "--take-aside",
    type=click.IntRange(min=1),
    metavar="N",
    help="Set up to N aside that cannot be read, without stopping.",
)
@click.pass_obj
def command(
    environ: Mapping[str, str],
    port: int | None,
    data: Path,
    no_examples: bool,
    in_browser: bool,
    take_aside: int | None,
) -> None:
    """Start everything here and print its address.

    One process: the doors, the pages and all that works behind them. It listens on this machine
    only. Ctrl-C stops it; what it was given lies in the data folder and is there at the next start.
    """
    settings = replace(
        _settings(environ, data),
        operator_key=secrets.token_urlsafe(24),
        take_aside=take_aside or 0,
    )
    log_to_stderr(settings.log)
    # Whatever is made from here on is for its owner alone.
    os.umask(0o077)
    with ExitStack() as opened:
        stop = opened.enter_context(until_stopped())
        settings, new = _take_folder(settings, opened)
        sock = _listen(port, opened)
        line = _open(settings, opened)
        facts = _serve(line, sock, settings=settings, opened=opened)
        count = _load(examples(clock.now()) if new and not no_examples else (), line, settings)
        folder.write_run(data, _told(facts, operator_key=settings.operator_key or ""))
        click.echo("\n".join(welcome(replace(facts, patients=count), width=console().width)))
        if in_browser:
            webbrowser.open(facts.sign_in)
        stop.wait()
        click.echo("Stopping …", err=True)


def _settings(environ: Mapping[str, str], data: Path) -> Settings:
    return Settings.from_environ(environ, data=data)


def _take_folder(settings: Settings, opened: ExitStack) -> tuple[Settings, bool]:
    data = settings.data
    opened.callback(folder.hold(data).release)
    folder.forget_run(data)
    opened.callback(folder.forget_run, data)
    return replace(settings, key=settings.key or folder.key_of(data)), folder.is_empty(data)


def _listen(port: int | None, opened: ExitStack) -> socket:
    try:
        return opened.enter_context(listen(port))
    except PortBusy as busy:
        raise Trouble(str(busy), mend="The next free one: facialis run (without --port)") from busy


def _open(settings: Settings, opened: ExitStack) -> Line:
    try:
        line = open_line(settings)
    except (CannotOpen, ValueError) as refused:
        raise Trouble(str(refused)) from refused
    opened.callback(line.close)
    keep_for_good()
    line.start()
    return line


def _serve(line: Line, sock: socket, *, settings: Settings, opened: ExitStack) -> Welcome:
    server = Server(line.app, sock)
    server.start()
    opened.callback(server.stop)
    host, port = sock.getsockname()
    url = f"http://{host}:{port}"
    return Welcome(
        url=url,
        key=settings.key or "",
        sign_in=url + sign_in_path(settings.data),
        data=settings.data,
    )


def _told(facts: Welcome, *, operator_key: str) -> dict[str, str]:
    return {
        "url": facts.url,
        "key": facts.key,
        "sign_in": facts.sign_in,
        "operator": operator_key,
    }


def _load(patients: tuple[Example, ...], line: Line, settings: Settings) -> int:
    if not patients:
        return 0
    click.echo(f"Putting {len(patients)} simulated assessments into {settings.data} …", err=True)
    return load(patients, line=line, key=settings.key or "", now=clock.now, new_id=clock.new_id)
