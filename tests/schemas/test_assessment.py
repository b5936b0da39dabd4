"""An assessment is taken as it was meant, or refused with all that is wrong, each by its place."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.assessment import as_received, echo, load_assessment, read_received
from schemas.catalogue import catalogue, sided_names
from schemas.faults import Fault, InvalidAssessment
from schemas.interventions import families, interventions
from tests.builders import NOW, a_full_assessment, a_received, an_assessment

FINDINGS = catalogue().findings
OPTIONAL = [name for name, it in FINDINGS.items() if not it.required]
YES_NO = [name for name, it in FINDINGS.items() if it.kind == "yes_no"]
LISTS = [name for name, it in FINDINGS.items() if it.kind == "list"]
NUMBERS = [name for name, it in FINDINGS.items() if it.kind == "number"]


def load(**findings: Any) -> dict[str, Any]:
    return load_assessment(an_assessment(**findings), received_at=NOW)


def faults(posted: object) -> tuple[Fault, ...]:
    with pytest.raises(InvalidAssessment) as refused:
        load_assessment(posted, received_at=NOW)
    return refused.value.faults


def only_fault(**findings: Any) -> Fault:
    (fault,) = faults(an_assessment(**findings))
    return fault


def said(fault: Fault) -> tuple[str, str]:
    return fault.pointer, fault.code


# What is taken


def test_the_minimal_assessment_is_taken_as_it_is() -> None:
    assert load() == an_assessment()


def test_an_assessment_of_everything_is_taken_as_it_is() -> None:
    full = a_full_assessment()
    assert load_assessment(full, received_at=NOW) == full


@pytest.mark.parametrize("unknown", [None, "unknown"])
@pytest.mark.parametrize("name", OPTIONAL)
def test_unknown_is_one_thing(name: str, unknown: str | None) -> None:
    posted = an_assessment() | {name: unknown}
    assert load_assessment(posted, received_at=NOW) == load()


@pytest.mark.parametrize("name", ["assessment_id", "assessed_at", "replaces", "last_known_well"])
def test_unknown_in_the_record_is_as_if_it_were_not_there(name: str) -> None:
    assert name not in load(**{name: "unknown"})


def test_unknown_synkinesis_must_be_said_and_is_then_not_assessed() -> None:
    assert "synkinesis" not in load(synkinesis="unknown")
    assert said(only_fault(synkinesis=None)) == ("/synkinesis", "required")


def test_an_onset_that_is_not_known_says_so() -> None:
    assert load(duration="unknown")["duration"] == "unknown"


def test_a_finding_without_any_of_its_words_is_a_finding() -> None:
    assert load(neuro_deficits=["none"])["neuro_deficits"] == ["none"]
    assert load(prior_treatments=["none"])["prior_treatments"] == ["none"]


def test_a_word_said_twice_counts_once() -> None:
    assert load(ear_disease=["vertigo", "otitis", "vertigo"])["ear_disease"] == [
        "vertigo",
        "otitis",
    ]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    taken = load(age_years=54.0, trimester=2.0)
    assert (taken["age_years"], taken["trimester"]) == (54, 2)
    assert type(taken["age_years"]) is int


def test_a_fraction_stays_one() -> None:
    assert load(age_years=0.5)["age_years"] == 0.5


@pytest.mark.parametrize("word", ["nerve", "nerve_graft"])
def test_an_intervention_and_a_family_may_be_declined(word: str) -> None:
    assert load(refusals=[word])["refusals"] == [word]


def test_a_treatment_whose_effect_is_not_said_has_an_unknown_one() -> None:
    (entry,) = load(prior_treatments=[{"intervention": "static_sling", "side": None}])[
        "prior_treatments"
    ]
    assert entry == {"intervention": "static_sling", "response": "unknown"}


@pytest.mark.parametrize(
    "onset",
    [
        {"duration": {"value": 0, "unit": "hours"}},
        {"duration": {"value": 100, "unit": "years"}},
        {"onset_date": "2026-11-22"},
        {"onset_date": "2026-11-23"},  # where it is tomorrow already
        {"onset_at": "2026-11-22T12:05:00Z"},
        {"onset_at": "2026-11-22T14:00:00+02:00"},
        {"duration": None, "onset_at": "unknown", "onset_date": "2026-01-01"},
    ],
)
def test_the_onset_may_be_said_in_three_ways(onset: dict[str, Any]) -> None:
    assert load(**{"duration": None, **onset})


@pytest.mark.parametrize(
    "picture",
    [
        {"house_brackmann": "I", "synkinesis": "severe"},
        {"house_brackmann": "VI", "synkinesis": "mild"},
        {"house_brackmann": "VI", "eye_closure": "complete", "lagophthalmos_mm": 4},
        {"age_years": 3, "duration": {"value": 40, "unit": "years"}},
        {"pregnancy": "no", "trimester": 2},
        {"side": "bilateral", "house_brackmann_left": "VI"},
    ],
)
def test_a_picture_that_contradicts_itself_clinically_is_no_fault(picture: dict[str, Any]) -> None:
    assert load(**picture)


# What is refused


@pytest.mark.parametrize("posted", [None, True, 3, "III", [], [an_assessment()]])
def test_an_assessment_is_an_object(posted: object) -> None:
    (fault,) = faults(posted)
    assert said(fault) == ("", "wrong_type")


def test_an_empty_object_is_told_all_that_it_needs() -> None:
    assert {said(fault) for fault in faults({})} == {
        ("/patient_ref", "required"),
        ("/house_brackmann", "required"),
        ("/synkinesis", "required"),
        ("/duration", "required"),
    }


def test_what_is_required_is_asked_for_as_a_clinician_would() -> None:
    asked = FINDINGS["house_brackmann"].question
    assert asked in only_fault(house_brackmann=None).detail


@pytest.mark.parametrize("name", ["patient_ref", "house_brackmann", "synkinesis"])
def test_null_does_not_stand_for_what_is_required(name: str) -> None:
    (fault,) = faults(an_assessment() | {name: None})
    assert said(fault) == (f"/{name}", "required")


def test_every_fault_is_told_at_once_in_the_order_of_the_post() -> None:
    posted = {
        "goals": [],
        "patient_ref": "nobody",
        "house_brackmann": 3,
        "age_years": -1,
        "onset_date": "2027-01-01",
        "colour": "red",
    }
    assert [said(fault) for fault in faults(posted)] == [
        ("/synkinesis", "required"),
        ("/goals", "not_allowed"),
        ("/patient_ref", "bad_format"),
        ("/house_brackmann", "wrong_type"),
        ("/age_years", "out_of_range"),
        ("/onset_date", "in_future"),
        ("/colour", "unknown_key"),
    ]


@pytest.mark.parametrize(
    ("key", "meant"),
    [("hous_brackmann", "house_brackmann"), ("Age_Years", "age_years"), ("zzz", None)],
)
def test_an_unknown_key_is_answered_with_the_nearest(key: str, meant: str | None) -> None:
    fault = only_fault(**{key: "III"})
    assert (said(fault), fault.suggestion) == ((f"/{key}", "unknown_key"), meant)


@pytest.mark.parametrize("value", [None, "unknown", 1])
def test_an_unknown_key_is_refused_whatever_it_says(value: object) -> None:
    (fault,) = faults(an_assessment() | {"received_at": value})
    assert said(fault) == ("/received_at", "unknown_key")


def test_a_pointer_is_a_json_pointer() -> None:
    assert only_fault(**{"a/b~c": 1}).pointer == "/a~1b~0c"


@pytest.mark.parametrize(
    ("value", "meant"), [(3, "III"), ("3", "III"), ("iii", "III"), (True, None), (["III"], None)]
)
def test_a_grade_is_a_roman_numeral(value: object, meant: str | None) -> None:
    fault = only_fault(house_brackmann=value)
    assert fault.code in ("wrong_type", "not_allowed")
    assert fault.suggestion == meant
    assert fault.allowed == ("I", "II", "III", "IV", "V", "VI")


def test_a_grade_is_never_unknown() -> None:
    assert said(only_fault(house_brackmann="unknown")) == ("/house_brackmann", "not_allowed")


@pytest.mark.parametrize("name", YES_NO)
@pytest.mark.parametrize(("value", "meant"), [(True, "yes"), (False, "no"), ("Yes", "yes")])
def test_yes_and_no_are_words(name: str, value: object, meant: str) -> None:
    fault = only_fault(**{name: value})
    assert (fault.pointer, fault.suggestion) == (f"/{name}", meant)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["3", True, [3], {"value": 3}])
def test_a_number_is_a_number(name: str, value: object) -> None:
    assert said(only_fault(**{name: value})) == (f"/{name}", "wrong_type")


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_within_its_range(name: str) -> None:
    least, most = FINDINGS[name].least, FINDINGS[name].most
    assert load(**{name: least})[name] == least
    assert load(**{name: most})[name] == most
    for outside in (least - 1, most + 0.5, 10**400, -1):
        assert said(only_fault(**{name: outside})) == (f"/{name}", "out_of_range")


@pytest.mark.parametrize("name", ["trimester", "sunnybrook_composite", "sunnybrook_synkinesis"])
def test_a_whole_number_has_no_fraction(name: str) -> None:
    assert said(only_fault(**{name: 1.5})) == (f"/{name}", "wrong_type")


@pytest.mark.parametrize("name", [*LISTS, "prior_treatments"])
def test_an_empty_list_is_refused_with_a_hint(name: str) -> None:
    fault = only_fault(**{name: []})
    assert said(fault) == (f"/{name}", "not_allowed")
    assert '["none"]' in fault.detail


@pytest.mark.parametrize("name", LISTS)
def test_none_stands_alone(name: str) -> None:
    word = FINDINGS[name].words[0].code
    assert said(only_fault(**{name: [word, "none"]})) == (f"/{name}/1", "contradicts")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("value", ["none", {"none": 1}, 3, True])
def test_a_list_is_a_list(name: str, value: object) -> None:
    assert said(only_fault(**{name: value})) == (f"/{name}", "wrong_type")


def test_each_word_of_a_list_is_looked_at() -> None:
    found = faults(an_assessment(ocular_symptoms=["pain", "itch", 3, "unknown", "stainning"]))
    assert [said(fault) for fault in found] == [
        ("/ocular_symptoms/1", "not_allowed"),
        ("/ocular_symptoms/2", "wrong_type"),
        ("/ocular_symptoms/3", "not_allowed"),
        ("/ocular_symptoms/4", "not_allowed"),
    ]
    assert found[3].suggestion == "staining"


def test_a_list_that_nobody_would_write_is_not_looked_through() -> None:
    assert said(only_fault(goals=["smile"] * 65)) == ("/goals", "out_of_range")


def test_an_unknown_intervention_is_answered_with_the_nearest() -> None:
    fault = only_fault(refusals=["gracilis_transfers"])
    assert fault.suggestion == "gracilis_transfer"
    assert set(fault.allowed) == {*interventions(), *families(), "none"}


@pytest.mark.parametrize("ref", ["Jane Doe", "jane", "J4ne Doe", "", "a" * 64 + "1", "1\n", "Zoë1"])
def test_a_name_is_no_reference(ref: str) -> None:
    fault = only_fault(patient_ref=ref)
    assert said(fault) == ("/patient_ref", "bad_format")
    assert "never a name" in fault.detail
    assert not ref.strip() or ref not in fault.detail


@pytest.mark.parametrize("ref", ["1", "urn:mrn:12345", "P-1", "a" * 63 + "1"])
def test_a_reference_has_a_digit(ref: str) -> None:
    assert load(patient_ref=ref)["patient_ref"] == ref


def test_an_assessment_id_needs_no_digit() -> None:
    assert load(assessment_id="visit-one")
    assert said(only_fault(assessment_id="visit one")) == ("/assessment_id", "bad_format")


# The onset


@pytest.mark.parametrize(
    ("duration", "place", "code"),
    [
        (14, "", "wrong_type"),
        ("14 months", "", "wrong_type"),
        ({}, "/value", "required"),
        ({"value": "14", "unit": "months"}, "/value", "wrong_type"),
        ({"value": True, "unit": "months"}, "/value", "wrong_type"),
        ({"value": -1, "unit": "months"}, "/value", "out_of_range"),
        ({"value": 14}, "/unit", "required"),
        ({"value": 14, "unit": "month"}, "/unit", "not_allowed"),
        ({"value": 14, "unit": None}, "/unit", "required"),
        ({"value": 101, "unit": "years"}, "/value", "out_of_range"),
        ({"value": 36526, "unit": "days"}, "/value", "out_of_range"),
        ({"value": 1, "unit": "days", "about": "yes"}, "/about", "unknown_key"),
    ],
)
def test_a_duration_is_a_number_and_its_unit(duration: object, place: str, code: str) -> None:
    found = faults(an_assessment(duration=duration))
    assert (f"/duration{place}", code) in [said(fault) for fault in found]


@pytest.mark.parametrize(
    "posted",
    [
        {"onset_date": "2025-09-01"},
        {"onset_at": "2025-09-01T10:00:00Z"},
        {"duration": "unknown", "onset_date": "2025-09-01"},
        {"duration": None, "onset_date": "2025-09-01", "onset_at": "2025-09-01T10:00:00Z"},
    ],
)
def test_the_onset_is_said_once(posted: dict[str, Any]) -> None:
    (fault,) = faults(an_assessment(**posted))
    assert fault.code == "contradicts"


def test_an_onset_is_missed_when_there_is_none() -> None:
    fault = only_fault(duration=None)
    assert said(fault) == ("/duration", "required")
    assert "onset_date" in fault.detail


# Times


@pytest.mark.parametrize(
    ("findings", "place"),
    [
        ({"assessed_at": "2026-11-22T12:05:01Z"}, "/assessed_at"),
        ({"last_known_well": "2026-11-22T15:00:00+01:00"}, "/last_known_well"),
        ({"duration": None, "onset_at": "2026-11-22T12:05:01Z"}, "/onset_at"),
        ({"duration": None, "onset_date": "2026-11-24"}, "/onset_date"),
        ({"mri_date": "2026-11-24"}, "/mri_date"),
        (
            {"prior_treatments": [{"intervention": "static_sling", "started": "2027-01-01"}]},
            "/prior_treatments/0/started",
        ),
    ],
)
def test_nothing_was_found_in_the_future(findings: dict[str, Any], place: str) -> None:
    assert said(only_fault(**findings)) == (place, "in_future")


@pytest.mark.parametrize(
    ("findings", "place"),
    [
        ({"assessed_at": "0001-01-01T00:00:00+14:00"}, "/assessed_at"),
        ({"surgery_date": "1926-01-01"}, "/surgery_date"),
        ({"duration": None, "onset_at": "1926-01-01T00:00:00Z"}, "/onset_at"),
        ({"duration": None, "onset_date": "0001-01-01"}, "/onset_date"),
    ],
)
def test_nothing_lies_a_lifetime_back(findings: dict[str, Any], place: str) -> None:
    assert said(only_fault(**findings)) == (place, "out_of_range")


def test_a_time_at_the_end_of_the_calendar_is_in_the_future_and_no_accident() -> None:
    found = faults(
        an_assessment(
            duration=None,
            assessed_at="9999-12-31T23:59:59-14:00",
            onset_at="9999-12-31T23:59:59-14:00",
        )
    )
    assert {said(fault) for fault in found} == {
        ("/assessed_at", "in_future"),
        ("/onset_at", "in_future"),
    }


@pytest.mark.parametrize(
    ("onset", "assessed_at"),
    [
        ({"onset_at": "2026-11-22T10:00:00Z"}, "2026-11-22T09:00:00Z"),
        ({"onset_date": "2026-11-20"}, "2026-11-18T09:00:00Z"),
    ],
)
def test_a_palsy_is_not_assessed_before_it_began(onset: dict[str, str], assessed_at: str) -> None:
    assert only_fault(duration=None, assessed_at=assessed_at, **onset).code == "contradicts"


def test_a_day_that_has_begun_elsewhere_is_not_after_the_assessment() -> None:
    assert load(duration=None, assessed_at="2026-11-20T23:30:00Z", onset_date="2026-11-21")


@pytest.mark.parametrize("value", ["22-11-2026", "2026-02-30", "2026-11-22T10:00:00Z", 20261122])
def test_a_date_is_written_as_one(value: object) -> None:
    assert only_fault(mri_date=value).code in ("bad_format", "wrong_type")


@pytest.mark.parametrize("value", ["2026-11-22", "2026-11-22T10:00:00", "yesterday", 0])
def test_a_time_has_its_offset(value: object) -> None:
    assert only_fault(assessed_at=value).code in ("bad_format", "wrong_type")


# Sides


SIDED = [name for finding in FINDINGS.values() for name in sided_names(finding)]


def test_seven_findings_may_be_given_for_each_side() -> None:
    assert len(SIDED) == 14


@pytest.mark.parametrize("name", SIDED)
@pytest.mark.parametrize("side", [None, "left", "right", "unknown"])
def test_a_finding_for_each_side_goes_with_a_palsy_of_both(name: str, side: str | None) -> None:
    value = a_full_assessment()[name]
    assert load(side="bilateral", **{name: value})[name] == value
    fault = only_fault(side=side, **{name: value})
    assert (said(fault), fault.suggestion) == ((f"/{name}", "contradicts"), name.rpartition("_")[0])


def test_where_the_side_cannot_be_read_only_the_side_is_at_fault() -> None:
    assert said(only_fault(side="both", eye_closure_left="complete")) == ("/side", "not_allowed")


# Treatments


@pytest.mark.parametrize(
    ("entry", "place", "code"),
    [
        ({}, "/intervention", "required"),
        ({"intervention": "botox"}, "/intervention", "not_allowed"),
        ({"intervention": "nerve"}, "/intervention", "not_allowed"),
        ({"intervention": "unknown"}, "/intervention", "not_allowed"),
        ({"intervention": "static_sling", "response": "meh"}, "/response", "not_allowed"),
        ({"intervention": "static_sling", "side": "up"}, "/side", "not_allowed"),
        ({"intervention": "static_sling", "cycles": 1.5}, "/cycles", "wrong_type"),
        ({"intervention": "static_sling", "cycles": -1}, "/cycles", "out_of_range"),
        ({"intervention": "static_sling", "dose": 5}, "/dose", "unknown_key"),
        (
            {"intervention": "static_sling", "started": "2026-03-01", "ended": "2026-02-01"},
            "/ended",
            "contradicts",
        ),
        ("none", "", "contradicts"),
        ("static_sling", "", "wrong_type"),
        (None, "", "wrong_type"),
    ],
)
def test_an_entry_of_treatment_is_looked_at(entry: object, place: str, code: str) -> None:
    sound = {"intervention": "brow_lift", "response": "good"}
    fault = only_fault(prior_treatments=[sound, entry])
    assert said(fault) == (f"/prior_treatments/1{place}", code)


def test_a_treatment_that_was_misspelt_is_answered_with_the_nearest() -> None:
    entry = {"intervention": "botulinum_toxin_synkinesia"}
    assert only_fault(prior_treatments=[entry]).suggestion == "botulinum_toxin_synkinesis"


def test_a_hundred_faults_are_told_and_not_a_thousand() -> None:
    posted = an_assessment(**{f"colour_{number}": 1 for number in range(1000)})
    assert len(faults(posted)) == 100


# Words of others


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(a_full_assessment())), JSON, max_size=6))
def test_whatever_is_posted_is_taken_or_refused(posted: dict[str, Any]) -> None:
    try:
        taken = load_assessment(an_assessment() | posted, received_at=NOW)
    except InvalidAssessment as refused:
        told = [fault.pointer.split("/")[1] for fault in refused.faults]
    else:
        told = []
        assert load_assessment(taken, received_at=NOW) == taken
    assert set(told) <= {*an_assessment(), *posted}


# Its event


def test_an_event_says_whose_assessment_it_is_and_when_it_came() -> None:
    received = as_received(load(), assessment_id="A-1", client="ehr", received_at=NOW)
    at = "2026-11-22T12:00:00.000Z"
    assert received == {
        "assessed_at": at,
        **an_assessment(),
        "assessment_id": "A-1",
        "client": "ehr",
        "received_at": at,
    }


def test_an_event_keeps_the_time_of_the_assessment() -> None:
    assert a_received(assessed_at="2026-11-22T10:00:00+01:00")["assessed_at"].endswith("+01:00")


def test_what_intake_writes_can_be_read() -> None:
    assessment = load_assessment(a_full_assessment(), received_at=NOW)
    received = as_received(assessment, assessment_id="A-1", client="ehr", received_at=NOW)
    assert read_received(received) == received
    assert read_received(a_received(synkinesis="unknown")) == a_received(synkinesis="unknown")


def test_what_a_newer_intake_adds_is_passed_over() -> None:
    assert read_received(a_received() | {"mood": "good"}) == a_received()


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"received_at": None}, "/received_at"),
        ({"received_at": "9999-12-31T23:59:59Z"}, "/received_at"),
        ({"client": None}, "/client"),
        ({"assessment_id": None}, "/assessment_id"),
        ({"house_brackmann": "VII"}, "/house_brackmann"),
        ({"duration": None}, "/duration"),
        ({"onset_date": "2025-01-01"}, "/onset_date"),
        ({"assessed_at": "0001-01-01T00:00:00Z"}, "/assessed_at"),
        ({"simulated": "yes"}, "/simulated"),
    ],
)
def test_what_intake_does_not_write_is_refused(broken: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidAssessment) as refused:
        read_received(a_received() | broken)
    assert [fault.pointer for fault in refused.value.faults] == [place]


@pytest.mark.parametrize("body", [None, 3, [], "x"])
def test_a_received_assessment_is_an_object(body: object) -> None:
    with pytest.raises(InvalidAssessment):
        read_received(body)


def test_what_was_not_assessed_is_echoed_as_unknown() -> None:
    echoed = echo(load(age_years=54))
    assert echoed["age_years"] == 54
    unknown = {name for name, value in echoed.items() if value == "unknown"}
    assert unknown == set(OPTIONAL) - {"age_years"}


def test_both_sides_are_echoed_where_both_are_affected() -> None:
    assert set(SIDED) <= set(echo(load(side="bilateral")))
    assert not set(SIDED) & set(echo(load(side="left")))


def test_a_later_receipt_makes_no_fault_of_what_was_none() -> None:
    posted = an_assessment(assessed_at="2026-11-22T12:04:00Z")
    assert load_assessment(posted, received_at=NOW + timedelta(days=400))
