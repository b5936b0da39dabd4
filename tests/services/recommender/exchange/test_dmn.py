"""The tables as DMN."""

from xml.etree import ElementTree as Xml

from facialis.tables import knowledge
from services.recommender.exchange.dmn import NAMESPACE, as_dmn

IN = {"dmn": NAMESPACE}


def document():
    return Xml.fromstring(as_dmn(knowledge()))


def test_the_same_knowledge_gives_the_same_bytes():
    assert as_dmn(knowledge()) == as_dmn(knowledge())


def test_every_row_is_a_rule_once():
    rules = [it.get("id", "") for it in document().iterfind(".//dmn:rule", IN)]
    rows = sorted(it.removeprefix("row.") for it in rules if it.startswith("row."))
    assert rows == sorted(row.id for row in knowledge().rows)


def test_every_reference_leads_to_something():
    found = document()
    ids = {it.get("id") for it in found.iter()}
    for kind in ("requiredInput", "requiredDecision"):
        for it in found.iterfind(f".//dmn:{kind}", IN):
            assert it.get("href", "").removeprefix("#") in ids


def test_every_id_stands_once():
    ids = [it.get("id") for it in document().iter() if it.get("id")]
    assert len(ids) == len(set(ids))


def test_it_says_what_it_does_not_carry_and_which_knowledge_it_is():
    said = document().findtext("dmn:description", "", IN)
    assert "Not carried" in said
    assert "sign-off" in said
    assert knowledge().digest in said


def test_each_row_brings_its_reason_its_evidence_and_its_sources():
    row = next(it for it in knowledge().rows if it.verb == "offer")
    rule = document().find(f".//dmn:rule[@id='row.{row.id}']", IN)
    assert rule is not None
    notes = [it.findtext("dmn:text", "", IN) for it in rule.iterfind("dmn:annotationEntry", IN)]
    assert notes == [row.text, row.evidence, " ".join(row.sources)]
