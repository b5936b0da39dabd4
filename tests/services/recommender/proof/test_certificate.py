"""The certificate beside the tables is of these tables."""

import json

import pytest

from schemas.yaml_table import read_table
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof.certificate import CERTIFICATE, certificate, standing, written
from services.recommender.proof.invariants_file import FILE
from services.recommender.proof.verdicts import Verdict
from tests.services.recommender.real_plans import knowledge

NAMED = {"version": "1", "digest": "d"}


def test_the_shipped_tables_and_invariants_are_those_that_were_proved():
    assert standing(knowledge().digest) == "proved"


def test_every_invariant_of_the_brief_is_proved_or_has_a_place_where_it_lives():
    said = {one["id"]: one["said"] for one in _read()["verdicts"]}
    for number in range(1, 55):
        parts = [said[name] for name in said if name.split(".")[0] == f"INV-{number:02}"]
        assert parts
        assert all(part.startswith(("proved", "test:")) for part in parts)


def test_every_test_that_holds_an_invariant_is_there():
    for entry in read_table(PATHWAYS / FILE)["invariants"]:
        if entry.get("lives", "").startswith("test: "):
            path, _, name = entry["lives"].removeprefix("test: ").partition("::")
            text = (PATHWAYS.parents[2] / path).read_text(encoding="utf-8")
            assert f"def {name}(" in text


@pytest.mark.parametrize(
    ("digest", "proved", "said"),
    [
        ("d", True, "proved"),
        ("other", True, "not proved: tables changed since"),
        ("d", False, "not proved: some claim is broken"),
    ],
)
def test_tables_stand_as_their_certificate_says(tmp_path, digest, proved, said):
    (tmp_path / FILE).write_text("precedence: []\n")
    assert standing(digest, tmp_path) == "not proved"
    found = [Verdict("invariants", "I-1", "Something", proved)]
    text = written(certificate(found, knowledge=NAMED, folder=tmp_path))
    (tmp_path / CERTIFICATE).write_text(text)
    assert standing(digest, tmp_path) == said
    (tmp_path / FILE).write_text("precedence: [other]\n")
    if digest == "d":
        assert standing(digest, tmp_path) == "not proved: invariants changed since"


def _read():
    return json.loads((PATHWAYS / CERTIFICATE).read_text(encoding="utf-8"))
