"""The description of the doors is valid, and says of each what it takes and gives."""

from typing import Any

import pytest
from flask import Blueprint, Response
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from schemas.assessment_schema import ASSESSMENT
from schemas.catalogue import catalogue
from schemas.plan import PLAN
from services.doors import kinds
from services.doors.answers import answer
from services.doors.described import Door, Parameter, Reply, described
from services.doors.opening import Edge, open_doors
from tests.builders import a_full_assessment, a_plan, an_assessment


def an_app() -> FlaskClient:
    doors = Blueprint("a_station", __name__)

    @doors.post("/v1/assessments/<assessment_id>")
    @described(
        Door(
            summary="Do a thing",
            takes=ASSESSMENT,
            reads=(Parameter("Prefer", "header", "How."),),
            gives={200: Reply("Done.", PLAN, {"Location": "Where."})},
            refuses=(kinds.ANOTHER_BODY,),
        )
    )
    def a_door(assessment_id: str) -> Response:
        return answer({})

    @doors.get("/v1/open")
    @described(Door(summary="See", gives={200: Reply("Seen.")}, key=False))
    def open_door() -> Response:
        return answer({})

    @doors.get("/page")
    def page() -> Response:
        return Response("for people")

    return open_doors([doors], edge=Edge(new_id=lambda: "0" * 32)).test_client()


@pytest.fixture(scope="module")
def document() -> Any:
    return an_app().get("/openapi.json").json


def checked_by(document: Any, name: str) -> OAS31Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return OAS31Validator(schema, format_checker=OAS31Validator.FORMAT_CHECKER)


def test_the_description_is_valid(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"] == "3.1.0"


def test_only_doors_for_machines_stand_in_it(document: Any) -> None:
    assert set(document["paths"]) == {"/v1/assessments/{assessment_id}", "/v1/open"}


def test_a_door_says_what_it_takes_gives_and_refuses(document: Any) -> None:
    door = document["paths"]["/v1/assessments/{assessment_id}"]["post"]
    assert door["operationId"] == "a_door"
    assert [it["name"] for it in door["parameters"]] == ["assessment_id", "Prefer"]
    assert set(door["responses"]) == {"200", "400", "401", "409", "413", "415", "422", "503"}
    taken = door["requestBody"]["content"]["application/json"]["schema"]
    assert taken == {"$ref": "#/components/schemas/Assessment"}


def test_a_key_is_needed_unless_a_door_says_otherwise(document: Any) -> None:
    assert document["security"] == [{"key": []}]
    assert document["paths"]["/v1/open"]["get"]["security"] == []


def test_every_finding_stands_in_it_as_it_is_asked_for(document: Any) -> None:
    described = document["components"]["schemas"]["Assessment"]
    assert described["additionalProperties"] is False
    assert set(described["required"]) == {"patient_ref", "house_brackmann", "synkinesis"}
    for name, finding in catalogue().findings.items():
        assert finding.question in described["properties"][name]["description"]


@pytest.mark.parametrize(
    "assessment",
    [
        an_assessment(),
        an_assessment(synkinesis="unknown", duration="unknown"),
        an_assessment() | {"age_years": None, "diabetes": "unknown", "goals": None},
        an_assessment(prior_treatments=["none"], neuro_deficits=["none"]),
        a_full_assessment(),
    ],
)
def test_what_is_taken_is_as_described(document: Any, assessment: dict[str, Any]) -> None:
    checked_by(document, "Assessment").validate(assessment)


@pytest.mark.parametrize(
    "broken",
    [
        {"house_brackmann": 3},
        {"house_brackmann": "unknown"},
        {"diabetes": True},
        {"age_years": "3"},
        {"age_years": 121},
        {"goals": []},
        {"goals": ["peace"]},
        {"patient_ref": "Jane"},
        {"duration": {"value": 1}},
        {"prior_treatments": [{"response": "good"}]},
        {"colour": "red"},
    ],
)
def test_what_is_refused_is_not_as_described(document: Any, broken: dict[str, Any]) -> None:
    assert not checked_by(document, "Assessment").is_valid(an_assessment() | broken)


def test_a_plan_is_as_described(document: Any) -> None:
    checked_by(document, "Plan").validate(a_plan())
    assert not checked_by(document, "Plan").is_valid(a_plan(status="needs_review"))


def test_a_problem_is_as_described(document: Any) -> None:
    checked_by(document, "Problem").validate(an_app().get("/v1/nowhere").json)


def test_the_page_of_doors_asks_nothing_of_other_hosts() -> None:
    app = an_app()
    page = app.get("/docs").text
    assert "http" not in page
    assert "style=" not in page
    for part in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert f'"/docs/{part}"' in page
        with app.get(f"/docs/{part}") as reply:
            assert reply.status_code == 200


def test_no_other_file_is_served_beside_it() -> None:
    assert an_app().get("/docs/oauth2-redirect.html").status_code == 404
    assert an_app().get("/docs/../opening.py").status_code == 404
