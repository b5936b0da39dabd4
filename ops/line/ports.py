"""Ports that stay free for whoever is to listen on them, also while that one is down."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_HOST = "127.0.0.1"


@contextmanager
def reserved_port() -> Iterator[int]:
    """
    Give a port of 127.0.0.1 that the system gives to nobody else until the block ends.

    Whoever names it may listen there, again and again. A port that was merely free a moment ago may
    by then belong to another process; where the system is not Linux, this one is no more than that.
    """
    with socket.socket() as held:
        # Linux lets another socket listen beside one that only holds the port, if both say this.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((_HOST, 0))
        port: int = held.getsockname()[1]
        if sys.platform != "linux":
            held.close()
        yield port
