"""The proxy carries, resets, swallows, and hands on what it held back once it is healed."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from benchmarks.crash.proxy import Proxy
from ops.line.ports import reserved_port

LONG_S = 30.0


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that says everything back."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            Thread(target=say_back, args=(connection,), daemon=True).start()

    Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def say_back(connection: socket.socket) -> None:
    with connection:
        try:
            while said := connection.recv(1000):
                connection.sendall(said)
        except OSError:
            return


@pytest.fixture
def proxy(echo: int) -> Iterator[Proxy]:
    with reserved_port() as port:
        proxy = Proxy(port, echo)
        proxy.start()
        yield proxy
        proxy.close()


@pytest.fixture
def client(proxy: Proxy) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=LONG_S) as client:
        assert ask(client, b"one") == b"one"
        yield client


def ask(client: socket.socket, said: bytes) -> bytes:
    client.sendall(said)
    return client.recv(1000)


def test_a_cut_resets_every_connection(proxy: Proxy, client: socket.socket):
    proxy.cut()
    with pytest.raises(ConnectionError):
        assert ask(client, b"two") or not ask(client, b"three")


def test_after_a_cut_new_connections_are_carried_again(proxy: Proxy, client: socket.socket):
    proxy.cut()
    proxy.heal()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=LONG_S) as anew:
        assert ask(anew, b"two") == b"two"


def test_a_black_hole_hands_nothing_on_until_it_is_healed(proxy: Proxy, client: socket.socket):
    proxy.black_hole()
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        ask(client, b"two")
    client.settimeout(LONG_S)
    proxy.heal()
    assert client.recv(1000) == b"two"


def test_where_nobody_is_behind_it_a_connection_is_reset():
    with reserved_port() as port, reserved_port() as nobodys:
        proxy = Proxy(port, nobodys)
        proxy.start()
        with pytest.raises(ConnectionError):  # sometimes while it is still being made
            once_and_again(port)
        proxy.close()


def once_and_again(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=LONG_S) as client:
        assert ask(client, b"one") or not ask(client, b"two")
