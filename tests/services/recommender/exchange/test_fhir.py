"""The tables as FHIR."""

import json

from fhir.resources.R4B.bundle import Bundle

from facialis.tables import knowledge
from services.recommender.exchange.fhir import as_fhir


def resources():
    return [it["resource"] for it in as_fhir(knowledge())["entry"]]


def actions():
    return [action for stage in resources()[0]["action"] for action in stage["action"]]


def test_a_model_that_is_not_ours_takes_it():
    assert len(Bundle.model_validate_json(json.dumps(as_fhir(knowledge()))).entry) > 40


def test_every_row_that_offers_is_an_action_and_every_intervention_an_activity():
    offers = [row for row in knowledge().rows if row.verb == "offer"]
    assert len(actions()) == len(offers)
    assert len(resources()) == 1 + len(knowledge().items)


def test_every_action_leads_to_its_activity():
    urls = {f"{it['url']}|{it['version']}" for it in resources()[1:]}
    assert {it["definitionCanonical"] for it in actions()} == urls


def test_every_citation_is_a_source_of_the_tables():
    cited = {it["citation"] for action in actions() for it in action["documentation"]}
    assert cited <= {it["citation"] for it in knowledge().sources.values()}


def test_it_is_a_draft_that_uses_no_licensed_terminology():
    written = json.dumps(as_fhir(knowledge()))
    assert {it["status"] for it in resources()} == {"draft"}
    assert not any(it in written for it in ("snomed", "loinc.org", "ama-assn"))
