"""What is acknowledged is on the disk and on its topic, both or neither, whoever posts at once."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from services.intake.accept import Sender, accept
from services.intake.outbox import forget
from services.intake.outbox_postgres import PostgresOutbox
from tests.builders import NOW, an_assessment
from tests.services.intake.station import Station, running, running_on


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], AbstractContextManager]:
    """Start an intake on either kind of outbox: on the same one each time."""
    if request.param == "file":
        return lambda: running(tmp_path)
    address = request.getfixturevalue("postgres")
    return lambda: running_on(address)


@pytest.fixture
def station(start: Callable[[], AbstractContextManager]) -> Iterator[Station]:
    with start() as it:
        yield it


@pytest.fixture
def in_a_file(tmp_path: Path) -> Iterator[Station]:
    with running(tmp_path) as it:
        yield it


def take(station: Station, sender: Sender, **findings: object) -> tuple[object, bool]:
    return accept(
        an_assessment(**findings),
        sender=sender,
        outbox=station.intake.outbox,
        now=NOW,
        new_id=station.intake.new_id,
    )


def test_what_was_acknowledged_is_there_after_a_restart(
    start: Callable[[], AbstractContextManager],
) -> None:
    posted = an_assessment(assessment_id="A-1")
    with start() as station:
        first = station.post(posted)
    with start() as station:
        assert station.get("/v1/assessments/A-1").json["state"] == "received"
        again = station.post(posted)
        assert again.json == first.json
        assert len(station.received()) == 1


def test_many_who_post_the_same_at_once_are_given_one_answer(station: Station) -> None:
    replies = []
    gate = threading.Barrier(8)

    def post() -> None:
        gate.wait()
        kept, _ = take(station, Sender("ehr"), assessment_id="A-1")
        replies.append(kept)

    together(post, times=8)
    assert len(set(map(id, replies))) == 8
    assert all(reply == replies[0] for reply in replies)
    assert len(station.received()) == 1


def test_many_who_post_at_once_share_a_commit(in_a_file: Station) -> None:
    station = in_a_file
    before = station.writer.commits

    def post() -> None:
        for _ in range(10):
            take(station, Sender("ehr"))

    together(post, times=8)
    assert len(station.received()) == 80
    assert station.writer.commits - before < 80


def test_while_the_disk_is_full_nothing_is_acknowledged_and_nothing_is_left_behind(
    in_a_file: Station,
) -> None:
    station = in_a_file
    resize(station, pages=1)
    replies = [station.post(an_assessment(assessment_id=f"A-{n}")) for n in range(30)]
    refused = [n for n, reply in enumerate(replies) if reply.status_code == 503]
    assert refused
    assert replies[refused[0]].json["type"] == "/problems/unavailable"
    assert len(station.received()) == 30 - len(refused)
    assert station.get(f"/v1/assessments/A-{refused[0]}").status_code == 404
    resize(station, pages=1_000_000)
    assert station.post(an_assessment(assessment_id=f"A-{refused[0]}")).status_code == 202


def resize(station: Station, *, pages: int) -> None:
    """Let the file have so many pages and no more; it never shrinks below what it holds."""
    station.writer.run(lambda cursor: cursor.execute(f"PRAGMA max_page_count={pages}").fetchall())


def test_a_simulated_patient_is_marked_and_otherwise_the_same(station: Station) -> None:
    take(station, Sender("examples", simulated=True), assessment_id="A-1")
    (delivery,) = station.received()
    assert json.loads(delivery.body or b"{}")["simulated"] is True
    assert take(station, Sender("examples", simulated=True), assessment_id="A-1")[1]


def test_a_patient_can_be_forgotten(station: Station) -> None:
    posted = an_assessment(assessment_id="A-1")
    station.post(posted)
    station.post(an_assessment(assessment_id="B-1", patient_ref="P-2"))
    assert forgotten(station, "P-1") == 1
    assert "assessment" not in station.get("/v1/assessments/A-1").json
    assert "assessment" in station.get("/v1/assessments/B-1").json
    assert station.post(posted).headers["Idempotent-Replayed"] == "true"


def forgotten(station: Station, patient_ref: str) -> int:
    if isinstance(station.outbox, PostgresOutbox):
        return station.outbox.forget(patient_ref)
    assert station.writer is not None
    return station.writer.run(lambda cursor: forget(cursor, patient_ref))


def test_what_is_kept_does_not_show_the_patient(station: Station) -> None:
    kept, _ = take(station, Sender("ehr"), patient_ref="CANARY-1", assessment_id="A-1")
    assert "CANARY" not in repr(kept)


def together(work: object, *, times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
