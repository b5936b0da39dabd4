"""A client that asks as fast, or as often, as it is told: raw HTTP over kept connections."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Post:
    """One request, ready to be sent; ``waits`` marks those that are answered late on purpose."""

    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    waits: bool = False

    def raw(self, host: str) -> bytes:
        """Write it as HTTP/1.1."""
        lines = [
            f"POST {self.path} HTTP/1.1",
            f"Host: {host}",
            "Content-Type: application/json",
            f"Content-Length: {len(self.body)}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request was answered: its status, when it was asked for, how long that took."""

    status: int
    due: float
    spent_s: float
    body: bytes
    waits: bool


@dataclass(slots=True)
class _Connection:
    sock: socket.socket
    due: float = 0.0
    waits: bool = False
    received: bytearray = field(default_factory=bytearray)


def ask(port: int, posts: Iterable[Post], *, per_second: float | None = None) -> Iterator[Answer]:
    """
    Send the posts over 16 connections, each answered before the next on its connection.

    With ``per_second`` they are sent at that rate, and what waits for a free connection has its
    waiting counted; without, as fast as they are answered.
    """
    host = f"127.0.0.1:{port}"
    waiting = _paced(posts, per_second)
    with selectors.DefaultSelector() as selector:
        idle = [_connect(port, selector) for _ in range(CONNECTIONS)]
        under_way = 0
        following = next(waiting, None)
        while following or under_way:
            while following and idle and following[0] <= perf_counter():
                _send(idle.pop(), following, host)
                under_way += 1
                following = next(waiting, None)
            for connection, answer in _answers(selector, following, idle):
                idle.append(connection)
                under_way -= 1
                yield answer
        for connection in idle:
            selector.unregister(connection.sock)
            connection.sock.close()


def _paced(posts: Iterable[Post], per_second: float | None) -> Iterator[tuple[float, Post]]:
    began = perf_counter()
    for number, post in enumerate(posts):
        yield (began + number / per_second if per_second else perf_counter()), post


def _connect(port: int, selector: selectors.BaseSelector) -> _Connection:
    sock = socket.create_connection(("127.0.0.1", port), timeout=10)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection = _Connection(sock)
    selector.register(sock, selectors.EVENT_READ, connection)
    return connection


def _send(connection: _Connection, following: tuple[float, Post], host: str) -> None:
    connection.due, post = following
    connection.waits = post.waits
    connection.received.clear()
    connection.sock.sendall(post.raw(host))


def _answers(
    selector: selectors.BaseSelector,
    following: tuple[float, Post] | None,
    idle: Sequence[_Connection],
) -> Iterator[tuple[_Connection, Answer]]:
    patience = max(0.0, following[0] - perf_counter()) if following and idle else 1.0
    for key, _ in selector.select(patience):
        connection: _Connection = key.data
        connection.received += connection.sock.recv(262_144)
        if answer := _answer(connection):
            yield connection, answer


def _answer(connection: _Connection) -> Answer | None:
    head, found, body = bytes(connection.received).partition(b"\r\n\r\n")
    if not found:
        return None
    length = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    if len(body) < length:
        return None
    spent = perf_counter() - connection.due
    return Answer(int(head.split(b" ", 2)[1]), connection.due, spent, body, connection.waits)
