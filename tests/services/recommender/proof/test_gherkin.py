"""A counter-example is written in words that a feature understands."""

from datetime import timedelta

from features.speech.case import Case
from features.speech.finding_sentences import finding_sentences
from features.speech.noting import note_table
from features.speech.treatments import treatments_of
from services.recommender.proof.assessment import NOW, Assessment
from services.recommender.proof.gherkin import scenario

FOUND = Assessment(
    {
        "house_brackmann": "V",
        "synkinesis": "none",
        "side": "bilateral",
        "duration": {"value": 95, "unit": "days"},
        "neuro_deficits": ["arm", "severe_headache"],
        "emg_status": "fibrillation_only",
        "emg_date": "2026-11-02",
        "age_years": 90,
        "pregnancy": "no",
        "eye_closure_left": "incomplete",
        "refusals": ["nerve_graft", "muscle"],
        "prior_treatments": [
            {"intervention": "nerve_graft", "response": "worse"},
            {"intervention": "botulinum_toxin_spasm", "response": "none", "cycles": 2},
        ],
    },
    assessed_at=NOW - timedelta(days=3),
)
NOT_FINDINGS = ("the palsy began", "the patient was assessed", "these findings", "earlier treat")


def lines():
    return [line.strip() for line in scenario("A patient", FOUND, then="Broken").splitlines()]


def table(after):
    at = lines().index(after) + 1
    rows = []
    for line in lines()[at:]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_every_sentence_is_one_that_features_know():
    said = [line.partition(" ")[2] for line in lines() if line.startswith(("Given", "And"))]
    assert "a patient with House-Brackmann grade V" in said
    for text in said:
        if not text.startswith(NOT_FINDINGS):
            assert any(it.sentence.fits(text) for it in finding_sentences()), text


def test_the_tables_say_what_was_assessed():
    case = Case(patient_ref="p-1", now=NOW)
    note_table(case, table("And these findings"))
    for name, value in case.findings.items():
        assert FOUND.findings[name] == value
    assert set(case.findings) == set(FOUND.findings) - {
        *("house_brackmann", "synkinesis", "duration", "prior_treatments", "eye_closure_left")
    }
    entries = treatments_of(table("And earlier treatments"), today=NOW.date())
    assert entries == FOUND.findings["prior_treatments"]
