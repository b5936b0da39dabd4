"""What docker-compose.yml would start, with the addresses that it has outside of containers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
# What is set in the shell of whoever runs compose, here as if nothing were.
_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")

STATIONS = ("intake", "relay", "recommender-1", "recommender-2", "review")


@dataclass(frozen=True, slots=True)
class Place:
    """
    What stands outside where a container would have its own network and file system.

    Attributes:
        folder: where the stations keep their files.
        secrets: the folder of keys and passwords.
        bootstrap: where Kafka is.
        database: where PostgreSQL is, without a password.
        ports: for each station, and for ``gateway``, the port it listens on.
        more: further variables for every station.
    """

    folder: Path
    secrets: Path
    bootstrap: str
    database: str
    ports: Mapping[str, int]
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, after the name of the program, and with which variables."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]


def compose() -> dict[str, Any]:
    """Read docker-compose.yml, its anchors resolved."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def command_of(service: str, place: Place) -> Command:
    """Give the command of a station as docker-compose.yml has it, moved to this place."""
    said = compose()["services"][service]
    arguments = [_moved(it, service, place) for it in said["command"]]
    port = arguments.index("--port") + 1
    arguments[port] = str(place.ports[service])
    environment = {
        name: _moved(str(value), service, place) for name, value in said["environment"].items()
    }
    if "--data" not in arguments:
        arguments += ["--data", str(place.folder / service)]
    return Command(tuple(arguments), {**environment, **place.more})


def gateway_conf(place: Place) -> str:
    """Give the gateway's configuration, moved to this place."""
    text = (ROOT / "ops" / "nginx.conf").read_text(encoding="utf-8")
    for service, port in place.ports.items():
        usual = _port_of(service)
        text = text.replace(f"server {service}:{usual};", f"server 127.0.0.1:{port};")
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{place.ports['gateway']};")
    return text.replace("/tmp/", f"{place.folder}/")


def _moved(value: str, service: str, place: Place) -> str:
    if value == "/data":
        # One volume for each, but for the relay, which reads intake's.
        return str(place.folder / compose()["services"][service]["volumes"][0].split(":")[0])
    if value.startswith("/run/secrets/"):
        return str(place.secrets / value.removeprefix("/run/secrets/"))
    moved = {
        "kafka:9092": place.bootstrap,
        "postgresql://facialis@postgres/facialis": place.database,
        "0.0.0.0": "127.0.0.1",
        "http://127.0.0.1:8080": f"http://127.0.0.1:{place.ports['gateway']}",
    }
    return moved.get(value, _DEFAULT.sub(r"\1", value))


def _port_of(service: str) -> str:
    said = compose()["services"][service]["command"]
    return str(said[said.index("--port") + 1]) if "--port" in said else ""
