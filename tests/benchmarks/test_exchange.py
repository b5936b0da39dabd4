"""What validators and an engine that are not ours make of the exports.

`python -m benchmarks.exchange` does the same for 20,000 patients.
"""

import json
import os
from random import Random

import pytest
from lxml import etree

from benchmarks.exchange.agreement import agreement
from benchmarks.exchange.engines import Missing, faults_in_fhir, fetch, schema_of_dmn
from facialis.tables import knowledge
from services.recommender.exchange.dmn import as_dmn
from services.recommender.exchange.fhir import as_fhir

PATIENTS = 30
"""So many fully known, and as many with blanks."""


@pytest.fixture(scope="module", autouse=True)
def _libraries():
    try:
        fetch()
    except Missing as missing:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have it: {missing}")
        pytest.skip(str(missing))


def test_the_dmn_is_valid_against_the_schema_of_omg(tmp_path):
    schema = etree.XMLSchema(etree.parse(schema_of_dmn(tmp_path)))
    document = etree.fromstring(as_dmn(knowledge()))
    assert schema.validate(document), str(schema.error_log)[:2000]


def test_drools_fires_the_same_rows_known_and_with_blanks(tmp_path):
    seed = Random().randrange(1_000_000)
    found = agreement(knowledge(), PATIENTS, seed=seed, folder=tmp_path)
    assert not found.faults, f"seed {seed}: {found.faults[:3]}"
    for compared in (found.known, found.with_blanks):
        assert compared.patients == PATIENTS
        assert compared.rows > PATIENTS


def test_hapi_finds_no_fault_in_the_fhir_and_would_find_one(tmp_path):
    resource = tmp_path / "facialis.json"
    bundle = as_fhir(knowledge())
    resource.write_text(json.dumps(bundle), encoding="utf-8")
    assert faults_in_fhir(resource) == []
    bundle["entry"][1]["resource"]["intent"] = "proposalx"
    resource.write_text(json.dumps(bundle), encoding="utf-8")
    assert any("proposalx" in fault for fault in faults_in_fhir(resource))
