"""HL7's reasons: all of them and none invented."""

from schemas.reasons import categories, reasons, system

HL7 = {
    "cds-not-applicable": (
        "patient-ineligible indication-order-exists action-completed action-unsuccessful "
        "action-performed-no-adverse-effect action-not-priority"
    ),
    "cds-suboptimal-context": (
        "limited-time wrong-time-workflow inappropriate-recipient need-more-info"
    ),
    "recipient-disagrees-evidence": (
        "does-not-align-latest-evidence expert-contradicts policy-contradicts "
        "recipient-does-not-trust"
    ),
    "recipient-concerns-outcomes": (
        "risk-benefit-ratio mitigate-risk-negative-outcome likely-negative-health-outcomes "
        "patient-contraindication"
    ),
    "does-not-align-preferences": (
        "patient-fears-discomfort patient-does-not-want-change cultural-religious-reason "
        "prefers-alternative patient-refuses"
    ),
    "not-convenient-feasible": (
        "inadequate-support service-not-available implementation-challenges too-costly-uncovered "
        "recipient-does-not-understand comorbidity-disability"
    ),
}


def test_the_codes_are_those_of_hl7_in_their_categories() -> None:
    found = {
        category: " ".join(it.code for it in reasons().values() if it.category == category)
        for category in categories()
    }
    assert found == HL7
    assert system() == "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"


def test_the_reason_that_hl7_does_not_prefer_asks_why() -> None:
    assert [it.code for it in reasons().values() if it.ask] == ["patient-refuses"]


def test_evidence_that_has_moved_on_asks_for_the_work() -> None:
    asking = [it.code for it in reasons().values() if it.reference]
    assert asking == ["does-not-align-latest-evidence"]


def test_every_button_says_something_of_its_own() -> None:
    texts = [it.text for it in reasons().values()]
    assert len(set(texts)) == len(texts)
