"""Serving, and stopping without losing an answer."""

import http.client
import time
from contextlib import closing
from threading import Event, Thread

import pytest
from flask import Flask

from facialis.ports import listen
from facialis.server import Server

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
    go_on.wait(5)
    return "slow"


def get(port: int, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
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
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as idle:
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
    assert asked.wait(5)
    stopping = Thread(target=serving.stop)
    stopping.start()
    go_on.set()
    stopping.join(8)
    asking.join(5)
    assert answers == ["slow"]
