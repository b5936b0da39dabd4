"""All of it: broker, database, gateway, and every station as docker-compose.yml starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree, which
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from ops.line.plan import ROOT, STATIONS, Place, command_of, gateway_conf
from ops.line.ports import reserved_port
from ops.line.process import Process, lives

KAFKA = ROOT / "ops" / "kafka" / "broker"
POSTGRES = ROOT / "ops" / "postgres" / "server"
NGINX = which("nginx") or "/usr/sbin/nginx"


class Missing(Exception):
    """Something that the line stands on is not on this machine; says what mends it."""


@dataclass(slots=True)
class KafkaLine:
    """
    The line over Kafka, running in a folder.

    Use it in a ``with`` block: entering starts everything, leaving ends it.

    Attributes:
        folder: where everything is kept: logs of the processes, files, broker, database.
        more: further variables for every station.
        processes: each station, and ``gateway``, by the name that it has in docker-compose.yml.
        bootstrap: where Kafka is; given from outside when it runs elsewhere.
        moved: the folder of a line at rest; a copy of it is moved here before the stations start.
    """

    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)
    bootstrap: str = ""
    moved: Path | None = None
    processes: dict[str, Process] = field(default_factory=dict)
    _place: Place = field(init=False, repr=False)
    _opened: ExitStack = field(default_factory=ExitStack, repr=False)

    @property
    def url(self) -> str:
        """The one address of it all."""
        return f"http://127.0.0.1:{self._place.ports['gateway']}"

    @property
    def key(self) -> str:
        """The key that machines send."""
        return (self._place.secrets / "facialis_key").read_text(encoding="ascii").strip()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self._start(opened)
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def environment_of(self, station: str) -> dict[str, str]:
        """Give all variables of a station, for a command that is run beside it."""
        return self._environment(command_of(station, self._place).environment)

    def run(
        self, *arguments: str, station: str = "review", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """
        Run another command of Facialis beside a station, as an operator would.

        Raises:
            CalledProcessError: it failed, and ``check`` was asked for.
        """
        return subprocess.run(
            [*_facialis(), *arguments],
            env=self.environment_of(station),
            capture_output=True,
            text=True,
            check=check,
        )

    def sign_in_link(self) -> str:
        """Make a link that signs one person in."""
        return self.run("sign-in").stdout.strip()

    def kill_broker(self) -> None:
        """End Kafka as a failing machine would (SIGKILL); it is gone when this returns."""
        self._signal_broker(signal.SIGKILL)
        while lives(self._broker_pid()):
            time.sleep(0.01)

    def pause_broker(self) -> None:
        """Let Kafka do nothing (SIGSTOP) until it is started again."""
        self._signal_broker(signal.SIGSTOP)

    def start_broker(self) -> None:
        """Let Kafka go on, or start it again on its data and at its address."""
        with suppress(ProcessLookupError):
            self._signal_broker(signal.SIGCONT)
        subprocess.run([KAFKA, "start", self.folder / "kafka"], check=True, capture_output=True)

    def _signal_broker(self, number: int) -> None:
        os.kill(self._broker_pid(), number)

    def _broker_pid(self) -> int:
        return int((self.folder / "kafka" / "pid").read_text(encoding="ascii"))

    def _start(self, opened: ExitStack) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.bootstrap:
            self.bootstrap = _start_server(KAFKA, self.folder / "kafka", opened)
        database = _start_server(POSTGRES, _open_folder(opened), opened)
        self._place = self._settle(database, opened)
        if self.moved is not None:
            self._move(self.moved)
        for name in STATIONS:
            self._add(name, self._station(name), opened)
        for name in STATIONS:
            self.processes[name].wait()
        self._add("gateway", self._gateway(), opened)
        self.processes["gateway"].wait()

    def _move(self, folder: Path) -> None:
        """Move a copy as an operator would, with what the review station is told."""
        copied = self._place.folder / "intake"
        copytree(folder, copied)
        self.run("migrate", "--to", self.bootstrap, "--data", str(copied))

    def _add(self, name: str, process: Process, opened: ExitStack) -> None:
        self.processes[name] = process
        opened.callback(process.stop)
        process.start(wait_s=0)

    def _settle(self, database: str, opened: ExitStack) -> Place:
        secrets = self.folder / "secrets"
        subprocess.run([ROOT / "ops" / "secrets", secrets], check=True, stdout=subprocess.DEVNULL)
        ports = {name: opened.enter_context(reserved_port()) for name in (*STATIONS, "gateway")}
        return Place(self.folder, secrets, self.bootstrap, database, ports, self.more)

    def _station(self, name: str) -> Process:
        return Process(
            name=name,
            arguments=[*_facialis(), *command_of(name, self._place).arguments],
            environment=self.environment_of(name),
            healthy=f"http://127.0.0.1:{self._place.ports[name]}/healthz",
            log=self.folder / f"{name}.log",
        )

    def _gateway(self) -> Process:
        if not Path(NGINX).exists():
            raise Missing("no nginx here; apt-get install nginx-light mends it")
        conf = self.folder / "nginx.conf"
        conf.write_text(gateway_conf(self._place), encoding="utf-8")
        log = self.folder / "gateway.log"
        arguments = [NGINX, "-p", str(self.folder), "-c", str(conf), "-g", "daemon off;"]
        return Process("gateway", arguments, os.environ, f"{self.url}/healthz", log)

    def _environment(self, own: Mapping[str, str]) -> dict[str, str]:
        # Ours only: what a shell happens to have set must not reach the stations.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "PYTHONUNBUFFERED": "1", **own}


def _start_server(script: Path, folder: Path, opened: ExitStack) -> str:
    """Start a broker or database by its script; give the address that it prints."""
    said = subprocess.run(
        [script, "start", folder, "--port", "0"], capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise Missing(said.stderr.strip())
    opened.callback(lambda: subprocess.run([script, "stop", folder], check=False))
    return said.stdout.strip().splitlines()[-1]


def _open_folder(opened: ExitStack) -> Path:
    """Make a folder for the database that its own user can reach, whoever we are."""
    folder = Path(opened.enter_context(TemporaryDirectory(prefix="facialis-postgres-")))
    folder.chmod(0o711)
    return folder


def _facialis() -> list[str]:
    return [sys.executable, "-m", "facialis"]
