"""Applications to be measured, each served by a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from flask import Flask, Response, request

from bus.embedded import Writer
from bus.port import Message
from facialis import clock
from facialis.line import open_line
from facialis.ports import listen
from facialis.server import Server
from facialis.settings import Settings
from facialis.tables import keep_for_good
from services.doors.keys import Keys
from services.doors.opening import Edge
from services.intake.app import Intake, create_app
from services.intake.outbox import ACCEPTED, Accepted, Outbox

KEY = "a-key-for-benchmarks-only"
KEY_HEADER = ("Authorization", f"Bearer {KEY}")


@contextmanager
def served(what: str) -> Iterator[int]:
    """Serve one of the applications below for a while; gives its port."""
    command = [sys.executable, "-m", "benchmarks.served", what]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([*command, folder], stdout=subprocess.PIPE, text=True) as process,
    ):
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


class Forgetting:
    """In place of the outbox: makes every event as that would, and keeps none."""

    def accept(
        self, entry: Accepted, *, event: Callable[[Accepted], Message], named: bool
    ) -> tuple[Accepted, bool]:
        """Make the event and let it go."""
        event(entry)
        return entry, False


def durable(folder: Path) -> Flask:
    """Intake as it is, on its own."""
    return _intake(Outbox(Writer(folder / "intake.db", also=[ACCEPTED])))


def forgetting(folder: Path) -> Flask:
    """The same route without persistence."""
    return _intake(Forgetting())


def empty(folder: Path) -> Flask:
    """A view that takes a body and says nothing: what Flask and the server cost by themselves."""
    app = Flask("empty")

    @app.post("/v1/assessments")
    def post() -> Response:
        request.get_data(cache=False)
        return Response(b"{}", 202)

    return app


def line(folder: Path) -> Flask:
    """The whole line, running."""
    opened = open_line(Settings(data=folder, key=KEY))
    keep_for_good()
    opened.start()
    return opened.app


def _intake(outbox: object) -> Flask:
    intake = Intake(outbox=outbox, now=clock.now, new_id=clock.new_id)  # type: ignore[arg-type]
    return create_app(intake, keys=Keys({"bench": KEY}), edge=Edge(new_id=clock.new_id))


APPLICATIONS: Mapping[str, Callable[[Path], Flask]] = {
    "durable": durable,
    "forgetting": forgetting,
    "empty": empty,
    "line": line,
}


def main(what: str, folder: str) -> None:
    """Serve an application on any free port, print the port, stop at SIGTERM."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    sock = listen(0)
    server = Server(APPLICATIONS[what](Path(folder)), sock)
    server.start()
    print(sock.getsockname()[1], flush=True)
    stop.wait()
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
