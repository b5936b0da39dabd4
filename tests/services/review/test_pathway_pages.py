"""The pages of the knowledge, for people signed in."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from services.doors.opening import Edge, open_doors
from services.recommender.book import Book
from services.recommender.pathway_files import load_knowledge
from services.review.app import blueprint
from services.review.pages import problem_page
from tests.services.review.builders import NOON
from tests.services.review.station import Station


@cache
def book():
    return Book(load_knowledge())


@pytest.fixture
def without(file_store):
    return Station(file_store, now=NOON)


@pytest.fixture
def reader(without):
    """Somebody signed in at a station that was given the tables to read."""
    review = replace(without.review, book=book())
    edge = Edge(new_id=without.new_id, page=problem_page)
    without.app = open_doors([blueprint(review)], edge=edge)
    return without.signed_in()


def test_the_contents_say_whose_tables_these_are_and_lead_to_each_pathway(reader):
    page = reader.get("/pathways")
    assert page.status_code == 200
    assert "no facial nerve clinician has signed" in reader.text
    assert "Use of race Not used" in reader.text
    assert reader.text.count("A12") >= 2
    for entry in book().front["pathways"]:
        assert f'href="/pathways/{entry["id"]}"' in page.text


@pytest.mark.parametrize("name", ["A12", "synkinesis", "toxin", "A21"])
def test_each_kind_of_page_opens(reader, name):
    assert reader.get(f"/pathways/{name}").status_code == 200


def test_a_page_lays_the_row_out_with_condition_action_reason_evidence_and_source(reader):
    page = reader.get("/pathways/A12")
    text = reader.text
    assert '<th scope="col" class="condition">Synkinesis</th>' in page.text
    assert "moderate or severe" in text
    assert "offer botulinum toxin synkinesis" in text
    assert "for at least two cycles" in text
    assert "guntinas2022" in text
    assert "since 22-Nov-2026" in text


def test_the_cases_stand_beside_it_with_the_top_line_of_their_plans(reader):
    reader.get("/pathways/A12")
    assert "the eye closes with every smile" in reader.text
    assert "Start retraining and toxin together" in reader.text


def test_what_changed_and_when_is_said(reader):
    reader.get("/pathways/toxin")
    assert "What changed, and when" in reader.text


def test_nothing_has_that_name(reader):
    assert reader.get("/pathways/nonsense").status_code == 404


def test_nobody_reads_it_who_is_not_signed_in(without):
    assert without.app.test_client().get("/pathways").status_code == 401


def test_a_station_without_tables_has_no_such_pages(without):
    assert without.signed_in().get("/pathways").status_code == 404
