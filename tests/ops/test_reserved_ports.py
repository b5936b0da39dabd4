"""A port that is reserved is free for whoever names it, and for nobody else."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack

import pytest

from facialis.ports import listen
from ops.line.ports import reserved_port

HOST = "127.0.0.1"


def test_whoever_names_it_may_listen_there_again_and_again() -> None:
    with reserved_port() as port:
        for _ in range(3):
            with listen(port), socket.create_connection((HOST, port)):
                pass


def test_while_nobody_listens_there_nobody_is_let_in() -> None:
    with reserved_port() as port, pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, port))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps it for us")
def test_the_system_gives_it_to_nobody_else() -> None:
    with ExitStack() as opened:
        reserved = {opened.enter_context(reserved_port()) for _ in range(200)}
        assert len(reserved) == 200
        assert not reserved & {a_free_port() for _ in range(3000)}


def a_free_port() -> int:
    with listen(0) as sock:
        port: int = sock.getsockname()[1]
        return port
