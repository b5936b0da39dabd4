"""Intake's doors, tried as a client would."""

import json
from typing import Any
from uuid import UUID

import pytest

from schemas.assessment import read_received
from schemas.envelope import envelope_from
from schemas.ids import received_id, withdrawal_id
from schemas.withdrawal import read_withdrawn
from services.intake.following import Followed
from tests.builders import a_full_assessment, a_plan, an_assessment
from tests.services.intake.station import Station

AT = "2026-11-22T12:00:00.000Z"


def body_of(delivery: Any) -> Any:
    return json.loads(delivery.body)


# An assessment arrives


def test_an_assessment_is_acknowledged_with_where_to_find_it(station: Station) -> None:
    reply = station.post(an_assessment(assessment_id="A-1"))
    assert reply.status_code == 202
    assert reply.headers["Location"] == "/v1/assessments/A-1"
    assert reply.json == {
        "assessment_id": "A-1",
        "received_at": AT,
        "links": {
            "self": "/v1/assessments/A-1",
            "plans": "/v1/plans?patient_ref=P-1",
            "page": "/cases/ehr/A-1",
        },
    }


def test_what_is_acknowledged_is_on_its_topic(station: Station) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    reply = station.post(a_full_assessment(), traceparent=trace)
    (delivery,) = station.received()
    envelope = envelope_from(delivery.headers)
    assert read_received(body_of(delivery)) == body_of(delivery)
    assert body_of(delivery)["received_at"] == AT
    assert body_of(delivery)["client"] == "ehr"
    assert delivery.key == b"P-1"
    assert envelope.id == received_id("ehr", "A-1")
    assert (envelope.source, envelope.subject) == ("/facialis/intake", "A-1")
    assert (envelope.time, envelope.client) == (AT, "ehr")
    assert envelope.traceparent == reply.headers["traceparent"]
    assert "4bf92f3577b34da6a3ce929d0e0e4736" in (envelope.traceparent or "")


def test_without_a_time_the_receipt_counts(station: Station) -> None:
    station.post(an_assessment())
    assert body_of(station.received()[0])["assessed_at"] == AT


def test_what_was_not_assessed_does_not_stand_in_the_event(station: Station) -> None:
    station.post(an_assessment() | {"diabetes": "unknown", "age_years": None})
    assert not {"diabetes", "age_years"} & body_of(station.received()[0]).keys()


def test_an_assessment_of_a_real_patient_is_not_marked(station: Station) -> None:
    station.post(an_assessment())
    assert not {"simulated", "possible_duplicate"} & body_of(station.received()[0]).keys()


# What is refused is not published


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"patient_ref": NaN}', 400),
        (b'{"age_years": 1, "age_years": 1}', 400),
        (b"[" * 20_000, 400),
        (b'{"a":' * 17 + b"1" + b"}" * 17, 400),
        (b'"' + b"x" * 10_000_000 + b'"', 413),
        (b"null", 422),
        (b"[]", 422),
        (b"{}", 422),
    ],
)
def test_bytes_that_are_no_assessment_are_refused(
    station: Station, raw: bytes, status: int
) -> None:
    headers = {"Authorization": "Bearer the-key-of-the-ehr", "Content-Type": "application/json"}
    reply = station.doors.post("/v1/assessments", data=raw, headers=headers)
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert station.received() == []


@pytest.mark.parametrize(
    ("broken", "pointer", "code"),
    [
        ({"house_brackmann": 3}, "/house_brackmann", "wrong_type"),
        ({"age_years": "3"}, "/age_years", "wrong_type"),
        ({"age_years": True}, "/age_years", "wrong_type"),
        ({"age_years": -1}, "/age_years", "out_of_range"),
        ({"duration": {"value": -1, "unit": "days"}}, "/duration/value", "out_of_range"),
        ({"diabetes": True}, "/diabetes", "wrong_type"),
        ({"colour": "red"}, "/colour", "unknown_key"),
        ({"patient_ref": "Jane Doe"}, "/patient_ref", "bad_format"),
        ({"duration": None, "onset_date": "2027-01-01"}, "/onset_date", "in_future"),
        ({"emg_date": "2027-01-01"}, "/emg_date", "in_future"),
        ({"goals": []}, "/goals", "not_allowed"),
        ({"onset_date": "2025-01-01"}, "/onset_date", "contradicts"),
        ({"synkinesis": None}, "/synkinesis", "required"),
    ],
)
def test_an_assessment_at_fault_is_refused_by_the_place_of_the_fault(
    station: Station, broken: dict[str, Any], pointer: str, code: str
) -> None:
    reply = station.post(an_assessment(**broken))
    assert reply.status_code == 422
    assert [(it["pointer"], it["code"]) for it in reply.json["errors"]] == [(pointer, code)]
    assert station.received() == []


def test_a_name_is_not_repeated(station: Station) -> None:
    assert "Jane" not in station.post(an_assessment(patient_ref="Jane Doe")).text


def test_nobody_posts_without_a_key(station: Station) -> None:
    assert station.doors.post("/v1/assessments", json=an_assessment()).status_code == 401
    assert station.received() == []


# The same, and another


def test_the_same_assessment_again_is_the_same(station: Station) -> None:
    posted = an_assessment(assessment_id="A-1")
    first = station.post(posted)
    station.later(hours=3)
    turned = {"duration": dict(reversed(posted["duration"].items())), "diabetes": "unknown"}
    again = station.post(dict(reversed(posted.items())) | turned)
    assert (again.status_code, again.json) == (202, first.json)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(station.received()) == 1


def test_the_same_key_again_is_the_same(station: Station) -> None:
    first = station.post(an_assessment(), Idempotency_Key="once")
    again = station.post(an_assessment(), Idempotency_Key="once")
    assert UUID(first.json["assessment_id"])
    assert (again.status_code, again.json) == (202, first.json)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(station.received()) == 1


@pytest.mark.parametrize("other", [{"synkinesis": "mild"}, {"age_years": 3}, {"goals": ["smile"]}])
def test_a_known_id_with_another_body_is_a_conflict(
    station: Station, other: dict[str, Any]
) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    reply = station.post(an_assessment(assessment_id="A-1", **other))
    assert (reply.status_code, reply.json["type"]) == (409, "/problems/another-body")
    assert "assessment_id" in reply.json["detail"]
    assert len(station.received()) == 1


@pytest.mark.parametrize("other", [{"synkinesis": "mild"}, {"assessment_id": "A-1"}])
def test_a_known_key_with_another_body_is_a_conflict(
    station: Station, other: dict[str, Any]
) -> None:
    station.post(an_assessment(), Idempotency_Key="once")
    reply = station.post(an_assessment(**other), Idempotency_Key="once")
    assert (reply.status_code, reply.json["type"]) == (409, "/problems/another-body")
    assert "Idempotency-Key" in reply.json["detail"]
    assert len(station.received()) == 1


def test_an_assessment_may_have_both_id_and_key(station: Station) -> None:
    posted = an_assessment(assessment_id="A-1")
    first = station.post(posted, Idempotency_Key="once")
    assert station.post(posted, Idempotency_Key="once").json == first.json
    assert station.post(posted, Idempotency_Key="again").json == first.json
    assert station.post(posted).json == first.json
    assert len(station.received()) == 1


def test_what_was_refused_may_be_mended_under_the_same_key(station: Station) -> None:
    assert station.post(an_assessment(age_years=-1), Idempotency_Key="once").status_code == 422
    assert station.post(an_assessment(age_years=1), Idempotency_Key="once").status_code == 202


def test_ids_and_keys_are_each_clients_own(station: Station) -> None:
    posted = an_assessment(assessment_id="A-1")
    station.post(posted, Idempotency_Key="once")
    reply = station.post(posted | {"age_years": 3}, by="lab", Idempotency_Key="once")
    assert reply.status_code == 202
    assert len({envelope_from(it.headers).id for it in station.received()}) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "k\xe9y"])
def test_a_key_that_is_none_is_refused(station: Station, key: str) -> None:
    reply = station.post(an_assessment(), Idempotency_Key=key)
    assert (reply.status_code, reply.json["type"]) == (400, "/problems/bad-request")


def test_a_post_without_a_name_is_new_and_marked_where_it_looks_like_another(
    station: Station,
) -> None:
    first = station.post(an_assessment())
    second = station.post(an_assessment())
    station.post(an_assessment(age_years=3))
    station.post(an_assessment(), by="lab")
    assert first.json["assessment_id"] != second.json["assessment_id"]
    marked = [body_of(it)["assessment_id"] for it in station.received() if is_marked(it)]
    assert marked == [second.json["assessment_id"]]


def test_a_post_like_one_of_the_day_before_is_not_marked(station: Station) -> None:
    posted = an_assessment(assessed_at="2026-11-22T12:00:00Z")
    station.post(posted)
    station.later(hours=24, milliseconds=1)
    station.post(posted)
    assert [is_marked(it) for it in station.received()] == [False, False]


def is_marked(delivery: Any) -> bool:
    return body_of(delivery).get("possible_duplicate", False) is True


# The plan in time


def test_who_waits_is_given_the_plan(station: Station) -> None:
    station.follower.plan = a_plan()
    reply = station.post(an_assessment(assessment_id="A-1"), Prefer="wait=5")
    assert (reply.status_code, reply.json) == (200, a_plan())
    assert reply.headers["Location"] == "/v1/assessments/A-1"
    assert reply.headers["Preference-Applied"] == "wait"
    assert station.follower.waits == [5]
    assert len(station.received()) == 1


def test_who_waits_in_vain_is_acknowledged(station: Station) -> None:
    reply = station.post(an_assessment(), Prefer="respond-async, wait=2")
    assert reply.status_code == 202
    assert station.follower.waits == [2]


@pytest.mark.parametrize(
    ("prefer", "waits"),
    [("wait=600", [10]), ("wait=0", []), ("wait=-1", []), ("waiting=5", []), ("wait=x", [])],
)
def test_nobody_waits_for_long(station: Station, prefer: str, waits: list[float]) -> None:
    assert station.post(an_assessment(), Prefer=prefer).status_code == 202
    assert station.follower.waits == waits


def test_where_all_places_to_wait_are_taken_nobody_is_kept(station: Station) -> None:
    while station.intake.waiting.acquire(blocking=False):
        pass
    assert station.post(an_assessment(), Prefer="wait=5").status_code == 202
    assert station.follower.waits == []


def test_a_place_to_wait_is_given_back(station: Station) -> None:
    for number in range(20):
        station.post(an_assessment(age_years=number), Prefer="wait=1")
    assert len(station.follower.waits) == 20


# How far it has come


def test_what_was_acknowledged_can_be_found(station: Station) -> None:
    station.post(an_assessment(assessment_id="A-1", age_years=54))
    reply = station.get("/v1/assessments/A-1")
    assert reply.status_code == 200
    assert (reply.json["state"], reply.json["received_at"]) == ("received", AT)
    assert "plan_id" not in reply.json
    assert reply.json["assessment"]["age_years"] == 54
    assert reply.json["assessment"]["diabetes"] == "unknown"


@pytest.mark.parametrize("state", ["planned", "set_aside", "replaced"])
def test_whoever_follows_it_says_how_far_it_has_come(station: Station, state: str) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    station.follower.states["ehr", "A-1"] = Followed(state, "plan-1")
    reply = station.get("/v1/assessments/A-1")
    assert (reply.json["state"], reply.json["plan_id"]) == (state, "plan-1")
    assert reply.json["links"]["plan"] == "/v1/plans/plan-1"


def test_one_that_another_intake_took_can_be_found_where_it_is_followed(station: Station) -> None:
    station.follower.states["ehr", "A-9"] = Followed("planned", "plan-9")
    reply = station.get("/v1/assessments/A-9")
    assert reply.status_code == 200
    assert "assessment" not in reply.json


@pytest.mark.parametrize("by", ["ehr", "lab"])
def test_what_nobody_posted_is_not_there(station: Station, by: str) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    path = "/v1/assessments/A-2" if by == "ehr" else "/v1/assessments/A-1"
    reply = station.get(path, by=by)
    assert (reply.status_code, reply.json["type"]) == (404, "/problems/not-found")


# It is taken back


def test_a_withdrawal_is_told_once(station: Station) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    station.later(minutes=5)
    first = station.withdraw("A-1", "wrong_patient")
    station.later(minutes=5)
    again = station.withdraw("A-1", "wrong_patient")
    assert first.status_code == 200
    assert again.json == first.json
    assert first.json["withdrawn_at"] == "2026-11-22T12:05:00.000Z"
    (delivery,) = station.withdrawn()
    assert read_withdrawn(body_of(delivery)) == {
        "assessment_id": "A-1",
        "patient_ref": "P-1",
        "client": "ehr",
        "reason": "wrong_patient",
        "withdrawn_at": "2026-11-22T12:05:00.000Z",
    }
    assert delivery.key == b"P-1"
    assert envelope_from(delivery.headers).id == withdrawal_id("ehr", "A-1")


def test_what_was_withdrawn_is_found_as_withdrawn(station: Station) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    station.withdraw("A-1")
    station.follower.states["ehr", "A-1"] = Followed("planned", "plan-1")
    assert station.get("/v1/assessments/A-1").json["state"] == "withdrawn"


def test_what_was_withdrawn_is_acknowledged_as_before(station: Station) -> None:
    posted = an_assessment(assessment_id="A-1")
    first = station.post(posted)
    station.withdraw("A-1")
    assert station.post(posted).json == first.json
    assert len(station.received()) == 1


def test_a_withdrawal_for_another_reason_is_a_conflict(station: Station) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    station.withdraw("A-1", "duplicate")
    assert station.withdraw("A-1", "wrong_values").status_code == 409
    assert len(station.withdrawn()) == 1


@pytest.mark.parametrize(("name", "by"), [("A-2", "ehr"), ("A-1", "lab")])
def test_what_is_not_there_cannot_be_withdrawn(station: Station, name: str, by: str) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    assert station.withdraw(name, by=by).status_code == 404
    assert station.withdrawn() == []


def test_a_withdrawal_says_why(station: Station) -> None:
    station.post(an_assessment(assessment_id="A-1"))
    reply = station.withdraw("A-1", "because")
    assert reply.status_code == 422
    assert reply.json["errors"][0]["allowed"] == ["wrong_patient", "wrong_values", "duplicate"]


# When the disk is away


def test_what_cannot_be_kept_is_not_acknowledged(station: Station) -> None:
    station.writer.close()
    reply = station.post(an_assessment())
    assert (reply.status_code, reply.json["type"]) == (503, "/problems/unavailable")
    assert int(reply.headers["Retry-After"]) > 0


# The description


def test_the_example_of_the_description_is_taken(station: Station) -> None:
    door = station.doors.get("/openapi.json").json["paths"]["/v1/assessments"]["post"]
    example = door["requestBody"]["content"]["application/json"]["example"]
    assert station.post(example).status_code == 202


def test_every_door_is_described(station: Station) -> None:
    paths = station.doors.get("/openapi.json").json["paths"]
    assert set(paths) == {
        "/v1/assessments",
        "/v1/assessments/{assessment_id}",
        "/v1/assessments/{assessment_id}/withdraw",
    }
