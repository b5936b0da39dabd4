"""The knowledge as it is read: each pathway with its table, its cases and its sources."""

from __future__ import annotations

from functools import cache

import pytest

from schemas.plan_words import ARCHETYPES
from services.doors.keys import Keys
from services.doors.opening import Edge, open_doors
from services.recommender.app import blueprint
from services.recommender.book import MOST_COLUMNS, Book
from services.recommender.pathway_files import load_knowledge
from tests.builders import NOW

KEY = "the-key-of-the-ehr"


@cache
def book():
    return Book(load_knowledge())


@pytest.fixture(scope="module")
def get():
    doors = blueprint(lambda _: {}, now=lambda: NOW, keys=Keys({"ehr": KEY}), book=book())
    client = open_doors([doors], edge=Edge(new_id=lambda: "0" * 32)).test_client()
    return lambda path, **headers: client.get(path, headers=headers)


def rows_of(page):
    return [row for part in page["parts"] for table in part["tables"] for row in table["rows"]]


def test_the_front_shows_the_thirteen_attributes_of_the_source():
    attributes = book().front["attributes"]
    assert len(attributes) == 13
    assert all(attribute["says"] for attribute in attributes)
    said = {attribute["name"]: attribute["says"] for attribute in attributes}
    assert said["race"] == "Not used"
    assert "16" in said["date_of_birth"]
    assert any("Baugh" in work for work in said["bibliographic_citation"])


def test_the_front_names_every_pathway_and_table_and_each_has_a_page():
    front = book().front
    assert {entry["archetype"] for entry in front["pathways"]} == set(ARCHETYPES)
    for entry in [*front["pathways"], *front["tables"]]:
        assert rows_of(book().page(entry["id"]))


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_the_page_of_an_archetype_has_its_rows_and_its_cases_beside_it(archetype):
    page = book().page(archetype)
    assert page["parts"][0]["tables"][0]["rows"][0]["id"].startswith(("pathway.", "module."))
    assert page["cases"]
    for row in rows_of(page):
        assert row["text"]
        assert set(row["sources"]) <= page["sources"].keys()


def test_a_table_has_a_column_for_each_finding_and_what_has_none_stands_beside_it():
    for entry in book().front["tables"]:
        for part in book().page(entry["id"])["parts"]:
            for table in part["tables"]:
                assert len(table["columns"]) <= MOST_COLUMNS
                for row in table["rows"]:
                    assert len(row["cells"]) == len(table["columns"])


def test_no_condition_of_a_row_is_lost_between_columns_and_what_stands_beside_them():
    (row,) = [row for row in rows_of(book().page("toxin")) if row["id"] == "toxin.synkinesis"]
    assert "moderate or severe" in row["cells"]
    assert "II to V" in row["cells"]
    assert len([cell for cell in row["cells"] if cell]) + len(row["also"]) == 5


def test_what_changed_when_is_told_the_latest_first():
    changes = book().page("toxin")["changes"]
    assert changes
    assert [change["on"] for change in changes] == sorted(
        (change["on"] for change in changes), reverse=True
    )


def test_nothing_is_called_so():
    assert book().page("nonsense") is None


def test_machines_read_it_with_a_key(get):
    key = {"Authorization": f"Bearer {KEY}"}
    assert get("/v1/knowledge").status_code == 401
    assert len(get("/v1/knowledge", **key).json["attributes"]) == 13
    assert get("/v1/knowledge/A12", **key).json["archetype"] == "A12"
    assert get("/v1/knowledge/nonsense", **key).status_code == 404
