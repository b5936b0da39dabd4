"""A promise is read as it was meant, and what cannot be meant is answered with what can."""

from __future__ import annotations

import inspect
from datetime import date, datetime

import pytest

from features.guards.fault import Misread
from features.guards.vocabulary import known, nearest_steps, readers
from features.speech.case import Case
from features.speech.finding_sentences import finding_sentences
from features.speech.noting import note, note_table
from features.speech.sayings import groups, listed_words, names, said
from features.speech.treatments import treatments_of
from features.speech.values import NOT_ASSESSED, day_of, elapsed_of, value_of
from features.speech.words import (
    finding_words,
    intervention_words,
    interventions_of,
    treatment_words,
)
from schemas.assessment import load_assessment
from schemas.catalogue import catalogue
from schemas.interventions import families, interventions
from schemas.plan_words import (
    ITEM_SIDES,
    KINDS_NOT_OFFERED,
    SENT_TO,
    STAGES,
    STANDINGS,
    STRENGTHS,
    URGENCIES,
)

TODAY = date(2026, 11, 23)
NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")


def a_case() -> Case:
    return Case("p-1", NOW)


def given(text: str, case: Case) -> Case:
    """Run the one Given that reads a text."""
    [step] = readers(text, "given")
    typed = {"case": case, **step.parser.parse_arguments(text)}
    wanted = inspect.signature(step.step_func).parameters
    step.step_func(**{name: value for name, value in typed.items() if name in wanted})
    return case


@pytest.mark.parametrize("sentence", finding_sentences(), ids=lambda it: it.sentence.pattern)
def test_every_finding_can_be_said_and_the_door_takes_it(sentence):
    case = given(sentence.sentence.example, a_case())
    case.findings.setdefault("house_brackmann", "IV")
    if any(name.endswith(("_left", "_right")) for name in case.findings):
        case.findings["side"] = "bilateral"

    load_assessment(case.assessment(), received_at=NOW)


def test_a_finding_that_is_added_to_the_catalogue_can_be_said_at_once():
    said_of = {name for it in finding_sentences() for name in it.findings}
    by_hand = {"duration", "prior_treatments"}

    assert catalogue().findings.keys() - said_of <= by_hand


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("a patient with House-Brackmann grade III", "house_brackmann", "III"),
        ("moderate synkinesis", "synkinesis", "moderate"),
        ("no synkinesis", "synkinesis", "none"),
        ("the palsy began 14 months ago", "duration", {"value": 14, "unit": "months"}),
        ("the palsy began 1 day ago", "duration", {"value": 1, "unit": "days"}),
        ("the palsy began on 3 March 2026", "onset_date", "2026-03-03"),
        ("nobody knows when the palsy began", "duration", "unknown"),
        ("the eye closure is incomplete", "eye_closure", "incomplete"),
        ("The Eye closure is incomplete on the left", "eye_closure_left", "incomplete"),
        ("the Bell’s phenomenon is  absent", "bells_phenomenon", "absent"),
        ("the eye closure is not assessed", "eye_closure", "unknown"),
        ("diabetes", "diabetes", "yes"),
        ("no diabetes", "diabetes", "no"),
        ("diabetes: not assessed", "diabetes", "unknown"),
        ("other neurological signs: arm, speech and gaze palsy or double vision",
         "neuro_deficits", ["arm", "speech", "gaze"]),
        ("the eye symptoms are none", "ocular_symptoms", ["none"]),
        ("the patient is 45 years old", "age_years", 45),
        ("the gap between the lids is 2.5 mm", "lagophthalmos_mm", 2.5),
        ("the date of the EMG is 90 days ago", "emg_date", "2026-08-25"),
        ("the patient declines botulinum toxin and nerve graft",
         "refusals", ["botulinum_toxin", "nerve_graft"]),
        ("the cause is acoustic neuroma", "cause", "acoustic_neuroma"),
    ],
)  # fmt: skip
def test_a_sentence_is_read_as_it_was_meant(text, name, value):
    assert given(text, a_case()).findings[name] == value


def test_what_nobody_said_is_not_assessed():
    assert a_case().assessment() == {
        "patient_ref": "p-1",
        "synkinesis": "unknown",
        "duration": "unknown",
    }


def test_the_onset_that_was_said_last_counts():
    case = given("the palsy began on 3 March 2026", given("the palsy began 2 days ago", a_case()))

    assert "duration" not in case.assessment()


@pytest.mark.parametrize(
    ("name", "typed", "answer"),
    [
        ("house_brackmann", "IIV", "'IIV' is not one of I–VI. Did you mean IV?"),
        ("synkinesis", "modrate", "Did you mean moderate"),
        ("age_years", "old", "'old' is not a number of years."),
        ("age_years", "4 mm", "is not a number of years"),
        (
            "emg_date",
            "last week",
            "'last week' is not a day. Write a day of the calendar, as in: 14 March 2026",
        ),
        ("emg_date", "31 February 2026", "is not a day"),
        ("duration", "long", "'long' is not a time. Write a number and hours"),
        ("refusals", "nerve grafft", "Did you mean nerve graft"),
        ("prior_treatments", "toxin", "write a table under `Given earlier treatments`"),
    ],
)
def test_a_word_that_does_not_fit_is_answered_with_one_that_does(name, typed, answer):
    with pytest.raises(Misread) as misread:
        note(a_case(), name, typed)

    assert answer.casefold() in str(misread.value).casefold()


def test_a_table_says_findings_by_their_labels():
    case = a_case()
    note_table(case, [["Finding", "Value"], ["Eye closure", "complete"], ["EMG", "silent"]])

    assert case.findings == {"eye_closure": "complete", "emg_status": "silent"}


def test_a_table_with_another_column_is_answered_with_the_right_ones():
    with pytest.raises(Misread, match=r"Write \| finding \| value \|. Did you mean value\?"):
        note_table(a_case(), [["finding", "values"]])


def test_earlier_treatments_are_read_from_a_table():
    table = [
        ["treatment", "response", "cycles", "last given"],
        ["retraining", "no benefit", "", "90 days ago"],
        ["toxin for synkinesis", "good", "2", "1 March 2026"],
    ]

    assert treatments_of(table, today=TODAY) == [
        {
            "intervention": "neuromuscular_retraining",
            "response": "none",
            "last_given": "2026-08-25",
        },
        {
            "intervention": "botulinum_toxin_synkinesis",
            "response": "good",
            "cycles": 2,
            "last_given": "2026-03-01",
        },
    ]


@pytest.mark.parametrize(
    ("table", "answer"),
    [
        ([["treatment", "cycle"]], "Did you mean cycles?"),
        ([["treatment", "response"], ["retraining", "god"]], "Did you mean good?"),
    ],
)
def test_a_table_of_treatments_that_cannot_be_is_answered(table, answer):
    with pytest.raises(Misread) as misread:
        treatments_of(table, today=TODAY)

    assert answer in str(misread.value)


@pytest.mark.parametrize("code", [*interventions(), *families(), *groups()])
def test_every_treatment_can_be_named_by_title_and_by_code(code):
    title = treatment_words().shown.get(code, code)

    assert treatment_words().code_of(title) == code
    assert interventions_of(code)


def test_a_plain_not_assessed_is_never_a_word_of_a_finding():
    for finding in catalogue().findings.values():
        assert value_of(finding, "not assessed", today=TODAY) == NOT_ASSESSED


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("stage", STAGES),
        ("urgency", URGENCIES),
        ("strength", STRENGTHS),
        ("standing", STANDINGS),
        ("reason", KINDS_NOT_OFFERED),
        ("referral", SENT_TO),
        ("side", ITEM_SIDES),
    ],
)
def test_the_lists_of_the_sayings_are_the_words_of_a_plan(what, words):
    assert tuple(listed_words(what)) == words


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("findings", catalogue().findings),
        ("interventions", interventions()),
        ("families", families()),
    ],
)
def test_every_short_name_stands_for_something_that_is_there(kind, codes):
    assert {code for _, code in names(kind)} <= codes.keys()


def test_no_two_sentences_say_the_same():
    patterns = [it.sentence.pattern.casefold() for it in finding_sentences()]

    assert len({*patterns}) == len(patterns)
    assert len({it.sentence for it in said()}) == len(said())


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("given", "the eye closer is incomplete", "the eye closure is incomplete"),
        ("given", "a patient of House-Brackmann grade III",
         "a patient with House-Brackmann grade III"),
        ("given", "the palsy has begun 14 months ago", "the palsy began 14 months ago"),
        ("when", "the plan is drawn", "the plan is drawn up"),
        ("then", "the eye gets protected", "the eye is protected"),
        ("then", "the plan asks for EMG first", "the plan asks about EMG first"),
        ("then", "toxin for synkinesis is hold", "toxin for synkinesis is held"),
        ("then", "xyzzy is offred", "nerve graft is offered"),
    ],
)  # fmt: skip
def test_the_nearest_steps_hold_the_one_that_was_meant(kind, typed, meant):
    assert meant in nearest_steps(typed, kind)


def test_the_nearest_steps_are_in_the_language_of_the_feature():
    typed = "ein Pazient mit House-Brackmann Grad III"

    assert nearest_steps(typed, "given", language="de")[0] == typed.replace("Pazient", "Patient")
    assert not any("Patient" in it for it in nearest_steps("a pateint with grade IV", "given"))


def test_a_sentence_of_another_language_is_better_than_none():
    assert nearest_steps("die Lähmung begann vor 3 Jahre", "given") == [
        "die Lähmung begann vor 3 Jahre"
    ]


def test_every_example_of_a_sentence_is_read_by_one_step_alone():
    for step in known():
        for sentence in getattr(step.parser, "sentences", ()):
            found = {reader.step_func for reader in readers(sentence.example, step.type)}
            assert found == {step.step_func}, sentence.example


def test_a_day_and_a_time_are_read_in_every_way_that_is_written():
    assert day_of("14-Mar-2026", today=TODAY) == date(2026, 3, 14)
    assert day_of("2 weeks ago", today=TODAY) == date(2026, 11, 9)
    assert elapsed_of("1.5 years") == {"value": 1.5, "unit": "years"}
    assert finding_words().code_of("the eye closure") == "eye_closure"
    assert intervention_words().code_of("a static sling") == "static_sling"
