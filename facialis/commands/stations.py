"""``facialis intake``, ``relay``, ``recommender``, ``review``: one station of a line over Kafka."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from socket import socket
from typing import Any

import click

from bus import failpoints
from bus.errors import BusError
from facialis import clock, folder
from facialis.chance import Chance
from facialis.logs import log_to_stderr
from facialis.ports import NoSuchAddress, PortBusy, listen
from facialis.server import Server
from facialis.settings_line import LineSettings
from facialis.station import Station
from facialis.stopping import until_stopped
from facialis.tables import keep_for_good
from facialis.trouble import Trouble

# Each opens its station only when called: what a line over Kafka needs beside is not always there.
Opening = Callable[[LineSettings, Chance], Station]

INTAKE_PORT, RECOMMENDER_PORT, REVIEW_PORT, RELAY_PORT = 8091, 8092, 8093, 8094


def _port(usual: int) -> Callable[[Any], Any]:
    return click.option(
        "--port", type=click.IntRange(0, 65535), default=usual, show_default=True, help="0 for any."
    )


_data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=folder.USUAL,
    show_default=True,
    help="Folder for what this station keeps in files.",
)


_take_aside = click.option(
    "--take-aside",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Set up to N aside that cannot be read, without stopping.",
)


@click.command("intake")
@_port(INTAKE_PORT)
@_data
@click.pass_obj
def intake(environ: Mapping[str, str], port: int, data: Path) -> None:
    """Run intake alone: it takes assessments, whatever becomes of Kafka."""

    def opening(settings: LineSettings, chance: Chance) -> Station:
        from facialis.station_intake import open_intake

        return open_intake(settings, chance)

    _run("intake", opening, environ=environ, port=port, data=data)


@click.command("relay")
@_port(RELAY_PORT)
@_data
@click.option(
    "--again-since",
    metavar="MOMENT",
    help="Ship again what was accepted since then (2026-11-20T08:00Z); the ids are the same.",
)
@click.pass_obj
def relay(environ: Mapping[str, str], port: int, data: Path, again_since: str | None) -> None:
    """Run the relay: it ships what intake accepted to Kafka, in order."""
    since = _moment(again_since)

    def opening(settings: LineSettings, chance: Chance) -> Station:
        from facialis.station_relay import open_relay

        return open_relay(settings, chance, again_since=since)

    _run("relay", opening, environ=environ, port=port, data=data)


@click.command("recommender")
@_port(RECOMMENDER_PORT)
@_data
@_take_aside
@click.pass_obj
def recommender(environ: Mapping[str, str], port: int, data: Path, take_aside: int) -> None:
    """Run one recommender; several share the assessments among them."""

    def opening(settings: LineSettings, chance: Chance) -> Station:
        from facialis.station_recommender import open_recommender

        return open_recommender(settings, chance)

    pardoning = _pardoning(opening, take_aside)
    _run("recommender", pardoning, environ=environ, port=port, data=data)


@click.command("review")
@_port(REVIEW_PORT)
@_data
@_take_aside
@click.pass_obj
def review(environ: Mapping[str, str], port: int, data: Path, take_aside: int) -> None:
    """Run the review station: worklist, cases, decisions."""

    def opening(settings: LineSettings, chance: Chance) -> Station:
        from facialis.station_review import open_review

        return open_review(settings, chance)

    _run("review", _pardoning(opening, take_aside), environ=environ, port=port, data=data)


def _pardoning(opening: Opening, take_aside: int) -> Opening:
    """Open a station that sets so many aside, once, without stopping."""
    return lambda settings, chance: opening(
        replace(settings, own=replace(settings.own, take_aside=take_aside)), chance
    )


def _run(name: str, opening: Opening, *, environ: Mapping[str, str], port: int, data: Path) -> None:
    settings = _settings(environ, data)
    log_to_stderr(settings.own.log, station=name)
    # Whatever is made from here on is for its owner alone.
    os.umask(0o077)
    with ExitStack() as opened:
        stop = opened.enter_context(until_stopped())
        sock = _listen(settings.bind, port, opened)
        station = _open(opening, settings)
        opened.callback(station.close)
        keep_for_good()
        station.start()
        server = Server(station.app, sock)
        server.start()
        opened.callback(server.stop)
        click.echo(f"{name} listens on http://{sock.getsockname()[0]}:{sock.getsockname()[1]}")
        stop.wait()
        click.echo("Stopping …", err=True)


def _settings(environ: Mapping[str, str], data: Path) -> LineSettings:
    return LineSettings.from_environ(environ, data=data)


def _listen(host: str, port: int, opened: ExitStack) -> socket:
    try:
        return opened.enter_context(listen(port, host))
    except PortBusy as busy:
        raise Trouble(str(busy), mend="Another one: --port N") from busy
    except NoSuchAddress as unknown:
        raise Trouble(str(unknown), mend="Another one in FACIALIS_BIND") from unknown


def _open(opening: Opening, settings: LineSettings) -> Station:
    try:
        if settings.own.failpoint:
            _declare_points_of_kafka()
            failpoints.activate(settings.own.failpoint)
        return opening(settings, Chance())
    except ModuleNotFoundError as missing:
        raise Trouble(
            f"A line over Kafka needs {missing.name}, which is not installed.",
            mend="pip install --require-hashes --requirement requirements/line.txt",
        ) from missing
    except (BusError, ValueError) as refused:
        raise Trouble(str(refused)) from refused


def _declare_points_of_kafka() -> None:
    """What a station imports when it opens has failpoints too, and they are armed before that."""
    import bus.kafka.ledger
    import bus.kafka.publisher  # noqa: F401


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(f"'{text}' is not a moment; write one as 2026-11-20T08:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.now().tzinfo)
