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


def test_one_that_hangs_is_not_alive_and_says_where() -> None:
    reply = an_app(alive=lambda: {"review": "in the same step for 61 s"}).get("/healthz")
    assert reply.status_code == 503
    assert reply.json == {"status": "stuck", "stuck": {"review": "in the same step for 61 s"}}


def test_to_hang_is_no_reason_to_be_not_ready_and_the_other_way_round() -> None:
    assert an_app(alive=lambda: {"review": "hangs"}).get("/readyz").status_code == 200
    assert an_app(ready=lambda: {"review": "stopped"}).get("/healthz").status_code == 200
