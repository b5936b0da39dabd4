"""A decision says what is decided, by whom, and what belongs to it."""

from typing import Any

import pytest

from schemas.faults import InvalidDecision
from schemas.review import load_decision, read_reviewed
from tests.builders import NOW, a_decision


def load(**other: Any) -> dict[str, Any]:
    return load_decision(a_decision(**other), received_at=NOW)


def faults(posted: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDecision) as refused:
        load_decision(posted, received_at=NOW)
    return [(it.pointer, it.code) for it in refused.value.faults]


CHANGE = {"intervention": "eyelid_weight", "action": "remove"}


@pytest.mark.parametrize(
    "decision",
    [
        {"decision": "accept"},
        {"decision": "decline", "reasons": ["patient-contraindication", "expert-contradicts"]},
        {"decision": "not_now", "until": "2026-12-06"},
        {"decision": "not_now", "until": "2026-11-22", "reasons": ["need-more-info"]},
        {"decision": "change", "changes": [CHANGE]},
        {"decision": "change", "changes": [CHANGE | {"action": "move", "stage": "restore"}]},
        {"decision": "change", "changes": [CHANGE], "reasons": ["prefers-alternative"]},
        {
            "decision": "decline",
            "reasons": ["does-not-align-latest-evidence"],
            "reference": "10.1177/0194599813505967",
        },
        {"reference": "PMID:24189771"},
        {"reference": "https://pubmed.ncbi.nlm.nih.gov/24189771/"},
    ],
)
def test_a_decision_with_what_belongs_to_it_is_taken(decision: dict[str, Any]) -> None:
    taken = load(**decision)
    assert taken == {"reasons": [], "changes": [], **a_decision(**decision)}


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        ({"decision": "decline"}, ("/reasons", "required")),
        ({"decision": "decline", "reasons": []}, ("/reasons", "required")),
        ({"decision": "not_now"}, ("/until", "required")),
        ({"decision": "change"}, ("/changes", "required")),
        ({"reasons": ["limited-time"]}, ("/reasons", "contradicts")),
        ({"until": "2026-12-06"}, ("/until", "contradicts")),
        ({"changes": [CHANGE]}, ("/changes", "contradicts")),
        ({"decision": "not_now", "until": "2026-11-20"}, ("/until", "out_of_range")),
        ({"decision": "not_now", "until": "6 Dec"}, ("/until", "bad_format")),
        (
            {"decision": "decline", "reasons": ["does-not-align-latest-evidence"]},
            ("/reference", "required"),
        ),
        ({"reference": "see my notes about Jane"}, ("/reference", "bad_format")),
        ({"decision": "decline", "reasons": ["no"]}, ("/reasons/0", "not_allowed")),
        ({"decision": "decline", "reasons": "no"}, ("/reasons", "wrong_type")),
        (
            {"decision": "change", "changes": [CHANGE | {"action": "move"}]},
            ("/changes/0/stage", "required"),
        ),
        (
            {"decision": "change", "changes": [CHANGE, CHANGE]},
            ("/changes/1/intervention", "contradicts"),
        ),
        (
            {"decision": "change", "changes": [{"action": "add"}]},
            ("/changes/0/intervention", "required"),
        ),
        ({"decision": "change", "changes": [3]}, ("/changes/0", "wrong_type")),
        ({"decision": "maybe"}, ("/decision", "not_allowed")),
        ({"stage": "later"}, ("/stage", "not_allowed")),
        ({"decided_by": None}, ("/decided_by", "required")),
        ({"decided_by": {"ref": "Dr Who", "role": "physician"}}, ("/decided_by/ref", "bad_format")),
        ({"decided_by": {"ref": "c-1", "role": "doctor"}}, ("/decided_by/role", "not_allowed")),
        ({"comment": "as we said"}, ("/comment", "unknown_key")),
        ({"decision_id": None}, ("/decision_id", "required")),
    ],
)
def test_a_decision_without_what_belongs_to_it_is_refused(
    decision: dict[str, Any], found: tuple[str, str]
) -> None:
    assert faults(a_decision(**decision)) == [found]


def test_null_says_the_same_as_leaving_out() -> None:
    assert load_decision(a_decision() | {"until": None}, received_at=NOW) == load()


def test_everything_is_told_at_once() -> None:
    assert set(faults({"decision": "decline", "reasons": []})) == {
        ("/decision_id", "required"),
        ("/stage", "required"),
        ("/decided_by", "required"),
        ("/reasons", "required"),
    }


def test_what_review_writes_can_be_read() -> None:
    reviewed = load() | {
        "plan_id": "p-1",
        "assessment_id": "A-1",
        "patient_ref": "P-1",
        "decided_at": "2026-11-22T12:00:00.000Z",
    }
    assert read_reviewed(reviewed | {"mood": "good"}) == reviewed
    with pytest.raises(InvalidDecision):
        read_reviewed(reviewed | {"patient_ref": "Jane"})
