"""One Flask application, served by threads of this process on one socket."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import uuid4

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from services.doors.body import too_large
from services.doors.problems import document

THREADS = 16
"""As many posts as can share one commit to the disk."""

MOST_READ = 1024 * 1024
"""
Of a body that says it is larger, nothing is read.

What is larger than a door takes and smaller than this is read and then refused, by the door: a
client that is cut off while it sends may never see why.
"""

_PATIENCE_S = 5.0
_LOOK_EVERY_S = 0.02


class Server:
    """
    Serves ``app`` on a listening socket until ``stop``.

    Waitress with one thread that reads and writes and others that answer; nothing forks, so a
    kill -9 leaves nobody on the port.
    """

    def __init__(self, app: Flask, sock: socket.socket, *, threads: int = THREADS) -> None:
        # Waitress calls it a warning when a request waits for a thread; under load that is normal.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._waitress: Any = create_server(
            app,
            sockets=[sock],
            threads=threads,
            ident=None,
            channel_timeout=60,
            backlog=1024,
            max_request_body_size=MOST_READ,
        )
        self._waitress.channel_class = _Channel
        self._thread = Thread(target=self._waitress.run, name="server", daemon=True)

    def start(self) -> None:
        """Begin to answer; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """
        Take no new connections, answer what was asked, and close.

        Blocks for some seconds at most: what takes longer is cut off.
        """
        self._in_its_thread(self._close_door)
        self._wait_for_answers()
        self._in_its_thread(self._close_rest)
        self._waitress.task_dispatcher.shutdown(timeout=1)
        self._thread.join(_PATIENCE_S)

    def _in_its_thread(self, do: Callable[[], None]) -> None:
        self._waitress.trigger.pull_trigger(do)

    def _close_door(self) -> None:
        self._waitress.asyncore.dispatcher.close(self._waitress)

    def _close_rest(self) -> None:
        for channel in list(self._waitress.active_channels.values()):
            channel.handle_close()
        self._waitress.trigger.close()

    def _wait_for_answers(self) -> None:
        ends = time.monotonic() + _PATIENCE_S
        while self._is_answering() and time.monotonic() < ends:
            time.sleep(_LOOK_EVERY_S)

    def _is_answering(self) -> bool:
        channels = list(self._waitress.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


class _Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress answers by itself, said as every door says it where it is a body's size."""

    def execute(self) -> None:
        """Answer, and close the connection: what the client still sends is not read."""
        if self.request.error.code != too_large().kind.status:
            super().execute()
            return
        body = json.dumps(document(too_large(), trace_id=uuid4().hex)).encode()
        self.status = "413 Request Entity Too Large"
        self.response_headers = [("Content-Type", "application/problem+json")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refusal
