"""Alive is one thing, ready another."""

from tests.services.doors.app import an_app


def test_a_process_that_answers_is_alive() -> None:
    reply = an_app(ready=lambda: {"recommender": "stopped"}).get("/healthz")
    assert (reply.status_code, reply.json) == (200, {"status": "ok"})


def test_one_that_waits_for_nothing_is_ready() -> None:
    reply = an_app().get("/readyz")
    assert (reply.status_code, reply.json) == (200, {"status": "ready", "waiting_for": {}})


def test_one_that_waits_says_for_what() -> None:
    reply = an_app(ready=lambda: {"recommender": "stopped"}).get("/readyz")
    assert reply.status_code == 503
    assert reply.json["waiting_for"] == {"recommender": "stopped"}
