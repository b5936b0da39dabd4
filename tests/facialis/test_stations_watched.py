"""Each station on its own tells how it is, also before it has ever met a broker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facialis.chance import Chance
from facialis.settings_line import LineSettings
from facialis.station import Station

NOBODY = "127.0.0.1:1"


def a_station(name: str, data: Path, **environ: str) -> Station:
    given = {"KAFKA_BOOTSTRAP_SERVERS": NOBODY, "FACIALIS_KEY": "a-key-of-sixteen-or-more"}
    settings = LineSettings.from_environ(given | environ, data=data)
    match name:
        case "intake":
            from facialis.station_intake import open_intake as opening
        case "relay":
            from facialis.station_relay import open_relay as opening
        case "recommender":
            from facialis.station_recommender import open_recommender as opening
        case _:
            from facialis.station_review import open_review as opening
    return opening(settings, Chance())


@pytest.fixture(params=["intake", "relay", "recommender", "review"])
def named(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Station]]:
    station = a_station(request.param, tmp_path)
    yield request.param, station
    station.close()


EXPECTED = {
    "intake": {"facialis_outbox_events", "facialis_backlog_limit_events"},
    "relay": {"facialis_disk_free_bytes"},
    "recommender": {"facialis_knowledge_info"},
    "review": {"facialis_set_aside_assessments", "facialis_outbox_seconds"},
}


def test_it_is_alive_not_yet_ready_and_measured(named: tuple[str, Station]) -> None:
    name, station = named
    doors = station.app.test_client()
    assert doors.get("/healthz").status_code == 200
    assert doors.get("/readyz").status_code == 503
    told = {line.split("{")[0].split(" ")[0] for line in doors.get("/metrics").text.splitlines()}
    assert EXPECTED[name] | {"facialis_build_info", "facialis_loop_state"} <= told


def test_intake_with_a_full_backlog_is_not_ready_and_says_so(tmp_path: Path) -> None:
    station = a_station("intake", tmp_path, FACIALIS_BACKLOG="1")
    doors = station.app.test_client()
    key = {"Authorization": "Bearer a-key-of-sixteen-or-more"}
    body = {
        "patient_ref": "P-1",
        "house_brackmann": "III",
        "synkinesis": "none",
        "duration": {"value": 14, "unit": "months"},
    }
    assert doors.get("/readyz").json["waiting_for"].keys() == {"tidying"}
    assert doors.post("/v1/assessments", json=body, headers=key).status_code == 202
    lines = doors.get("/metrics").text.splitlines()
    assert "facialis_backlog_events 1.0" in lines
    assert 'facialis_outbox_events{loop="relay"} 1.0' in lines
    (age,) = [line for line in lines if line.startswith("facialis_outbox_seconds{")]
    assert 0 <= float(age.split()[-1]) < 60
    station.close()

    again = a_station("intake", tmp_path, FACIALIS_BACKLOG="1")
    doors = again.app.test_client()
    assert "backlog" in doors.get("/readyz").json["waiting_for"]
    assert doors.post("/v1/assessments", json=body, headers=key).status_code == 503
    assert 'facialis_posts_total{outcome="unavailable"} 1.0' in doors.get("/metrics").text
    again.close()
