"""The pages of the promises, and the way to them from a case and a pathway."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from features.coverage.clinic import knowledge
from features.living.document import Document, feature_files
from services.doors.opening import Edge, open_doors
from services.recommender.book import Book
from services.review.app import blueprint
from services.review.pages import problem_page
from tests.features.figures import some_figures
from tests.services.review.builders import (
    NOON,
    a_plan,
    a_reason,
    a_stage,
    an_assessment,
    an_item,
    proposed,
    received,
)
from tests.services.review.station import Station


@cache
def documents():
    """What the pages may have to show: never run, run, run with other tables."""
    files, figures, digest = feature_files(), some_figures(), knowledge().digest
    return {
        "never": Document(files, None, digest=digest),
        "run": Document(files, figures, digest=digest),
        "other": Document(files, figures, digest="0" * 64),
    }


@pytest.fixture
def without(file_store):
    return Station(file_store, now=NOON)


@pytest.fixture
def opened(without):
    """Open a station with promises, for somebody who is signed in."""

    def open_one(which):
        promises = documents()[which] if which else None
        review = replace(without.review, promises=promises, book=Book(knowledge()))
        edge = Edge(new_id=without.new_id, page=problem_page)
        without.app = open_doors([blueprint(review)], edge=edge)
        return without.signed_in()

    return open_one


def test_the_features_stand_with_what_came_of_them(opened):
    reader = opened("run")
    page = reader.get("/promises")

    assert page.status_code == 200
    assert "1 differs; " in reader.text
    assert "Run 22-Nov-2026 12:00 UTC in 41 seconds, with knowledge" in reader.text
    for feature in documents()["run"].features:
        assert f'href="/promises/features/{feature["name"]}"' in page.text


def test_before_the_first_run_the_command_is_said(opened):
    reader = opened("never")
    reader.get("/promises")
    assert "Not run here yet" in reader.text
    assert "facialis features" in reader.text
    reader.get("/promises/coverage")
    assert "Not counted here yet" in reader.text


def test_results_of_other_tables_are_not_taken_for_ours(opened):
    reader = opened("other")
    reader.get("/promises")

    assert "These results are of other tables than those in use here." in reader.text
    assert "All agree" not in reader.text
    reader.get("/promises/features/bells")
    assert "Not run with these tables" in reader.text
    assert "Agrees" not in reader.text


def test_a_feature_shows_rules_sources_examples_and_how_one_differs(opened):
    reader = opened("run")
    page = reader.get("/promises/features/bells")

    assert "The first 72 hours" in reader.text
    assert "Source Baugh 2013" in reader.text
    assert "Given the cause is Bell's palsy" in reader.text
    assert "Expected Corticosteroid is offered" in reader.text
    assert "Got not offered: not yet" in reader.text
    assert 'href="/promises/rows/steroid.bells"' in page.text


def test_the_patient_of_an_example_can_be_tried(opened):
    page = opened("run").get("/promises/features/bells").text

    at = "2026-11-23T09%3A00%3A00.000Z"
    assert f'href="/try?house_brackmann=V&amp;vesicles=no&amp;as_of={at}">Try this patient' in page
    assert "/try?" not in opened("run").get("/promises/features/review").text


@pytest.mark.parametrize("address", ["/promises/rows/steroid.bells", "/promises?row=steroid.bells"])
def test_what_guards_a_row_is_one_step_away(opened, address):
    reader = opened("run")
    page = reader.get(address)
    if page.status_code == 303:
        page = reader.get(page.location)

    assert "Promised for this row" in reader.text
    assert "Bell's palsy within 72 hours" in reader.text
    assert 'href="/promises/features/bells#bells-' in page.text


def test_what_nothing_guards_is_listed_with_an_example_for_it(opened):
    reader = opened("run")
    reader.get("/promises/coverage")

    assert "Interventions, offered and left out:" in reader.text
    assert "Scenario: one Given a patient" in reader.text
    assert "companion.brow.eye an open eye is always protected" in reader.text


def test_a_reason_of_a_case_leads_to_what_guards_its_row(opened, without):
    item = an_item("eye_protection", because=[a_reason("steroid.bells"), a_reason("no.row")])
    plan = a_plan(stages=[a_stage("protect", item)])
    without.take(received(an_assessment()), proposed(plan))
    number = documents()["run"].guarding("steroid.bells")
    page = opened("run").get(f"/cases/{plan['plan_id']}").text

    assert page.count(f'<a href="/promises/rows/steroid.bells">{number} promises guard this</a>')
    assert "/promises/rows/no.row" not in page
    assert "/promises/rows" not in opened(None).get(f"/cases/{plan['plan_id']}").text


def test_a_row_of_a_pathway_leads_to_what_guards_it(opened):
    page = opened("run").get("/pathways/A02").text

    assert 'href="/promises/rows/steroid.bells"' in page


@pytest.mark.parametrize(
    "address",
    ["/promises/features/nonsense", "/promises/rows/nonsense", "/promises/rows/a%2Fb"],
)
def test_what_is_not_there_is_said(opened, address):
    assert opened("run").get(address).status_code == 404


@pytest.mark.parametrize("address", ["/promises", "/promises/coverage", "/promises/rows/x"])
def test_a_station_without_promises_says_so(opened, address):
    reader = opened(None)
    assert reader.get(address).status_code == 404
    assert "There is nothing here" in reader.text


def test_nobody_reads_them_who_is_not_signed_in(without):
    assert without.app.test_client().get("/promises").status_code == 401
