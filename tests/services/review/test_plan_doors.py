"""The machine doors: plans to read, decisions to record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.plan_words import URGENCIES
from schemas.review import read_reviewed
from services.review.store.outbox import StoreOutbox
from tests.services.review.builders import (
    NOON,
    a_plan,
    a_stage,
    an_assessment,
    an_item,
    proposed,
    received,
    withdrawn,
)
from tests.services.review.station import BEARER, a_decision

DAY = timedelta(days=1)


@pytest.fixture
def plan(station):
    plan = a_plan()
    station.take(received(an_assessment()), proposed(plan))
    return plan


def newer(station, plan, **changed):
    told = a_plan("a-2", assessed_at=NOON + DAY, headline="Another by 01-Jan-2027.", **changed)
    station.take(received(an_assessment("a-2", assessed_at=NOON + DAY)), proposed(told))
    return told


def test_a_plan_comes_with_its_review_and_an_etag(station, plan):
    answer = station.get(f"/v1/plans/{plan['plan_id']}")
    assert answer.status_code == 200
    assert answer.get_json() == plan | {
        "review": {"state": "waiting", "current_plan_id": plan["plan_id"], "decisions": []}
    }
    assert answer.headers["ETag"].startswith('"')


def test_a_plan_that_did_not_change_is_not_sent_again(station, plan):
    path = f"/v1/plans/{plan['plan_id']}"
    etag = station.get(path).headers["ETag"]
    assert station.get(path, **{"If-None-Match": etag}).status_code == 304


def test_doors_need_a_key(station, plan):
    assert station.machine.get(f"/v1/plans/{plan['plan_id']}").status_code == 401
    assert station.machine.get("/v1/plans").status_code == 401


def test_a_session_opens_no_machine_door(station, pages, plan):
    assert pages.client.get(f"/v1/plans/{plan['plan_id']}").status_code == 401


def test_a_plan_that_never_was_is_404(station):
    answer = station.get("/v1/plans/none")
    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")


class TestDeciding:
    def test_a_decision_is_recorded_and_changes_the_state(self, station, plan):
        before = station.get(f"/v1/plans/{plan['plan_id']}").headers["ETag"]
        answer = station.decide(plan["plan_id"])
        assert answer.status_code == 201
        assert answer.get_json() == {
            "decision_id": "decision-1",
            "plan_id": plan["plan_id"],
            "assessment_id": "a-1",
            "patient_ref": "patient-1",
            "stage": "protect",
            "decision": "accept",
            "reasons": [],
            "changes": [],
            "decided_by": {"ref": "user-7", "role": "physician"},
            "decided_at": "2026-11-22T12:00:00.000Z",
        }
        shown = station.get(f"/v1/plans/{plan['plan_id']}")
        assert shown.headers["ETag"] == answer.headers["ETag"] != before
        assert shown.get_json()["review"]["state"] == "partly_decided"
        station.decide(plan["plan_id"], decision_id="decision-2", stage="rehabilitate")
        assert station.plan(plan["plan_id"])["review"]["state"] == "decided"

    def test_it_goes_out_as_an_event_that_the_schema_takes(self, station, plan):
        station.decide(plan["plan_id"])
        ((_, message),) = StoreOutbox(station.store).read(0, 10)
        assert (message.topic, message.key) == ("plans.reviewed.v1", b"patient-1")
        headers = dict(message.headers)
        assert headers["ce_type"] == b"plans.reviewed.v1"
        assert headers["ce_source"] == b"/facialis/review"
        assert headers["ce_subject"] == b"a-1"
        assert headers["ce_client"] == b"clinic"
        assert headers["ce_id"] == message.id.encode()
        import json

        assert read_reviewed(json.loads(message.body))["decision"] == "accept"
        assert station.noticed == 1

    def test_the_same_decision_again_answers_the_same_once(self, station, plan):
        etag = station.get(f"/v1/plans/{plan['plan_id']}").headers["ETag"]
        first = station.decide(plan["plan_id"], etag=etag)
        again = station.decide(plan["plan_id"], etag=etag)
        assert (again.status_code, again.get_json()) == (201, first.get_json())
        assert again.headers["Idempotent-Replayed"] == "true"
        assert "Idempotent-Replayed" not in first.headers
        assert len(StoreOutbox(station.store).read(0, 10)) == 1

    def test_the_same_again_is_answered_after_the_plan_was_superseded(self, station, plan):
        etag = station.get(f"/v1/plans/{plan['plan_id']}").headers["ETag"]
        station.decide(plan["plan_id"], etag=etag)
        newer(station, plan)
        assert station.decide(plan["plan_id"], etag=etag).status_code == 201

    def test_the_same_decision_id_for_another_decision_is_409(self, station, plan):
        station.decide(plan["plan_id"])
        answer = station.decide(plan["plan_id"], stage="rehabilitate")
        assert (answer.status_code, answer.get_json()["type"]) == (409, "/problems/another-body")

    def test_it_says_which_state_was_decided_on(self, station, plan):
        path = f"/v1/plans/{plan['plan_id']}/decisions"
        answer = station.machine.post(path, json=a_decision(), headers=BEARER)
        assert answer.status_code == 428

    def test_any_state_may_be_meant(self, station, plan):
        assert station.decide(plan["plan_id"], etag="*").status_code == 201

    def test_a_state_that_has_passed_is_412(self, station, plan):
        etag = station.get(f"/v1/plans/{plan['plan_id']}").headers["ETag"]
        station.decide(plan["plan_id"])
        answer = station.decide(plan["plan_id"], etag=etag, decision_id="decision-2")
        assert (answer.status_code, answer.get_json()["type"]) == (412, "/problems/plan-changed")

    def test_a_superseded_plan_is_409_and_names_the_current_one(self, station, plan):
        current = newer(station, plan)
        answer = station.decide(plan["plan_id"])
        assert answer.status_code == 409
        problem = answer.get_json()
        assert problem["type"] == "/problems/plan-superseded"
        assert problem["current_plan_id"] == current["plan_id"]

    def test_a_withdrawn_plan_is_409(self, station, plan):
        station.take(withdrawn())
        answer = station.decide(plan["plan_id"])
        assert (answer.status_code, answer.get_json()["type"]) == (409, "/problems/plan-withdrawn")
        assert answer.get_json()["current_plan_id"] is None

    @pytest.mark.parametrize(
        ("at", "status"),
        [("2027-11-22T23:59:59+00:00", 201), ("2027-11-23T00:00:00+00:00", 409)],
    )
    def test_an_old_plan_asks_for_a_fresh_assessment(self, station, plan, at, status):
        station.now = NOON.fromisoformat(at)
        answer = station.decide(plan["plan_id"])
        assert answer.status_code == status
        if status == 409:
            assert answer.get_json()["type"] == "/problems/plan-old"
            assert "assess the patient afresh" in answer.get_json()["detail"]

    def test_the_last_day_ends_where_the_patient_was_assessed(self, station):
        assessed = NOON.fromisoformat("2026-11-22T12:00:00-05:00")
        plan = a_plan(assessed_at=assessed)
        station.take(received(an_assessment(assessed_at=assessed)), proposed(plan))
        station.now = NOON.fromisoformat("2027-11-23T04:00:00+00:00")
        assert station.decide(plan["plan_id"]).status_code == 201

    @pytest.mark.parametrize(
        ("changed", "pointer"),
        [
            ({"stage": "restore"}, "/stage"),
            ({"decision": "decline"}, "/reasons"),
            ({"decision": "decline", "reasons": ["because"]}, "/reasons/0"),
            ({"decision": "not_now"}, "/until"),
            ({"decision": "not_now", "until": "2026-11-01"}, "/until"),
            ({"decision": "change"}, "/changes"),
            ({"changes": [{"intervention": "eye_protection", "action": "add"}]}, "/changes"),
            (
                {"decision": "decline", "reasons": ["does-not-align-latest-evidence"]},
                "/reference",
            ),
            (
                {
                    "decision": "change",
                    "changes": [{"intervention": "nerve_graft", "action": "remove"}],
                },
                "/changes/0/intervention",
            ),
            (
                {
                    "decision": "change",
                    "changes": [{"intervention": "specialist_referral", "action": "add"}],
                },
                "/changes/0/intervention",
            ),
            ({"decided_by": {"ref": "Dr Ada Byron", "role": "physician"}}, "/decided_by/ref"),
            ({"note": "free text"}, "/note"),
        ],
    )
    def test_what_is_wrong_is_said_by_pointer(self, station, plan, changed, pointer):
        answer = station.decide(plan["plan_id"], **changed)
        assert answer.status_code == 422
        assert pointer in [fault["pointer"] for fault in answer.get_json()["errors"]]
        assert station.plan(plan["plan_id"])["review"]["decisions"] == []

    def test_a_body_that_is_no_json_is_400(self, station, plan):
        headers = BEARER | {"If-Match": "*", "Content-Type": "application/json"}
        path = f"/v1/plans/{plan['plan_id']}/decisions"
        assert station.machine.post(path, data=b"{", headers=headers).status_code == 400

    def test_a_plan_that_never_was_is_404_before_anything_else(self, station):
        answer = station.machine.post("/v1/plans/none/decisions", headers=BEARER)
        assert answer.status_code == 404

    def test_a_later_decision_corrects_an_earlier_one_and_both_stay(self, station, plan):
        station.decide(plan["plan_id"])
        station.decide(
            plan["plan_id"],
            decision_id="decision-2",
            decision="decline",
            reasons=["patient-ineligible"],
        )
        review = station.plan(plan["plan_id"])["review"]
        assert [each["decision"] for each in review["decisions"]] == ["accept", "decline"]
        assert review["state"] == "partly_decided"

    def test_what_was_put_off_comes_back_on_its_day(self, station, plan):
        station.decide(plan["plan_id"], decision="not_now", until="2026-12-01")
        station.decide(plan["plan_id"], decision_id="decision-2", stage="rehabilitate")
        assert station.plan(plan["plan_id"])["review"]["state"] == "decided"
        station.now = NOON.fromisoformat("2026-12-01T00:00:00+00:00")
        assert station.plan(plan["plan_id"])["review"]["state"] == "partly_decided"
        assert [each["plan_id"] for each in items(station, state="partly_decided")]
        assert items(station, state="decided") == []

    def test_a_stage_that_only_holds_needs_no_decision(self, station):
        plan = a_plan(
            stages=[
                a_stage("protect", an_item("eye_protection")),
                a_stage("refine"),
            ]
        )
        station.take(received(an_assessment()), proposed(plan))
        station.decide(plan["plan_id"])
        assert station.plan(plan["plan_id"])["review"]["state"] == "decided"


def items(station, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return station.get(f"/v1/plans?{query}").get_json()["items"]


class TestListing:
    def test_whole_plans_current_ones_unless_another_state_is_asked_for(self, station, plan):
        current = newer(station, plan)
        assert [each["plan_id"] for each in items(station)] == [current["plan_id"]]
        assert items(station)[0]["stages"] == current["stages"]
        superseded = items(station, state="superseded")
        assert [each["plan_id"] for each in superseded] == [plan["plan_id"]]
        assert superseded[0]["review"]["current_plan_id"] == current["plan_id"]

    def test_of_one_patient(self, station, plan):
        other = a_plan("b-1", patient_ref="patient-10")
        station.take(received(an_assessment("b-1", patient_ref="patient-10")), proposed(other))
        assert [each["patient_ref"] for each in items(station, patient_ref="patient-1")] == [
            "patient-1"
        ]
        assert items(station, patient_ref="patient-1", urgency="routine") == []

    @pytest.mark.parametrize("patient", ["", "patient-3"])
    def test_pages_give_each_plan_once_in_the_order_of_the_worklist(self, station, patient):
        for number in range(23):
            who = patient or f"patient-{number}"
            of = {
                "urgency": URGENCIES[number % 5],
                "act_by": f"2026-12-{number % 7 + 1:02}",
            }
            told = f"a-{number:02}"
            if patient:
                station.take(withdrawn(told, patient_ref=who))
            station.take(
                received(an_assessment(told, patient_ref=who)),
                proposed(a_plan(told, patient_ref=who, **of)),
            )
        asked = "limit=5&state=withdrawn&patient_ref=patient-3" if patient else "limit=5"
        found, path = [], f"/v1/plans?{asked}"
        for _ in range(5):
            answer = station.get(path)
            page = answer.get_json()
            assert len(page["items"]) <= 5
            found += page["items"]
            assert bool(page["next"]) == ("Link" in answer.headers)
            path = f"/v1/plans?{asked}&cursor={page['next']}"
        assert page["next"] is None
        assert len({each["plan_id"] for each in found}) == len(found) == 23

        def place(each):
            pressing = {"emergency": 0, "same_day": 1}.get(each["urgency"], 2)
            return pressing, each["act_by"]

        assert [place(each) for each in found] == sorted(place(each) for each in found)

    def test_the_link_header_leads_on(self, station):
        for number in range(3):
            told = {"patient_ref": f"patient-{number}"}
            station.take(
                received(an_assessment(f"a-{number}", **told)),
                proposed(a_plan(f"a-{number}", **told)),
            )
        link = station.get("/v1/plans?limit=2&state=waiting").headers["Link"]
        assert len(station.get(link[1:].split(">")[0]).get_json()["items"]) == 1

    @pytest.mark.parametrize(
        ("query", "pointer"),
        [
            ("state=open", "/state"),
            ("urgency=Soon", "/urgency"),
            ("limit=0", "/limit"),
            ("limit=201", "/limit"),
            ("limit=ten", "/limit"),
            ("limit=²", "/limit"),
            ("cursor=abc", "/cursor"),
            ("cursor=WzEsMiwzXQ", "/cursor"),
            ("patient=1", "/patient"),
        ],
    )
    def test_a_filter_that_cannot_be_understood_is_said(self, station, query, pointer):
        answer = station.get(f"/v1/plans?{query}")
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.get_json()["errors"]] == [pointer]

    def test_all_faults_of_a_list_are_said_at_once(self, station):
        answer = station.get("/v1/plans?state=open&limit=0&urgency=x")
        assert len(answer.get_json()["errors"]) == 3


def test_the_description_names_every_machine_door(station):
    described = station.machine.get("/openapi.json").get_json()["paths"]
    assert {"/v1/plans", "/v1/plans/{plan_id}", "/v1/plans/{plan_id}/decisions"} <= set(described)
    assert {"409", "412", "428", "422"} <= set(
        described["/v1/plans/{plan_id}/decisions"]["post"]["responses"]
    )
