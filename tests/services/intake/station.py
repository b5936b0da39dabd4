"""Intake on a real file, and somebody who follows, for tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from bus.embedded import EmbeddedFeed, Writer
from bus.embedded.headers import unpack
from bus.port import Delivery, Message
from schemas.topics import ASSESSMENTS_RECEIVED, ASSESSMENTS_WITHDRAWN
from services.doors.keys import Keys
from services.doors.opening import Edge
from services.intake.app import Intake, create_app
from services.intake.following import Followed
from services.intake.outbox import ACCEPTED, Outbox
from services.intake.outbox_postgres import PostgresOutbox
from tests.builders import NOW

KEYS = {"ehr": "the-key-of-the-ehr", "lab": "the-key-of-the-lab"}


@dataclass
class Follower:
    """Says of each assessment what it was told to say."""

    states: dict[tuple[str, str], Followed] = field(default_factory=dict)
    plan: Mapping[str, Any] | None = None
    waits: list[float] = field(default_factory=list)

    def state_of(self, client: str, assessment_id: str) -> Followed | None:
        return self.states.get((client, assessment_id))

    def wait_for_plan(
        self, client: str, assessment_id: str, timeout_s: float
    ) -> Mapping[str, Any] | None:
        self.waits.append(timeout_s)
        return self.plan


@dataclass
class Station:
    """An intake that runs, its file, and a clock that stands until it is moved."""

    outbox: Outbox
    published: Callable[[str], Sequence[Delivery | Message]]
    doors: FlaskClient
    intake: Intake
    follower: Follower
    writer: Writer | None = None
    time: datetime = NOW

    def post(self, body: Any, *, by: str = "ehr", **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {KEYS[by]}"} | _dashed(headers)
        return self.doors.post("/v1/assessments", json=body, headers=sent)

    def get(self, path: str, *, by: str = "ehr") -> Any:
        return self.doors.get(path, headers={"Authorization": f"Bearer {KEYS[by]}"})

    def withdraw(self, assessment_id: str, reason: str = "duplicate", *, by: str = "ehr") -> Any:
        return self.doors.post(
            f"/v1/assessments/{assessment_id}/withdraw",
            json={"reason": reason},
            headers={"Authorization": f"Bearer {KEYS[by]}"},
        )

    def later(self, **passed: float) -> None:
        self.time += timedelta(**passed)

    def received(self) -> list[Any]:
        return list(self.published(ASSESSMENTS_RECEIVED.name))

    def withdrawn(self) -> list[Any]:
        return list(self.published(ASSESSMENTS_WITHDRAWN.name))


@contextmanager
def running(folder: Path) -> Iterator[Station]:
    """Run an intake in a folder until the end of the block."""
    path = folder / "intake.db"
    with Writer(path, also=[ACCEPTED]) as writer:
        station = _station(Outbox(writer), lambda topic: _read(path, topic))
        station.writer = writer
        yield station
        station.outbox.close()


@contextmanager
def running_on(database: str) -> Iterator[Station]:
    """Run an intake on a database until the end of the block."""
    station = _station(PostgresOutbox(database), lambda topic: _read_from(database, topic))
    yield station
    station.outbox.close()


def _station(outbox: Outbox, published: Callable[[str], Sequence[Delivery | Message]]) -> Station:
    ids = iter(f"{number:032x}" for number in range(1, 1_000_000))
    follower = Follower()
    intake = Intake(
        outbox,
        now=lambda: station.time,
        new_id=lambda: next(ids),
        following=follower,
        page_of=lambda client, assessment_id: f"/cases/{client}/{assessment_id}",
    )
    app = create_app(intake, keys=Keys(KEYS), edge=Edge(new_id=lambda: next(ids)))
    station = Station(outbox, published, app.test_client(), intake, follower)
    return station


def _read(path: Path, topic: str) -> list[Delivery]:
    feed = EmbeddedFeed([(path, topic)])
    feed.start({})
    try:
        return list(feed.poll(10_000, 0))
    finally:
        feed.close()


def _read_from(database: str, topic: str) -> list[Message]:
    import psycopg

    query = "SELECT topic, key, event_id, headers, body FROM to_ship WHERE topic = %s"
    with psycopg.connect(database) as connection:
        rows = connection.execute(f"{query} ORDER BY number", (topic,)).fetchall()
    return [Message(*row[:3], unpack(row[3]), row[4]) for row in rows]


def _dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
