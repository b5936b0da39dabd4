"""Serving, and stopping without losing an answer."""

import http.client
import json
import socket
import time
from contextlib import closing
from threading import Event, Thread

import pytest
from flask import Flask

from facialis.ports import listen
from facialis.server import Server

LONG_S = 60.0

asked, go_on = Event(), Event()


@pytest.fixture
def server() -> tuple[Server, int]:
    app = Flask("test")
    app.get("/quick")(lambda: "quick")
    app.get("/slow")(slow)
    sock = listen(0)
    server = Server(app, sock, threads=2)
    server.start()
    return server, sock.getsockname()[1]


def slow() -> str:
    asked.set()
    go_on.wait(LONG_S)
    return "slow"


def get(port: int, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LONG_S)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_it_answers_and_stops_at_once_when_nothing_is_asked(server: tuple[Server, int]):
    serving, port = server
    assert get(port, "/quick") == "quick"
    began = time.monotonic()
    serving.stop()
    assert time.monotonic() - began < 2
    with pytest.raises(ConnectionRefusedError):
        get(port, "/quick")


def test_an_open_idle_connection_does_not_hold_it_up(server: tuple[Server, int]):
    serving, port = server
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LONG_S)) as idle:
        idle.request("GET", "/quick")
        idle.getresponse().read()
        began = time.monotonic()
        serving.stop()
        assert time.monotonic() - began < 2


def test_what_was_asked_is_still_answered(server: tuple[Server, int]):
    serving, port = server
    answers: list[str] = []
    asking = Thread(target=lambda: answers.append(get(port, "/slow")))
    asking.start()
    assert asked.wait(LONG_S)
    stopping = Thread(target=serving.stop)
    stopping.start()
    go_on.set()
    stopping.join(LONG_S)
    asking.join(LONG_S)
    assert answers == ["slow"]


def refusal(port: int, head: str, body: bytes = b"") -> tuple[int, str, dict[str, object]]:
    """The answer to a post that was sent as far as the server took it."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=LONG_S)) as sock:
        sock.sendall(f"POST /quick HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode() + body)
        response = http.client.HTTPResponse(sock)
        response.begin()
        return response.status, response.headers["Content-Type"], json.loads(response.read())


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 1073741824", b""),
        ("Transfer-Encoding: chunked", b"100001\r\n" + b"x" * 0x100001),
    ],
)
def test_a_body_that_is_far_too_large_is_refused_before_it_is_read(
    server: tuple[Server, int], head: str, body: bytes
):
    serving, port = server
    status, kind, problem = refusal(port, head, body)
    assert (status, kind) == (413, "application/problem+json")
    assert (problem["type"], problem["status"]) == ("/problems/too-large", 413)
    assert "64 KiB" in str(problem["detail"])
    serving.stop()


def test_what_is_no_http_is_refused_too(server: tuple[Server, int]):
    serving, port = server
    with closing(socket.create_connection(("127.0.0.1", port), timeout=LONG_S)) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 400 ")
    serving.stop()
