"""``facialis forget``: the bytes are gone, ids and positions are there, and everything goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bus.embedded import EmbeddedFeed
from facialis import clock
from facialis.__main__ import main
from facialis.operators.logs import FILE_OF
from services.intake.accept import Sender, accept
from services.intake.outbox_postgres import PostgresOutbox
from services.review.store.bodies import read_texts
from services.review.store.store import open_postgres, open_to_look
from services.review.store.tables import bodies
from tests.facialis.lines import a_line, ask, facialis, post, put, said, soon, state_of
from tests.facialis.test_planning import MINIMAL
from tests.facialis.test_run import Running
from tests.services.review.builders import a_plan, an_assessment, proposed, received
from tests.services.review.station import Station

CANARY = 47.015625
"""An age that nobody else has."""


def patient(ref: str, name: str, **findings: Any) -> dict[str, Any]:
    return {**MINIMAL, "patient_ref": ref, "assessment_id": name, **findings}


def bytes_of(data: Path) -> Iterator[bytes]:
    """Everything that lies in the folder, and what is packed in the store unpacked."""
    yield from (path.read_bytes() for path in data.iterdir())
    store = open_to_look(data / "review.db")
    try:
        with store.reading() as connection:
            digests = list(connection.scalars(select(bodies.c.digest)))
            yield from read_texts(connection, digests).values()
    finally:
        store.close()


def holds(data: Path, *wanted: str) -> bool:
    return any(it.encode() in some for some in bytes_of(data) for it in wanted)


def places(data: Path) -> set[tuple[str, int, int, bytes]]:
    found = set()
    for topic, name in FILE_OF.items():
        with closing(EmbeddedFeed([(data / name, topic)])) as feed:
            feed.start({})
            while batch := feed.poll(500, 0):
                found |= {(it.topic, it.partition, it.position, it.key) for it in batch}
    return found


def decide(line: Running, plan_id: str, name: str) -> None:
    plan = ask(line, f"/v1/plans/{plan_id}")[1]
    stage = next(it["stage"] for it in plan["stages"] if it["items"])
    decision = {
        "decision_id": name,
        "stage": stage,
        "decision": "decline",
        "reasons": ["patient-does-not-want-change"],
        "decided_by": {"ref": "clinician-1", "role": "physician"},
    }
    request = Request(f"{line.told['url']}/v1/plans/{plan_id}/decisions", method="POST")
    request.data = json.dumps(decision).encode()
    request.add_header("Authorization", f"Bearer {line.told['key']}")
    request.add_header("Content-Type", "application/json")
    request.add_header("If-Match", "*")
    with urlopen(request, timeout=10) as answer:
        assert answer.status == 201


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, set[Any]]:
    """A line at rest that forgot one of three patients: its folder, their plan, what lay where."""
    data = tmp_path_factory.mktemp("forget") / "data"
    put(data, b'{"broken": "CANARY-SET-ASIDE', key=b"GONE-1")
    with a_line(data) as line:
        post(line, "/v1/assessments", patient("GONE-1", "gone-1", age_years=CANARY))
        post(line, "/v1/assessments", patient("GONE-1", "gone-2", age_years=CANARY, side="right"))
        post(line, "/v1/assessments", patient("STAYS-1", "stays-1"))
        post(line, "/v1/assessments", patient("TWIN-1", "twin-1"))
        post(line, "/v1/assessments", patient("GONE-1", "gone-twin"))
        names = ("gone-1", "gone-2", "stays-1", "twin-1", "gone-twin")
        assert soon(lambda: all(state_of(line, name) == "planned" for name in names))
        plan_id = ask(line, "/v1/assessments/gone-twin")[1]["plan_id"]
        decide(line, plan_id, "decision-of-gone")
        refused = facialis("forget", "GONE-1", "--yes", "--data", str(data))
        assert refused.returncode == 1
        assert "Stop it, forget, and start it again" in refused.stderr
    before = places(data)
    assert holds(data, str(CANARY))
    assert holds(data, "CANARY-SET-ASIDE")
    told = said("forget", "GONE-1", "--yes", "--data", str(data))
    assert "assessments 3, plans 3, messages" in told
    return data, plan_id, before


def test_no_byte_of_what_was_recorded_is_in_any_file(forgotten: tuple[Path, str, set[Any]]):
    data, *_ = forgotten
    assert not holds(data, str(CANARY), "CANARY-SET-ASIDE", "patient-does-not-want-change")


def test_every_position_and_key_is_where_it_was(forgotten: tuple[Path, str, set[Any]]):
    data, _, before = forgotten
    assert places(data) == before


def test_forgetting_again_finds_nothing_new(forgotten: tuple[Path, str, set[Any]]):
    told = said("forget", "GONE-1", "--yes", "--data", str(forgotten[0]))
    assert "plans 0, messages of the logs 0" in told


def test_the_line_goes_on_without_the_patient(forgotten: tuple[Path, str, set[Any]]):
    data, plan_id, _ = forgotten
    with a_line(data) as line:
        assert {plan["patient_ref"] for plan in line.plans()} == {"STAYS-1", "TWIN-1"}
        assert line.plans("&patient_ref=GONE-1") == []
        assert line.plans("&patient_ref=GONE-1&state=withdrawn&state=superseded") == []
        for name in ("gone-1", "gone-2", "gone-twin"):
            status, told = ask(line, f"/v1/assessments/{name}")
            assert (status, told["state"], "assessment" in told) == (200, "withdrawn", False)
        assert ask(line, f"/v1/plans/{plan_id}")[0] == 410
        assert len(line.plans("&patient_ref=TWIN-1")[0]["stages"]) > 0
        assert ask(line, "/readyz")[0] == 200


def test_the_patient_may_come_again_and_nothing_old_comes_along(
    forgotten: tuple[Path, str, set[Any]],
):
    data, *_ = forgotten
    with a_line(data) as line:
        post(line, "/v1/assessments", patient("GONE-1", "new-1"))
        assert soon(lambda: state_of(line, "new-1") == "planned")
        (plan,) = line.plans("&patient_ref=GONE-1")
        assert plan["assessment_id"] == "new-1"
        assert plan["review"]["decisions"] == []


def test_what_was_set_aside_of_the_patient_is_listed_without_content(
    forgotten: tuple[Path, str, set[Any]],
):
    listed = said("set-aside", "list", "--all", "--data", str(forgotten[0]))
    assert "erased on request" in listed
    assert "Nothing is set aside" in said("set-aside", "list", "--data", str(forgotten[0]))


def test_a_replay_goes_on_without_the_patient(forgotten: tuple[Path, str, set[Any]]):
    told = said("replay", "--data", str(forgotten[0]))
    assert "were erased on request" in told
    assert not holds(forgotten[0], str(CANARY))


def test_nothing_is_erased_before_it_was_confirmed(forgotten: tuple[Path, str, set[Any]]):
    asked = facialis("forget", "STAYS-1", "--data", str(forgotten[0]))
    assert asked.returncode == 1
    assert "Nothing is kept" not in asked.stdout
    assert not holds(forgotten[0], "forgotten-STAYS")


@pytest.mark.postgres
def test_the_databases_of_a_line_over_kafka_are_emptied_too(
    make_database: Callable[..., str], tmp_path: Path
):
    store, outbox = make_database(), make_database()
    with (
        closing(open_postgres(store)) as reviewed,
        closing(PostgresOutbox(outbox)) as accepted,
    ):
        accept(
            patient("GONE-1", "a-1", age_years=CANARY),
            sender=Sender("ehr"),
            outbox=accepted,
            now=clock.now(),
            new_id=clock.new_id,
        )
        station = Station(reviewed, now=clock.now())
        station.take(received(an_assessment("a-1", patient_ref="GONE-1")))
        station.take(proposed(a_plan("a-1", patient_ref="GONE-1")))
        environ = {
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
            "FACIALIS_STORE": store,
            "FACIALIS_OUTBOX": outbox,
        }
        words = ["forget", "GONE-1", "--yes", "--data", str(tmp_path / "data")]
        answer = CliRunner().invoke(main, words, obj=environ)
        assert answer.exit_code == 0, answer.output
        assert "assessments 1, plans 1, messages" in answer.stdout
        assert "set FACIALIS_KEEP_DAYS" in answer.stdout
        kept = accepted.find("ehr", "a-1")
        assert kept is not None
        assert kept.body is None
        with closing(accepted.shipping()) as shipping:
            ((_, message),) = shipping.read(0, 10)
        assert message.body is None
